// Single keys for who reads with the keyboard. They can be turned off, and are off in fields and with modifiers.
const STORE = "shortsci-shortcuts";
const ROWS = ".card, article.full, ol.papers > li";
const PLACES = { h: "/", f: "/following/feed/", r: "/reading/" };
const link = document.getElementById("shortcuts-link");
let goesAt = 0; // when "g" was pressed

function isOn() {
  try { return localStorage.getItem(STORE) !== "off"; } catch { return true; }
}

function main(row) {
  return row.querySelector("h2 a") ?? row;
}

function current() {
  return document.activeElement.closest(ROWS);
}

function move(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  const here = rows.indexOf(current());
  const below = rows.findIndex((row) => row.getBoundingClientRect().bottom > 0);
  const row = here < 0 ? rows[step > 0 ? below : below - 1] : rows[here + step];
  if (!row) return;
  const target = main(row);
  if (target === row) row.tabIndex = -1;
  row.scrollIntoView({ block: "nearest" });
  if (row.getBoundingClientRect().top < 0 || row.offsetHeight > innerHeight) row.scrollIntoView();
  target.focus({ preventScroll: true, focusVisible: true });
}

function open() {
  const row = current();
  (row?.querySelector("h2 a") ?? row?.querySelector(".meta a[href^='/summaries/']"))?.click();
}

function tie(box) {
  box.checked = isOn();
  box.addEventListener("change", () => {
    try { localStorage.setItem(STORE, box.checked ? "on" : "off"); } catch { /* it holds for this page alone */ }
  });
}

async function help() {
  let dialog = document.getElementById("shortcuts");
  if (!dialog) {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog = document.createElement("dialog");
    dialog.id = "shortcuts";
    dialog.setAttribute("aria-labelledby", "shortcuts-title");
    dialog.append(page.querySelector("[data-shortcuts-help]"));
    document.body.append(dialog);
    tie(dialog.querySelector("[data-shortcuts-on]"));
  }
  if (!dialog.open) dialog.showModal();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: open,
  u: () => current()?.querySelector(".vote.up")?.click(),
  d: () => current()?.querySelector(".vote.down")?.click(),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog") || !isOn()) return;
  const goes = event.timeStamp - goesAt < 1500;
  goesAt = event.key === "g" ? event.timeStamp : -1500;
  const search = event.key === "/" && document.querySelector("input[type=search]");
  if (goes && Object.hasOwn(PLACES, event.key)) location.assign(PLACES[event.key]);
  else if (search) search.focus();
  else if (event.key === "Enter" && event.target.matches(ROWS)) open();
  else if (Object.hasOwn(keys, event.key)) keys[event.key]();
  else return;
  event.preventDefault();
});

// The menu in the head of the page covers what is below it, so it closes like every box: whatever the shortcuts are set to.
const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const box of document.querySelectorAll("[data-shortcuts-on]")) tie(box);
