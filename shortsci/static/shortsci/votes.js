// Votes without a reload. The number and the pressed button change at once; the server's answer then replaces the
// control, or puts it back with the reason of a refusal. Without this file the same forms lead back to the page.

const sentences = document.getElementById("votes-script").dataset; // in the language of the page
const running = new Map(); // by form id: the value and the reason to reach, while a request is under way

const status = document.createElement("div"); // stands still, so that screen readers follow it
status.className = "visually-hidden";
status.id = "vote-status";
status.setAttribute("role", "status");
document.body.append(status);

function say(text) {
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
}

function direction(button) {
  return button.matches(".up") ? 1 : -1;
}

function pressed(form) {
  const button = form.querySelector('.vote[aria-pressed="true"]');
  return button ? direction(button) : 0;
}

/** What the counters hold without this person's vote. */
function withoutMine(form) {
  const counted = form.dataset.state === "" || form.dataset.state === "counted";
  return Number(form.dataset.score) - (counted ? Number(form.dataset.value) : 0);
}

function show(form, value, score) {
  for (const button of form.querySelectorAll("button.vote")) {
    const mine = direction(button) === value;
    button.setAttribute("aria-pressed", String(mine));
    button.value = mine ? "0" : String(direction(button));
  }
  form.querySelector(".score").textContent = String(score);
}

function putBack(form, problem) {
  show(form, Number(form.dataset.value), Number(form.dataset.score));
  form.querySelector(":scope > .problem")?.remove();
  const line = document.createElement("p");
  line.className = "problem";
  line.textContent = problem;
  form.append(line);
  say(problem);
}

function swap(form, fresh) {
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  form.replaceWith(fresh);
  const instead = focused?.closest(".vote-reason") ? ".vote.down" : ".vote"; // "Tell" goes with its box
  if (focused) (document.getElementById(focused.id) ?? fresh.querySelector(instead))?.focus();
  const problem = fresh.querySelector(":scope > .problem");
  const words = { 1: sentences.up, 0: sentences.none, "-1": sentences.down }[fresh.dataset.value];
  const note = fresh.querySelector(":scope > .note");
  say(problem ? problem.textContent : `${words.replace("{score}", fresh.dataset.score)}${note ? `, ${note.textContent}` : ""}`);
}

/** `fresh` is the control as it is now, if the answer holds it; `away` is the log-in, which keeps the vote until then. */
async function ask(form, { value, reason }) {
  const body = new URLSearchParams(new FormData(form));
  body.set("value", String(value));
  body.set("reason", reason);
  const response = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { fresh: page.getElementById(form.id), away: response.headers.get("HX-Redirect") };
}

/** One request at a time for a summary; presses meanwhile change only what is wanted in the end. */
async function reach(form) {
  let fresh;
  let away;
  let sent;
  try {
    do {
      sent = running.get(form.id);
      ({ fresh, away } = await ask(form, sent));
    } while ((away || (fresh && !fresh.querySelector(":scope > .problem"))) && running.get(form.id) !== sent);
    if (away) location.assign(away);
    else if (fresh) swap(form, document.importNode(fresh, true));
    else putBack(form, sentences.failed);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    putBack(form, sentences.gone);
  } finally {
    running.delete(form.id);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("form.votes button");
  if (!button) return;
  if (button.matches(".vote") && event.detail > 1) event.preventDefault(); // the second half of a double click
  if (button.matches("[data-skip]")) {
    const form = button.form;
    button.closest("details").remove();
    form.querySelector(".vote.down").focus();
  }
});

function closeReasons(except) {
  for (const box of document.querySelectorAll("details.vote-reason[open]")) if (box !== except) box.open = false;
}

document.addEventListener("click", (event) => closeReasons(event.target.closest("details.vote-reason")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.closest("details.vote-reason[open]")?.closest("form").querySelector(".vote.down").focus();
  closeReasons(null);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.votes[id]") || !event.submitter) return;
  event.preventDefault();
  const button = event.submitter;
  let value = Number(button.value);
  if (button.matches(".vote")) value = pressed(form) === direction(button) ? 0 : direction(button);
  const reason = button.matches(".vote") ? "" : form.elements.reason?.value ?? "";
  form.querySelector(":scope > .problem")?.remove();
  show(form, value, withoutMine(form) + value);
  const waits = running.has(form.id);
  running.set(form.id, { value, reason });
  if (!waits) reach(form);
});
