/* The editor's toolbar and what it does to the text. Every change goes through the browser, so that undo knows it. */
(() => {
  "use strict";
  const words = document.currentScript.dataset; // in the language of the page
  const form = document.querySelector("form.editor");
  const text = document.getElementById("id_body");
  if (!form || !text) return;
  form.classList.add("scripted");

  /* Puts `inserted` in the place of [from, to) and selects [first, last) of it. */
  function put(from, to, inserted, first = inserted.length, last = first) {
    text.focus();
    text.setSelectionRange(from, to);
    if (inserted === "" ? from !== to && !document.execCommand("delete") : !document.execCommand("insertText", false, inserted)) {
      text.setRangeText(inserted, from, to, "end");
      text.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    text.setSelectionRange(from + first, from + last);
  }

  const selected = () => text.value.slice(text.selectionStart, text.selectionEnd);

  /* Marks around the selection; taken away where they stand already. */
  function wrap(open, close, placeholder) {
    const [from, to] = [text.selectionStart, text.selectionEnd];
    const inner = selected();
    const before = text.value.slice(0, from);
    const after = text.value.slice(to);
    const isSingle = open === "*" && before.endsWith("**") && !before.endsWith("***");
    if (before.endsWith(open) && after.startsWith(close) && !isSingle) {
      put(from - open.length, to + close.length, inner, 0, inner.length);
    } else {
      const content = inner || placeholder;
      put(from, to, open + content + close, open.length, open.length + content.length);
    }
  }

  /* A mark before each line that the selection touches; taken away where all of them have it. */
  function prefix(mark) {
    const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    const end = text.value.indexOf("\n", Math.max(text.selectionEnd - (selected().endsWith("\n") ? 1 : 0), from));
    const to = end < 0 ? text.value.length : end;
    const lines = text.value.slice(from, to).split("\n");
    const marked = lines.every((line) => line.startsWith(mark));
    const changed = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
    put(from, to, changed, lines.length > 1 ? 0 : changed.length, changed.length);
  }

  /* A block of its own, with blank lines around it. */
  function block(open, close, placeholder) {
    const [from, to] = [text.selectionStart, text.selectionEnd];
    const before = text.value.slice(0, from);
    const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const content = selected().trim() || placeholder;
    const inserted = `${lead}${open}\n${content}\n${close}\n`;
    const start = lead.length + open.length + 1;
    put(from, to, inserted, start, start + content.length);
  }

  function link() {
    const inner = selected();
    const [from, to] = [text.selectionStart, text.selectionEnd];
    if (/^https?:\/\/\S+$/.test(inner)) put(from, to, `[${words.text}](${inner})`, 1, 1 + words.text.length);
    else put(from, to, `[${inner || words.text}](https://)`, (inner || words.text).length + 3, (inner || words.text).length + 11);
  }

  function reference() {
    const inner = selected().trim();
    const [from, to] = [text.selectionStart, text.selectionEnd];
    const kind = /^10\.\d{4,}\//.test(inner) ? "doi" : "arxiv";
    const name = inner || "1706.03762";
    put(from, to, `[[${kind}:${name}]]`, kind.length + 3, kind.length + 3 + name.length);
  }

  const marks = {
    bold: () => wrap("**", "**", words.strong),
    italic: () => wrap("*", "*", words.slanted),
    heading: () => prefix("## "),
    list: () => prefix("- "),
    quote: () => prefix("> "),
    code: () => (selected().includes("\n") ? block("```", "```", words.code) : wrap("`", "`", words.code)),
    formula: () => (selected().includes("\n") ? block("$$", "$$", "x") : wrap("$", "$", "x")),
    link,
    reference,
    picture: () => document.getElementById("id_picture").click(),
  };

  const toolbar = document.getElementById("toolbar").content.firstElementChild.cloneNode(true);
  const buttons = [...toolbar.querySelectorAll("button")];
  text.before(toolbar);

  /* One stop for Tab; the arrows go from button to button. */
  function stopAt(button) {
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
  }
  stopAt(buttons[0]);
  toolbar.addEventListener("focusin", (event) => stopAt(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[(next + buttons.length) % buttons.length].focus();
  });
  toolbar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) marks[button.dataset.mark]();
  });
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = buttons.find((each) => each.dataset.key === event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    marks[button.dataset.mark]();
  });

  form.addEventListener("keydown", (event) => {
    // Enter in a line of text would press a button that nobody looked at.
    if (event.key === "Enter" && event.target.matches('input[type="text"]') && !event.isComposing) event.preventDefault();
  });

  const outline = form.querySelector('button[name="outline"]');
  outline.addEventListener("click", (event) => {
    event.preventDefault();
    const end = text.value.trimEnd().length;
    put(end, text.value.length, (end ? "\n\n" : "") + outline.dataset.outline, end ? 2 : 0);
  });

  /* The preview stays where its reader has scrolled to. */
  const pane = document.querySelector(".editor-preview");
  let top = 0;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "preview") top = pane.scrollTop;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "preview") pane.scrollTop = top;
  });

  window.summaryEditor = { form, text, put };
})();
