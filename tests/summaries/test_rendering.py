import json
import threading
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortsci.formulas import START_TAG, Formula, FormulaError, formulas_html, gate_tag, to_mathml
from shortsci.formulas import TAGS as MATH_TAGS
from summaries.rendering import render, render_excerpt
from summaries.rendering.renderer import TAGS
from tests.conftest import REAL_DATA

WRAPPERS = {"span"}


class Elements(HTMLParser):
    """Every element of a fragment with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Elements(html).found:
        assert tag in TAGS | MATH_TAGS | WRAPPERS, tag
        assert not any(name.startswith("on") or name in {"style", "id", "src", "action"} for name in attributes)
        address = (attributes.get("href") or "").lower()
        assert not address or address.split(":")[0] in {"http", "https", "mailto"} or ":" not in address.split("/")[0]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
        ("# One\n\n### Three\n\n###### Six", "<h3>One</h3>\n<h3>Three</h3>\n<h6>Six</h6>\n"),
        ("2. x", '<ol start="2">\n<li>x</li>\n</ol>\n'),
        ("```python\nx = 1\n```", '<pre><code class="language-python">x = 1\n</code></pre>\n'),
        ("```a b\n```", '<pre><code class="language-a"></code></pre>\n'),
        ("[x](/papers/1/)", '<p><a href="/papers/1/">x</a></p>\n'),
        ("[x](https://a.example)", '<p><a rel="nofollow ugc noopener" href="https://a.example">x</a></p>\n'),
        ("~~x~~", "<p><s>x</s></p>\n"),
        ("$x$", "<p><math><mi>x</mi></math></p>\n"),
        ("a<b>c</b>", "<p>a&lt;b&gt;c&lt;/b&gt;</p>\n"),
        ("costs $5 and $10", "<p>costs $5 and $10</p>\n"),
        ("costs $5", "<p>costs $5</p>\n"),
        ("`$x$`", "<p><code>$x$</code></p>\n"),
        (r"\$x$", "<p>$x$</p>\n"),
        ("", ""),
    ],
)
def test_forms(markdown, html):
    assert render(markdown) == html


def test_display_formula_stands_alone():
    assert render("a\n\n$$x$$\n\nb") == (
        '<p>a</p>\n<span class="math-display"><math display="block"><mi>x</mi></math></span><p>b</p>\n'
    )


def test_table_cells_carry_classes_not_styles():
    html = render("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert '<th class="align-left">a</th>' in html
    assert '<td class="align-center">2</td>' in html
    assert '<td class="align-right">3</td>' in html
    assert "style" not in html


def test_a_broken_formula_shows_its_source_and_the_rest_stays():
    html = render(r"good $x$, bad $\nosuch{x}$, good $y$")
    assert "<mi>x</mi>" in html
    assert "<mi>y</mi>" in html
    assert '<code class="math-error" title="Unknown command &quot;\\nosuch&quot;.">$\\nosuch{x}$</code>' in html


@pytest.mark.parametrize("text", ["a $x unbalanced", "$$ never closed", "$", "$$", "a $ b $ c"])
def test_unbalanced_dollars_stay_text(text):
    assert "<math" not in render(text)
    assert "$" in render(text)


def test_pictures_become_links():
    html = render("![a *cat*](https://elsewhere.example/cat.png)")
    assert "<img" not in html
    assert 'href="https://elsewhere.example/cat.png">a cat</a>' in html
    assert ">picture</a>" in render("![](https://elsewhere.example/cat.png)")


def test_a_text_cannot_forge_a_placeholder():
    text = "formula000000000000000000000000n0e and $x$ formula"
    html = render(text)
    assert "formula000000000000000000000000n0e and" in html
    assert html.count("<math") == 1


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\mbox{</math><script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\class{x}{y}",
        r"a < b > c",
    ],
)
def test_no_markup_comes_out_of_a_formula(tex):
    assert_harmless(render(f"${tex}$"))


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("x" * 5001, "at most"),
        (r"\newcommand{\a}{x}\a", "cannot define commands"),
        (r"\def\a{x}\a", "cannot define commands"),
        (r"\sqrt " * 300 + "x", "nested too deeply"),
        (r"\frac{a", "Expected closing token"),
    ],
)
def test_formulas_that_are_refused(tex, reason):
    with pytest.raises(FormulaError, match=reason):
        to_mathml(Formula(tex, is_display=False))


@pytest.mark.parametrize("unit", ["{", r"\sqrt ", r"\left(", r"\hat ", "x^{", r"\begin{matrix}", r"\text{", r"\frac1"])
def test_deep_nesting_does_not_end_the_process(unit):
    """In a thread with a small stack, as web servers run their workers."""
    closing = {"{": "}", r"\left(": r"\right)", "x^{": "}", r"\begin{matrix}": r"\end{matrix}", r"\text{": "}"}.get(
        unit, ""
    )
    count = 4900 // (len(unit) + len(closing))
    results: list[str] = []
    previous = threading.stack_size(256 * 1024)
    thread = threading.Thread(
        target=lambda: results.extend(formulas_html([Formula(unit * count + "x" + closing * count, True)]))
    )
    thread.start()
    threading.stack_size(previous)
    thread.join()
    assert len(results) == 1


def test_styles_become_classes_and_colours():
    html = render(r"$$\begin{aligned} a &= b \\ c &= d \end{aligned}$$")
    assert 'class="at-right' in html
    assert " style=" not in html
    assert 'mathcolor="#FF0000"' in render(r"$\color{red} x$")


def test_the_gate_refuses_what_it_does_not_know():
    for tag in ("<script>", "<a href='x'>", "<style>", "<annotation-xml encoding='text/html'>"):
        match = START_TAG.match(tag)
        with pytest.raises(FormulaError):
            gate_tag(match) if match else (_ for _ in ()).throw(FormulaError)
    kept = gate_tag(
        START_TAG.match('<mi mathvariant="normal" href="javascript:1" id="x" class="evil" style="position:fixed">')
    )
    assert kept == '<mi mathvariant="normal">'


def test_excerpt_is_whole_blocks_without_headings():
    text = "### Why\n\n" + "First words. " * 30 + "\n\nSecond paragraph.\n\n" + "Third."
    html = render_excerpt(text)
    assert "Why" not in html
    assert "First words." in html
    assert "Second" not in html


def test_excerpt_keeps_a_formula_with_its_sentence():
    html = render_excerpt("Words " * 60 + "such that\n\n$$x = y$$\n\nMore.")
    assert '<math display="block">' in html
    assert "More." not in html


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab $\\{}[]()<>!*_`#|-:&;\"'=/\n\t0123^~\u00a0\u202e😀"), max_size=200))
def test_any_text_renders_harmlessly_and_the_same_twice(text):
    html = render(text)
    assert_harmless(html)
    assert render(text) == html


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_unicode_renders(text):
    assert_harmless(render(text))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "*a " * 10_000,
        "`" * 20_000,
        "> " * 5_000 + "x",
        "- " * 5_000,
        "$" * 20_000,
        "[a](" * 5_000,
        "|" * 20_000,
    ],
    ids=["brackets", "stars", "ticks", "quotes", "lists", "dollars", "links", "pipes"],
)
def test_hostile_texts_end_in_time(text):
    import time

    began = time.perf_counter()
    assert_harmless(render(text))
    assert time.perf_counter() - began < 5


def read_lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (REAL_DATA / "6-markup" / name).read_text("utf-8").split("\n") if line]


@pytest.mark.real_data
def test_real_formulas_render():
    formulas = [Formula(line["tex"], line["display"]) for line in read_lines("formulas.jsonl")]
    broken = [f.tex for f, html in zip(formulas, formulas_html(formulas), strict=True) if "math-error" in html]
    assert len(formulas) == 348
    assert len(broken) <= 3, broken  # 99 %; one of them has a stray dollar in its source


@pytest.mark.real_data
def test_attack_vectors_leave_only_harmless_elements():
    vectors = read_lines("sanitizer-vectors.jsonl")
    assert len(vectors) == 274
    for vector in vectors:
        assert_harmless(render(vector["input"]))
