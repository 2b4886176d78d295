// What scrolls sideways by itself can be reached by the keyboard: wide formulas, code and tables. What is not laid out yet
// is taken to be wide until it is.
const BOXES = ".math-display, .prose pre, .prose table, .table-wrap, .table, .editor-preview";
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth || target.matches(".editor-preview")) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
const watch = (part) => {
  for (const box of [part, ...part.querySelectorAll(BOXES)]) {
    if (!box.matches(BOXES)) continue;
    box.tabIndex = 0;
    watcher.observe(box);
  }
};
watch(document.body);

// What comes later, such as a preview.
new MutationObserver((changes) => {
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) if (node instanceof Element) watch(node);
}).observe(document.body, { childList: true, subtree: true });

// Suggestions for a search are loaded when somebody comes to the box.
// What it is, is told from the start, so that nothing changes under who has come there.
for (const form of document.querySelectorAll("form[data-script]")) {
  const input = form.querySelector("input[type=search]");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  form.addEventListener("focusin", () => import(form.dataset.script), { once: true });
  if (form.contains(document.activeElement)) import(form.dataset.script);
}
