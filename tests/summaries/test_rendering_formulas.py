"""Formulas in Markdown: where they begin and end, numbers, references, and a text's own commands."""

import json
import re

import pytest
from markdown_it.token import Token

from shortsci.formulas import Formula, formulas_html, kept_mathml
from summaries.rendering import find_problems, render, render_excerpt
from summaries.rendering.document import DISPLAY, all_tokens, place_formulas
from summaries.rendering.macros import MacroError, Macros
from summaries.rendering.markdown import parse
from summaries.rendering.pieces import Pieces
from tests.conftest import REAL_DATA


def text_of(html: str) -> str:
    """What a reader sees, without tags."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def math(tex: str, *, is_display: bool = False) -> str:
    return formulas_html([Formula(tex, is_display)])[0]


@pytest.mark.parametrize(
    ("markdown", "tex", "is_display"),
    [
        (r"\(x+1\)", "x+1", False),
        (r"a \(x+1\) b", "x+1", False),
        ("$$x$$", "x", True),
        ("$$\nx\n$$", "x", True),
        (r"\[x\]", "x", True),
        ("\\[\nx\n\\]", "x", True),
        ("a $$x$$ b", "x", True),
        (r"a \[x\] b", "x", True),
        ("> $$\n> x\n> $$", "x", True),
        ("- a\n\n  $$\n  x\n  $$", "x", True),
        ("words\n$$\nx\n$$\nwords", "x", True),
        (r"\(\text{a $x$ b}\)", r"{\text{a }{x}\text{ b}}", False),
    ],
)
def test_ways_to_write_a_formula(markdown, tex, is_display):
    assert math(tex, is_display=is_display) in render(markdown)


@pytest.mark.parametrize(
    ("tex", "is_display", "begins"),
    [
        (r"\dfrac12", False, '<math><mstyle displaystyle="true"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle></math>'),
        (r"\textstyle x", True, '<mstyle displaystyle="false" scriptlevel="0"><mrow><mi>x</mi></mrow></mstyle>'),
        (r"\begin{gathered}a\end{gathered}", True, '<math display="block"><mtable><mtr><mtd>'),
        (r"\begin{gathered}a\end{gathered}", False, '<math><mstyle displaystyle="true" scriptlevel="0"><mtable><mtr>'),
        (r"\begin{matrix}a\end{matrix}", True, '<mstyle displaystyle="false" scriptlevel="0"><mtable><mtr><mtd>'),
    ],
)
def test_only_mstyle_has_the_style_of_a_part(tex, is_display, begins):
    """So HTML is valid by the Nu checker; a table that fills the line must stay a child of its formula."""
    html = math(tex, is_display=is_display)
    assert begins in html
    assert not re.search(r"<(?!mstyle)[a-z]+ [^>]*(displaystyle|scriptlevel)=", html)
    assert html.count("<mstyle") == html.count("</mstyle>")


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "between $5–$10",
        "3$ to 4$",
        "costs $5, not $ 6",
        "$$",
        "$$$$",
        r"\(\)",
        r"\[ \]",
        r"\(a",
        r"\[a",
        r"a\]",
    ],
)
def test_what_is_no_formula_stays_text(text):
    assert "<math" not in render(text)
    assert "math-error" not in render(text)


def test_rows_of_numbered_environments_have_numbers():
    html = render(
        "\\begin{align}\na &= 1 \\\\\nb &= 2 \\nonumber \\\\\nc &= 3\n\\end{align}\n\n"
        "\\begin{gather*}d\\end{gather*}\n\n\\begin{equation}e\\end{equation}\n\n\\begin{multline}f\\\\g\\end{multline}"
    )
    assert re.findall(r'id="t[0-9a-f]{8}-eq([0-9])">\((\d)\)<', html) == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
    ]


@pytest.mark.parametrize("name", ["alignat", "flalign", "eqnarray"])
def test_other_environments_are_rewritten(name):
    columns = "{2}" if name == "alignat" else ""
    html = render(f"\\begin{{{name}}}{columns} a &=& b \\\\ c &=& d \\end{{{name}}}")
    assert "math-error" not in html
    assert text_of(html) == "a=b(1)c=d(2)"


def test_references_lead_to_equations_that_come_later():
    html = render(
        "See \\eqref{later}, \\ref{later} and $\\eqref{tagged}$.\n\n$$x \\label{later}$$\n\n$$y \\tag{A.1} \\label{tagged}$$"
    )
    prefix = re.search(r'id="(t[0-9a-f]{8})-eq1"', html)[1]
    assert (
        f'<a class="equation-ref" href="#{prefix}-eq1">(1)</a>, <a class="equation-ref" href="#{prefix}-eq1">1</a>'
        in html
    )
    assert f'<a class="equation-ref" href="#{prefix}-eq2">(A.1)</a>' in html
    assert f'id="{prefix}-eq2">(A.1)</span>' in html


def test_a_number_in_parentheses_after_a_formula_is_its_number():
    html = render("$$a$$ (2)\n\nBy \\eqref{2}")
    assert text_of(html) == "a(2)By (2)"


def test_a_tag_may_hold_a_formula_and_no_markup():
    assert "<mi>α</mi>" in render("$$x \\tag{$\\alpha$}$$")
    assert "<b>" not in render("$$x \\tag{<b>}$$ \\eqref{a}")


def test_a_reference_to_nothing_stays_as_written():
    assert render(r"See \eqref{no}.") == "<p>See \\eqref{no}.</p>\n"
    assert "??" in render(r"$\eqref{no}$")


def test_anchors_differ_between_texts_and_are_absent_from_excerpts():
    one, two = (
        re.findall(r'id="([^"]+)"', render(f"{word}[^1]\n\n$$x\\tag{{1}}$$\n\n[^1]: note")) for word in ("a", "b")
    )
    assert len(set(one)) == len(one) == 3
    assert not set(one) & set(two)
    excerpt = render_excerpt("a[^1] \\eqref{e}\n\n$$x\\label{e}$$\n\n[^1]: note")
    assert "id=" not in excerpt
    assert "href=" not in excerpt
    assert "note" not in excerpt
    assert text_of(excerpt) == "a (1) x(1)"


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\norm}[1]{\lVert #1 \rVert}",
        r"\newcommand\norm[1]{\lVert #1 \rVert}",
        r"\renewcommand*{\norm}[1]{\lVert #1 \rVert}",
        r"\def\norm#1{\lVert #1 \rVert}",
        r"\global\long\def\norm#1{\lVert #1 \rVert}",
    ],
)
@pytest.mark.parametrize(
    "place", ["{}\n\n$\\norm{{x}}$", "${}$ $\\norm{{x}}$", "${} \\norm{{x}}$", "$\\norm{{x}}$\n\n{}"]
)
def test_a_definition_holds_for_the_whole_text(definition, place):
    html = render(place.format(definition))
    assert math(r"\lVert x \rVert") in html
    assert "newcommand" not in html
    assert "math-error" not in html


@pytest.mark.parametrize(
    ("definitions", "tex", "expanded"),
    [
        (r"\DeclareMathOperator{\argmin}{arg\,min}", r"\argmin_x", r"\operatorname{arg\,min}_x"),
        (r"\DeclareMathOperator*{\argmin}{arg}", r"\argmin_x", r"\operatorname*{arg}_x"),
        (r"\newcommand{\p}[2][n]{#1+#2}", r"\p{x}\p[m]{x}", "n+xm+x"),
        (r"\let\oldphi\phi\renewcommand{\phi}{\oldphi'}", r"\phi", r"\phi'"),
        (r"\def\a{\alpha}", r"\a b", r"\alpha b"),
        (r"\def\v#1{\mathbf #1}", r"\v xy", r"\mathbf xy"),
        (r"\def\a#1{(#1)}", r"\a{\a{x}}", "((x))"),
        (r"\def\a{\b}\def\b#1{[#1]}", r"\a x", "[x]"),
        (r"\providecommand{\R}{\mathbb R}", r"\Re\R", r"\Re\mathbb R"),
    ],
)
def test_expansion(definitions, tex, expanded):
    macros = Macros()
    assert macros.take_definitions(definitions) == ""
    assert macros.expand(tex) == expanded


@pytest.mark.parametrize(
    ("tex", "problem"),
    [
        (r"\def\a{\a}\a", "defined by itself"),
        (r"\def\a{\b}\def\b{\a}\a", "defined by itself"),
        (r"\def\a#1{x#1}\a", "argument of"),
        (r"\def\a{x", "cannot be read"),
        (r"\newcommand{\a}[1]{#2}", "cannot be read"),
        (r"\def\a|#1|{x}", "cannot be read"),
        (r"\def\a{xxxxxxxxxx}\def\b{\a\a\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b\b\b}\c\c\c\c\c\c", "5,000"),
        ("".join(f"\\def\\{chr(97 + n // 26)}{chr(97 + n % 26)}{{}}" for n in range(101)), "100 commands"),
    ],
)
def test_definitions_that_are_refused(tex, problem):
    macros = Macros()
    with pytest.raises(MacroError, match=problem):
        macros.expand(macros.take_definitions(tex))
    html = render(f"good $x$, bad ${tex}$, good $y$")
    assert "<mi>x</mi>" in html
    assert "<mi>y</mi>" in html
    assert 'class="math-error"' in html


def test_all_formulas_of_a_text_share_one_budget():
    macros = Macros()
    macros.take_definitions(r"\def\a{" + "x" * 4_000 + "}")
    for _ in range(24):
        assert len(macros.expand(r"\a")) == 4_000
    with pytest.raises(MacroError, match="too much"):
        macros.expand(r"\a")


def test_definitions_in_code_are_code():
    assert "newcommand" in render("    \\newcommand{\\a}{b}\n\n$\\a$")
    assert "math-error" in render("    \\newcommand{\\a}{b}\n\n$\\a$")


def read_lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (REAL_DATA / "6-markup" / name).read_text("utf-8").split("\n") if line]


FIXTURE_FORMULA = re.compile(
    r'<span class="math inline">(?P<inline>.*?)</span>|<eq>(?P<eq>.*?)</eq>'
    r'|<div class="math inline">(?P<double>.*?)</div>|<eqn>(?P<eqn>.*?)</eqn>'
    r'|<div (?:id="(?P<number>[^"]*)" )?class="math (?:block|amsmath)">\n(?:<a [^>]*>¶</a>\n)?(?P<block>.*?)\n</div>',
    re.DOTALL,
)


def formulas_in(html: str) -> str:
    """The fixture's words with `{{tex}}` for inline and `[[tex]]` for display formulas, blanks aside."""

    def mark(match: re.Match[str]) -> str:
        inline = match["inline"] or match["eq"]
        display = match["double"] or match["eqn"] or match["block"]
        return f" {{{{{inline}}}}} " if inline else f" [[{display}]] "

    text = FIXTURE_FORMULA.sub(mark, html)
    text = re.sub(r"</?(?:section|p|blockquote|ul|li|pre|code)>", " ", text)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return "".join(text.split())


def our_formulas(markdown: str) -> str:
    parts = []
    for token in all_tokens(parse(markdown).tokens):
        if token.type in DISPLAY:
            parts.append(f"[[{token.content}]]")
        elif token.type == "math_inline":
            parts.append(f"{{{{{token.content}}}}}")
        else:
            parts.append(token.content)
    return "".join("".join(parts).split())


# Cases that do not concern us, by number in the file.
SHIFTED = "the file pairs it with the next case's text; see SHIFTED_CASES"
OTHER_MATH = {
    19: "the file has no expected output",
    **dict.fromkeys((20, 21, 22, 24, 25, 26), SHIFTED),
    23: "its expected output is not in the file",
    27: "its expected output is not in the file",
    28: "the dialect of this case has no formulas in \\(…\\)",
    31: "contradicts case 22, by which an escaped backslash before a dollar sign is a backslash",
}
SHIFTED_CASES = (20, 21, 22, 24, 25, 26)


@pytest.mark.real_data
def test_markdown_math_cases():
    cases = read_lines("markdown-math-cases.jsonl")
    assert len(cases) == 57
    different = {
        number for number, case in enumerate(cases) if our_formulas(case["markdown"]) != formulas_in(case["html"])
    }
    assert different == OTHER_MATH.keys()


@pytest.mark.real_data
@pytest.mark.parametrize("number", SHIFTED_CASES)
def test_markdown_math_cases_that_the_file_has_shifted(number):
    """There the Markdown stands as `html`, and its output as the title of the case after."""
    cases = read_lines("markdown-math-cases.jsonl")
    assert our_formulas(cases[number]["html"]) == formulas_in(cases[number + 1]["title"])


@pytest.mark.real_data
def test_real_abstracts_keep_their_formulas():
    """Abstracts that are hard on formula parsers. What fails uses commands that their authors defined elsewhere."""
    lines = read_lines("real-abstracts-math-torture.jsonl")
    assert len(lines) == 747
    formulas = sum(render(line["abstract"]).count("<math") for line in lines)
    problems = [problem for line in lines for _, problem in find_problems(line["abstract"])]
    others = [problem for problem in problems if not problem.startswith("Unknown command")]
    assert formulas > 5_800
    assert len(others) / formulas < 0.006, others
    assert len(problems) / formulas < 0.055


HARNESS = "its commands come from KaTeX's own test program"
PRIVATE = "private commands of KaTeX, which no paper uses"
LENIENT = "shown here, although KaTeX refuses it"
MANGLED = "the file has lost its backslash, and what is left is a formula"
NO_LINKS = "no addresses from inside of formulas"
UNKNOWN = "not supported"

# KaTeX's cases that go another way here, by number in the file.
OTHER_KATEX = {
    HARNESS: (
        17,
        47,
        156,
        257,
        258,
        259,
        260,
        261,
        262,
        263,
        264,
        265,
        266,
        271,
        272,
        273,
        274,
        275,
        277,
        278,
        279,
        280,
    ),
    PRIVATE: (238, 284, 335, 336, 337, 338, 339),
    LENIENT: (68, 74, 98, 118, 145, 146, 180, 228, 229, 233, 234, 235, 236, 300, 315, 316, 317, 318, 324, 349, 360),
    MANGLED: (76, 83, 84, 88, 90, 91, 95, 96, 97),
    NO_LINKS: (245, 246, 247, 248, 249, 250, 251, 252, 256),
    UNKNOWN: (4, 10, 20, 23, 39, 42, 45, 46, 49, 61, 63, 133, 137, 208, 226, 267, 291, 297, 299, 301, 308, 312, 323),
}


def is_shown(case: dict) -> bool:
    """Through the whole way that a formula of a text goes."""
    is_display = bool((case["opts"] or {}).get("display"))
    token = Token("math_block" if is_display else "math_inline", "", 0, content=case["tex"], markup="$")
    pieces = Pieces("")
    place_formulas([token], pieces)
    return "math-error" not in pieces.put_in(token.meta.get("piece", ""), is_anchored=True)


@pytest.mark.real_data
def test_katex_cases():
    cases = read_lines("katex-cases.jsonl")
    assert len(cases) == 361
    expected = {"render", "toParse", "toParseLike", "toBuild"}
    different = {number for number, case in enumerate(cases) if is_shown(case) != (case["must"] in expected)}
    assert different == {number for numbers in OTHER_KATEX.values() for number in numbers}
    assert len(OTHER_KATEX[UNKNOWN]) + len(OTHER_KATEX[NO_LINKS]) < 0.1 * len(cases)


def test_of_what_is_kept_nothing_is_long():
    kept_mathml.cache_clear()
    formulas_html([Formula("", is_display=False, source="x" * 40_000, problem="It fails."), Formula("y" * 61, False)])
    assert kept_mathml.cache_info().currsize == 0
    first, second = formulas_html([Formula("y", False, "$y$"), Formula("y", False, "$ y $")])
    assert first == second
    assert kept_mathml.cache_info().currsize == 1
