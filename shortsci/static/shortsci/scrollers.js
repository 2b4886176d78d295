// What scrolls sideways by itself can be reached by the keyboard: wide formulas, code and tables. What is not laid out yet
// is taken to be wide until it is.
const BOXES = ".math-display, .prose pre, .prose table, .table-wrap, .table, .editor-preview";
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth || target.matches(".editor-preview")) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(BOXES)) {
  box.tabIndex = 0;
  watcher.observe(box);
}
