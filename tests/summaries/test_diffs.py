import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.diffs import Change, Part, compare, sections, words_of
from tests.timing import cpu_seconds

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED


def told(old: str, new: str) -> list[tuple[Change, str]]:
    return [(part.change, part.text) for part in compare(old, new)]


def test_words_are_compared_and_not_letters():
    assert told("The square is large.", "The cube is large.") == [
        (SAME, "The "),
        (REMOVED, "square"),
        (ADDED, "cube"),
        (SAME, " is large."),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$x^2$", "$x^3$"),
        ("$$x^2$$", "$$x^3$$"),
        (r"\(x^2\)", r"\(x^3\)"),
        (r"\[x^2\]", r"\[x^3\]"),
        ("$$\na\n+ b\n$$", "$$\na\n+ c\n$$"),
    ],
)
def test_a_changed_formula_is_shown_whole(old, new):
    assert told(f"So {old} holds.\n\nEnd.", f"So {new} holds.\n\nEnd.") == [
        (SAME, "So "),
        (REMOVED, old),
        (ADDED, new),
        (SAME, " holds.\n\nEnd."),
    ]


def test_prices_are_no_formulas():
    assert told("It costs $5 and $10 today.", "It costs $5 and $12 today.") == [
        (SAME, "It costs $5 and $"),
        (REMOVED, "10"),
        (ADDED, "12"),
        (SAME, " today."),
    ]


def test_blanks_between_changes_change_with_them():
    assert told("one two three four", "one 2 3 four") == [
        (SAME, "one "),
        (REMOVED, "two three"),
        (ADDED, "2 3"),
        (SAME, " four"),
    ]


def test_a_split_paragraph_is_a_new_line_end():
    parts = told("First. Second.", "First.\n\nSecond.")
    assert [part for part in parts if part[0] == SAME] == [(SAME, "First."), (SAME, "Second.")]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("a", "a")])
def test_nothing_changed(old, new):
    assert [part for part in compare(old, new) if part.change != SAME] == []
    assert sections(old, new) == []


def test_from_nothing_and_to_nothing():
    assert told("", "All new.") == [(ADDED, "All new.")]
    assert told("All gone.", "") == [(REMOVED, "All gone.")]


TEXTS = st.text(alphabet="ab $\\()[]\n.x^2é", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(old, new):
    parts = compare(old, new)
    assert "".join(part.text for part in parts if part.change != ADDED) == old
    assert "".join(part.text for part in parts if part.change != REMOVED) == new
    sections(old, new)


@given(st.text(max_size=200))
def test_no_character_is_lost_between_words(text):
    assert "".join(words_of(text)) == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word " * 10_000, "drow " * 10_000),
        (". " * 25_000, ", " * 25_000),
        ("a\n" * 25_000, "b\n" * 25_000),
        ("\\[" * 25_000, "\\(" * 25_000),
        ("$" * 50_000, "$ " * 25_000),
        ("$x" * 25_000, "x$" * 25_000),
        (" ".join(map(str, range(9_000))), " ".join(map(str, range(9_000, 0, -1)))),
    ],
    ids=["other words", "points", "lines", "brackets", "dollars", "half formulas", "backwards"],
)
def test_the_longest_texts_cost_a_bounded_time(old, new):
    parts: list[Part] = []
    assert cpu_seconds(lambda: parts.extend(compare(old, new))) < 4
    assert "".join(part.text for part in parts if part.change != ADDED) == old


def test_the_page_folds_what_is_far_from_a_change():
    old = "\n\n".join(f"Paragraph {number}." for number in range(9))
    shown = sections(old, old.replace("Paragraph 4.", "Paragraph four."))
    assert [(section.is_folded, len(section.lines)) for section in shown] == [(True, 3), (False, 3), (True, 3)]
    changed = shown[1].lines[1]
    assert [(piece.change, piece.html) for piece in changed] == [
        ("same", "Paragraph "),
        ("removed", "4"),
        ("added", "four"),
        ("same", "."),
    ]


def test_the_page_draws_formulas_and_keeps_their_source_and_escapes_the_rest():
    [section] = sections("<b>So</b> $x^2$", "<b>So</b> $x^3$")
    html = "".join(f"[{piece.change}]{piece.html}" for piece in section.lines[0])
    assert html.startswith('[same]&lt;b&gt;So&lt;/b&gt; [removed]<span class="formula" title="$x^2$"><math>')
    assert '[added]<span class="formula" title="$x^3$"><math>' in html


def test_a_formula_that_cannot_be_drawn_is_shown_as_its_source():
    [section] = sections("$x$", r"$\frac{$")
    assert '<code class="math-error"' in section.lines[0][1].html


def test_formulas_use_the_commands_that_the_text_defines_and_stay_whole():
    text = "\\newcommand{\\loss}{\\mathcal{L}}\n\nWe have $\\loss$.\n\n\\begin{align}\n\\loss &= 1 \\label{a}\n\\end{align}\n\n"
    shown = "".join(
        str(piece.html)
        for section in sections(f"{text}Old.", f"{text}New.")
        for line in section.lines
        for piece in line
    )
    assert "math-error" not in shown
    assert shown.count("<math") == 2
