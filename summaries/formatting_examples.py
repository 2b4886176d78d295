"""What the page on formatting shows: a heading, and a text that a writer could type."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


EXAMPLES: "tuple[tuple[StrOrPromise, str], ...]" = (
    (_("Emphasis"), "A *slanted* word, a **strong** one, and one that is ~~taken back~~."),
    (_("Headings"), "## How it works\n\n### Training"),
    (_("Lists"), "- one point\n- another one\n  - which has a part\n\n1. first\n2. then"),
    (_("Quotations"), "> The authors put it like this."),
    (_("Links"), "See [the code](https://example.org/code) or <https://example.org>."),
    (_("Tables"), "| method | error |\n|---|--:|\n| theirs | 3.1 |\n| before | 4.7 |"),
    (_("Code"), "Call `fit()`, or write\n\n```python\nfor step in range(10):\n    optimizer.step()\n```"),
    (_("Formulas in a line"), "The loss is $L(\\theta) = \\frac{1}{n} \\sum_i \\ell_i$, and a price of $5 stays text."),
    (_("Formulas on their own"), "\\[\n\\mathrm{softmax}(x)_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}\n\\]"),
    (
        _("Numbered equations"),
        "\\begin{equation}\nE = mc^2 \\label{energy}\n\\end{equation}\n\nBy \\eqref{energy} mass is energy.",
    ),
    (
        _("Your own commands"),
        "\\newcommand{\\loss}[1]{\\mathcal{L}_{\\text{#1}}}\n\nWe minimise $\\loss{train}$ and report $\\loss{test}$.",
    ),
    (_("Tasks"), "- [x] read the proof\n- [ ] check the constants"),
    (_("Footnotes"), "This holds for convex losses.[^1]\n\n[^1]: The appendix has the general case."),
    (
        _("Other papers"),
        "It answers [[arxiv:1706.03762]] and continues [[builds on arxiv:1409.0473]], for the reading path.",
    ),
    (_("Pictures"), "![Error falls with the logarithm of the number of samples](https://example.org/error.png)"),
)
