// Suggestions below the search box while somebody types; without this script the box is a plain form.
// It is loaded when somebody comes to the box, and so may find letters in it. The pattern is the
// editable combobox with a list: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

const WAIT = 120; // milliseconds after the last key
const SHORTEST = 2; // letters

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `suggestions-${input.id || "head"}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  form.append(list);
  input.setAttribute("aria-controls", list.id);
  let timer = 0;
  let asked = "";
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (number + options.length + 1) % (options.length + 1);
    if (chosen === options.length) chosen = -1; // between the last and the first one is in the box itself
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((suggestion, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = suggestion.url;
        const name = document.createElement("span");
        name.textContent = suggestion.name;
        const note = document.createElement("small");
        note.textContent = suggestion.note;
        option.append(name, " ", note);
        return option;
      }),
    );
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0 || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    const text = input.value.trim();
    asked = text;
    if (text.length < SHORTEST) return close();
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`);
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      if (asked === text) show(suggestions);
    } catch {
      close(); // away for a moment: the form still works
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  if (document.activeElement === input && input.value !== input.defaultValue) ask();
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.children.length) {
      event.preventDefault();
      if (list.hidden) show([...list.children].map(restored));
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
  const restored = (option) => ({
    url: option.dataset.url,
    name: option.querySelector("span").textContent,
    note: option.querySelector("small").textContent,
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
