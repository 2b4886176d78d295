// What must hold for every page, looked up in the page itself; each function returns the problems it found, in words.
globalThis.pageRules = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = [];
  let asked = 0; // of the keyboard's stops
  let start = document.body;

  function isShown(element) {
    return element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  }

  // Put away on purpose, for screen readers alone.
  function isClipped(element) {
    return Boolean(element.closest(".visually-hidden, .skip"));
  }

  function told(element) {
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    return `${element.tagName.toLowerCase()}${element.className && typeof element.className === "string" ? "." + element.className : ""} "${words.slice(0, 40)}"`;
  }

  function scroller(element) {
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(above).overflowX)) return above;
    }
    return null;
  }

  function cutOff() {
    const width = document.documentElement.clientWidth;
    const problems = [];
    if (document.documentElement.scrollWidth > width) problems.push(`scrolls sideways: ${document.documentElement.scrollWidth}`);
    for (const element of document.body.querySelectorAll("*")) {
      if (isClipped(element) || !isShown(element) || element.closest("math, svg") || element.matches("input, textarea")) continue;
      const { left, right } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if ((right > width + 1 || left < -1) && !scroller(element)) problems.push(`outside: ${told(element)}`);
      const hides = style.overflowX === "hidden" || style.overflowX === "clip";
      if (hides && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== "ellipsis") problems.push(`cut off: ${told(element)}`);
    }
    return problems;
  }

  function nameOf(control) {
    const labels = [...(control.labels ?? [])].map((label) => label.textContent.trim()).join("");
    const by = (control.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const pictures = [...control.querySelectorAll("img[alt], [role=img][aria-label]")].map((one) => one.alt ?? one.getAttribute("aria-label")).join("");
    return [control.getAttribute("aria-label"), by, labels, control.matches("input, select, textarea") ? "" : control.textContent, pictures, control.title].join("").trim();
  }

  function outline() {
    const problems = [];
    const shown = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isShown);
    const levels = shown.map((heading) => Number(heading.tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1) problems.push(`first headings: ${levels.filter((level) => level === 1).length}`);
    if (levels[0] !== 1) problems.push("the first heading is not of the first level");
    levels.forEach((level, place) => { if (place && level > levels[place - 1] + 1) problems.push(`skips a level: ${told(shown[place])}`); });
    problems.push(...shown.filter((heading) => !heading.textContent.trim()).map((heading) => `empty ${told(heading)}`));
    if (document.querySelectorAll("main").length !== 1) problems.push("not one main part");
    if (document.querySelector("a.skip")?.getAttribute("href") !== "#main" || !document.querySelector("main#main")) problems.push("no skip link");
    for (const control of document.querySelectorAll(CONTROLS)) {
      if (isShown(control) && !nameOf(control)) problems.push(`no name: ${told(control)} ${control.name ?? ""}`);
    }
    for (const image of document.querySelectorAll("img:not([alt])")) problems.push(`no words for ${image.src}`);
    for (const plot of document.querySelectorAll("svg")) {
      const isSilent = plot.closest("[aria-hidden=true]");
      const isNamed = plot.getAttribute("role") === "img" && (plot.getAttribute("aria-label") || plot.querySelector("title") || plot.getAttribute("aria-labelledby"));
      if (isShown(plot) && !isSilent && !isNamed && !plot.querySelector("a[href]")) problems.push(`no words for a drawing in ${told(plot.parentElement)}`);
    }
    for (const list of document.querySelectorAll(".messages, .errorlist")) {
      const isTold = list.closest("[role=status], [role=alert], [aria-live]") || document.querySelector(`[aria-describedby~="${list.id}"]`);
      if (isShown(list) && !isTold) problems.push(`not announced: ${told(list)}`);
    }
    const navigations = [...document.querySelectorAll("nav")].filter(isShown).map(nameOfPart);
    problems.push(...navigations.filter((name, place) => !name || navigations.indexOf(name) !== place).map((name) => `two parts of the page are called "${name}"`));
    return problems;
  }

  function nameOfPart(part) {
    return part.getAttribute("aria-label") ?? document.getElementById(part.getAttribute("aria-labelledby"))?.textContent ?? "";
  }

  // Of a group of radio buttons the keyboard stops at one: that which is chosen, or else the first.
  function stops() {
    return [...document.querySelectorAll(CONTROLS)].filter((control) => {
      if (!isShown(control) || control.disabled || control.tabIndex < 0) return false;
      if (control.type !== "radio") return true;
      const group = [...document.querySelectorAll(`input[type=radio][name="${control.name}"]`)];
      return control === (group.find((one) => one.checked) ?? group[0]);
    });
  }

  // From the start of this part of the page; `most` bounds what is asked of a long list.
  function watchFocus(most, part = "body") {
    document.addEventListener("focusin", ({ target }) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      const { width, height } = target.getBoundingClientRect();
      const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
      const isFramed = parseFloat(getComputedStyle(target.querySelector("rect") ?? target).strokeWidth) > 1; // in a drawing
      seen.push({ target, isMarked: (isOutlined || (target.closest("svg") && isFramed)) && width * height > 20 });
    });
    start = document.querySelector(part);
    start.tabIndex = -1;
    start.focus();
    seen.length = 0;
    asked = most;
    return Math.min(stopsFromStart().length, most) + 9; // a box that scrolls is a stop too
  }

  function stopsFromStart() {
    return stops().filter((control) => start.contains(control) || start.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  function focusProblems() {
    const expected = stopsFromStart();
    // After the last one it begins anew, so only the first time counts.
    const first = seen.filter(({ target }, place) => seen.findIndex((one) => one.target === target) === place);
    const reached = first.filter(({ target }) => expected.includes(target));
    const problems = reached.filter(({ isMarked }) => !isMarked).map(({ target }) => `no mark on ${told(target)}`);
    const wrong = reached.findIndex(({ target }, place) => target !== expected[place]);
    if (wrong >= 0) problems.push(`stop ${wrong} is ${told(reached[wrong].target)} instead of ${told(expected[wrong])}`);
    problems.push(...expected.slice(0, asked).filter((control) => !reached.some(({ target }) => target === control)).map((control) => `never reached: ${told(control)}`));
    if (document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])")) problems.push("an order of its own");
    return problems;
  }

  function withoutScripts() {
    const problems = [];
    const main = document.querySelector("main");
    if (!document.querySelector("h1")?.checkVisibility() || main.innerText.trim().length < 20) problems.push("the page is empty");
    for (const form of document.forms) {
      if (!isShown(form)) continue;
      const fields = [...form.elements].filter((field) => field.matches("input:not([type=hidden]), textarea, select") && isShown(field));
      const buttons = [...form.elements].filter((field) => field.matches("button:not([type=button]), input[type=submit]") && isShown(field));
      const isSentByEnter = fields.length === 1 && fields[0].matches("input[type=search], input[type=text]");
      if (!buttons.length && !isSentByEnter) problems.push(`no way to send ${form.getAttribute("action") ?? "the form"}`);
    }
    for (const button of document.querySelectorAll("button[type=button]")) {
      if (isShown(button)) problems.push(`does nothing: ${told(button)}`);
    }
    return problems;
  }

  return { cutOff, outline, watchFocus, focusProblems, withoutScripts };
})();
