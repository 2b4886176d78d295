"""What rendering a summary of 1,000 words with 40 formulas costs, in CPU time, beside the bare Markdown parser.

.venv/bin/python -m scripts.time_rendering
"""

import os
import statistics
import time
from collections.abc import Callable

import django
from markdown_it import MarkdownIt

ROUNDS = 40
WORDS = "the model reads all *words* of a sentence at once and weighs **each** one by how much it matters to the next"
FORMULAS = [
    "x_1^2 + \\frac{a}{b}",
    "\\mathbb{E}_{x \\sim p}[f(x)]", "O(n \\log n)", "\\theta^* = \\arg\\min_\\theta L(\\theta)",
    "\\sum_{i=1}^n w_i x_i", "p(y \\mid x)", "\\alpha", "\\|u - v\\|_2 \\le \\epsilon",
]  # fmt: skip


def summary() -> str:
    """Eight sections; each has 125 words, five formulas, of which one stands alone, a list and some emphasis."""
    words = WORDS.split()
    parts: list[str] = []
    for number in range(8):
        inline = [f"${FORMULAS[(number + turn) % len(FORMULAS)]}$" for turn in range(4)]
        prose = " ".join(" ".join(words) + f" {formula}." for formula in inline)
        points = f"- {' '.join(words[:10])}\n" * 2
        parts.append(f"## Section {number}\n\n{prose}\n\n$$\n{FORMULAS[number]}\n$$\n\n{points}")
    return "\n\n".join(parts)


def milliseconds(work: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shortsci.settings")
    django.setup()
    from summaries.checks import advise
    from summaries.rendering import render
    from summaries.rendering.markdown import parse

    text = summary()

    def render_anew() -> None:
        parse.cache_clear()
        render(text)

    floor = milliseconds(lambda: MarkdownIt("commonmark").render(text))
    print(f"{len(text.split())} words, {text.count('$') // 2 - 8} formulas")
    for name, cost in {
        "floor: markdown-it alone": floor,
        "rendered, nothing kept": milliseconds(render_anew),
        "rendered again, parse kept": milliseconds(lambda: render(text)),
        "advice": milliseconds(lambda: advise(body=text, tldr="", abstract="A thing. " * 100, title="A thing")),
    }.items():
        print(f"{name:<28}{cost:>8.2f} ms{cost / floor:>7.1f} × floor")


if __name__ == "__main__":
    main()
