/* Nothing typed is lost: each change goes into this browser at once and to the server a little later. */
(() => {
  "use strict";
  const words = document.currentScript.dataset; // in the language of the page
  const { form, text, put } = window.summaryEditor ?? {};
  if (!form?.dataset.user) return;
  const { user, draftUrl, loginUrl } = form.dataset;
  const NAMES = ["tldr", "body", "visibility", "is_anonymous", "competing_interests", "ai_use", "note"];
  const WAIT = 2500; // milliseconds after the last key
  const LONGEST = 15000; // milliseconds while somebody types without a pause
  const AGAIN = 20000; // milliseconds until the next attempt
  const status = document.getElementById("draft-status");
  const offers = document.getElementById("offers");
  const prefix = `shortsci.text.${user}.${form.dataset.paper}.`;
  const newKey = () => prefix + Date.now().toString(36) + Math.random().toString(36).slice(2);
  const key = newKey(); // of this page alone, so that two tabs do not write over each other

  /* ------------------------------------------------------------ the form */

  function read(initial = false) {
    const fields = {};
    for (const name of NAMES) {
      const control = form.elements[name];
      if (!control) fields[name] = "";
      else if (control instanceof RadioNodeList) {
        fields[name] = [...control].find((radio) => (initial ? radio.defaultChecked : radio.checked))?.value ?? "";
      } else if (control.type === "checkbox") fields[name] = initial ? control.defaultChecked : control.checked;
      else fields[name] = initial ? control.defaultValue : control.value;
    }
    return fields;
  }

  function fill(fields) {
    for (const name of NAMES) {
      const control = form.elements[name];
      if (!control || fields[name] === undefined || name === "body") continue;
      if (control.type === "checkbox") control.checked = Boolean(fields[name]);
      else control.value = fields[name];
    }
    if (fields.base_revision !== undefined) form.elements.base_revision.value = fields.base_revision;
    put(0, text.value.length, fields.body ?? "", 0);
    changed();
  }

  const same = (one, other) => NAMES.every((name) => String(one[name] ?? "").trim() === String(other[name] ?? "").trim());
  const isBlank = (fields) => !fields.body.trim() && !fields.tldr.trim();

  /* ------------------------------------------------------------ this browser */

  function keepHere(fields, under = key, at = new Date().toISOString()) {
    try {
      localStorage.setItem(under, JSON.stringify({ ...fields, base_revision: form.elements.base_revision.value, at }));
      return true;
    } catch {
      return false; // no room, or no permission
    }
  }

  function dropHere(under = key) {
    try {
      localStorage.removeItem(under);
    } catch {
      // nothing was kept either
    }
  }

  function storedKeys() {
    try {
      return Object.keys(localStorage);
    } catch {
      return []; // the browser keeps nothing for us
    }
  }

  function copies() {
    const found = [];
    for (const under of storedKeys()) {
      if (!under.startsWith(prefix) || under === key) continue;
      try {
        const fields = JSON.parse(localStorage.getItem(under));
        if (typeof fields?.body === "string" && typeof fields.tldr === "string") found.push({ under, fields });
      } catch {
        // not to be read; the others are
      }
    }
    return found.sort((one, other) => (one.fields.at < other.fields.at ? 1 : -1));
  }

  /* ------------------------------------------------------------ what the line says */

  const locale = document.documentElement.lang === "en" ? [] : document.documentElement.lang; // English: as the browser is set
  const clock = (date) => new Date(date).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

  function say(sentence, withLogin = false) {
    if (status.firstChild?.textContent !== sentence) {
      status.textContent = sentence;
      if (withLogin) {
        const link = document.createElement("a");
        Object.assign(link, { href: loginUrl, target: "_blank", textContent: words.logIn });
        status.append(" ", link);
      }
    }
  }

  /* `why` is Offline, LoggedOut or Refused, or empty where the site gave the reason. */
  function sayNotSaved(why, reason = "") {
    const sentence = words[(keepHere(read()) ? "notSaved" : "lost") + why];
    say(sentence.replace("{reason}", () => reason), why === "LoggedOut");
  }

  /* ------------------------------------------------------------ the server */

  let timer = 0;
  let firstChange = 0;
  let isSaving = null; // the saving that is under way
  let isStopped = false; // two texts are shown, or all is done
  let isDirty = false; // the server has not got all of it

  function changed() {
    isDirty = true;
    keepHere(read());
    if (isStopped) return;
    firstChange ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(WAIT, firstChange + LONGEST - Date.now())));
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, AGAIN);
  }

  function bodyOf(fields) {
    const data = new FormData();
    for (const name of NAMES) {
      if (name !== "is_anonymous") data.set(name, fields[name]);
      else if (fields[name]) data.set(name, "on");
    }
    data.set("version", form.elements.draft_version.value || "0");
    data.set("base_revision", form.elements.base_revision.value || "0");
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return data;
  }

  const post = (url, body, options = {}) =>
    fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, ...options });

  function save() {
    if (isSaving || isStopped) return isSaving;
    clearTimeout(timer);
    firstChange = 0;
    isSaving = send(read()).finally(() => {
      isSaving = null;
    });
    return isSaving;
  }

  async function send(fields, isSecondTime = false) {
    let response;
    try {
      // A page that goes away may finish what is small.
      const keepalive = document.visibilityState === "hidden" && fields.body.length < 15000;
      response = await post(draftUrl, bodyOf(fields), { keepalive });
    } catch {
      sayNotSaved("Offline");
      return later();
    }
    if (response.status === 403 && !isSecondTime && (await refreshToken())) return send(fields, true);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (response.ok) return saved(fields, answer);
    if (response.status === 409) return differ(answer);
    if (response.status === 401) sayNotSaved("LoggedOut");
    else if (response.status === 422) sayNotSaved("", answer.detail.replace(/\.$/, ""));
    else sayNotSaved("Refused");
    return later();
  }

  function saved(fields, answer) {
    form.elements.draft_version.value = answer.version;
    if (same(fields, read())) {
      isDirty = false;
      dropHere();
      say(words.saved.replace("{time}", clock(answer.saved_at)));
    } else changed();
  }

  /* After another log-in the form's token is worn out; a new one is taken if it is still the same person. */
  async function refreshToken() {
    const response = await fetch(draftUrl, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) {
      if (response?.status === 401) sayNotSaved("LoggedOut");
      return false;
    }
    const answer = await response.json();
    if (String(answer.user) !== user) return false;
    form.elements.csrfmiddlewaretoken.value = answer.token;
    return true;
  }

  /* ------------------------------------------------------------ two texts */

  function differ(answer) {
    isStopped = true;
    keepHere(read());
    say(words.twoTexts);
    offer(`${answer.detail} ${words.savedAt.replace("{time}", clock(answer.saved_at))}`, answer.fields, (isUsed) => {
      const dropped = isUsed ? read() : answer.fields;
      if (!isBlank(dropped)) keepHere(dropped, newKey());
      form.elements.draft_version.value = answer.version;
      isStopped = false;
      if (isUsed) fill(answer.fields);
      else changed();
      showCopies();
    });
  }

  function offer(sentence, fields, decide) {
    const place = document.getElementById("offer").content.firstElementChild.cloneNode(true);
    place.querySelector(".offer-title").textContent = sentence;
    place.querySelector("textarea").value = fields.tldr ? `${fields.tldr}\n\n${fields.body}` : fields.body;
    for (const [name, isUsed] of [["use", true], ["keep", false]]) {
      place.querySelector(`.${name}`).addEventListener("click", () => {
        place.remove();
        decide(isUsed);
        offers.hidden = !offers.childElementCount;
        text.focus();
      });
    }
    offers.append(place);
    offers.hidden = false;
    return place;
  }

  /* Texts of this person on this paper that the server never got. */
  function showCopies() {
    for (const old of offers.querySelectorAll("[data-copy]")) old.remove();
    for (const { under, fields } of copies()) {
      if (same(fields, read()) || isBlank(fields)) {
        dropHere(under);
        continue;
      }
      const date = new Date(fields.at);
      const when = `${date.toLocaleDateString(locale, { day: "numeric", month: "long" })}, ${clock(date)}`;
      const place = offer(words.found.replace("{time}", when), fields, (isUsed) => {
        dropHere(under);
        if (!isUsed) return;
        const replaced = read();
        if (!isBlank(replaced)) keepHere(replaced, newKey());
        fill(fields);
        showCopies();
      });
      place.dataset.copy = under;
      place.querySelector(".keep").textContent = words.discard;
    }
    offers.hidden = !offers.childElementCount;
  }

  function start() {
    const mine = read();
    const waiting = copies();
    if (waiting.length === 1 && isBlank(mine) && !isBlank(waiting[0].fields)) {
      const { under, fields } = waiting[0];
      fill(fields);
      if (keepHere(read())) dropHere(under);
      text.blur();
      say(words.back.replace("{time}", clock(fields.at)));
    } else if ("unsaved" in form.dataset || !same(mine, read(true))) changed(); // came back from elsewhere
    showCopies();
  }

  /* ------------------------------------------------------------ publishing */

  async function publish() {
    isStopped = true; // no saving may arrive after the publication and bring the draft back
    clearTimeout(timer);
    await isSaving;
    isStopped = true;
    const fields = read();
    keepHere(fields);
    let response;
    try {
      response = await post(form.action, new FormData(form));
      if (response.status === 403 && (await refreshToken())) response = await post(form.action, new FormData(form));
    } catch {
      return stayHere("Offline");
    }
    if (response.status === 401) return stayHere("LoggedOut");
    if (response.ok && response.headers.get("Content-Type")?.startsWith("application/json")) {
      for (const { under, fields: copy } of copies()) if (same(copy, fields)) dropHere(under);
      dropHere();
      location.assign((await response.json()).url);
      return;
    }
    HTMLFormElement.prototype.submit.call(form); // the page with the reason, and with the text
  }

  function stayHere(why) {
    isStopped = false;
    say(words[(keepHere(read()) ? "unpublished" : "unkept") + why], why === "LoggedOut");
    document.getElementById("publish").disabled = false;
    later();
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.id !== "publish") return;
    event.preventDefault();
    document.getElementById("publish").disabled = true;
    publish();
  });
  form.addEventListener("input", (event) => {
    if (NAMES.includes(event.target.name)) changed();
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty) save();
  });
  text.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });
  start();
})();
