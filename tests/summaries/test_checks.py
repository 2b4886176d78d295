"""Advice before publishing, and the length of a text."""

import pytest

from summaries.checks import advise
from summaries.reading_time import measure
from tests.timing import cpu_seconds

ABSTRACT = (
    "The dominant sequence transduction models are based on complex recurrent or convolutional neural networks that "
    "include an encoder and a decoder. The best performing models also connect the encoder and decoder through an "
    "attention mechanism. We propose a new simple network architecture, the Transformer, based solely on attention."
)
GOOD = (
    "Translation used to be done word after word, which is slow. The authors drop recurrence, and let each word look "
    "at all the others at once. That matters because training now runs in parallel. With $n$ words it costs "
    "$O(n^2)$, which is the price. I would have liked a longer look at how position is encoded: the sines work, but "
    "why they do is left open, and learned positions come out the same. Prices: $5 and $10."
)


def codes(body: str = GOOD, tldr: str = "", abstract: str = ABSTRACT, title: str = "Attention") -> list[str]:
    return [advice.code for advice in advise(body=body, tldr=tldr, abstract=abstract, title=title)]


def test_a_good_text_gets_no_advice():
    assert codes() == []


@pytest.mark.parametrize(
    ("added", "code", "excerpt"),
    [
        ("\n\nBut $x is missing its end.", "unbalanced_dollar", "$x is missing its end."),
        ("\n\nHere $\\nosuch{x}$ fails.", "formula", "$\\nosuch{x}$"),
        ("\n\n$\\def\\a{\\a}\\a$", "formula", "$\\def\\a{\\a}\\a$"),
        ("\n\n![](https://a.example/b.png)", "picture_without_text", "![](https://a.example/b.png)"),
        ("\n\nSee \\cite{smith2017}.", "dangling_reference", "\\cite{smith2017}"),
        ("\n\nSee [[that one]].", "dangling_reference", "[[that one]]"),
        ("\n\nSee \\eqref{no}.", "dangling_reference", "\\eqref{no}"),
    ],
)
def test_single_faults_are_named(added, code, excerpt):
    (advice,) = advise(body=GOOD + added, tldr="", abstract=ABSTRACT, title="Attention")
    assert advice.code == code
    assert advice.excerpt.strip() == excerpt


@pytest.mark.parametrize(
    "added",
    [
        "\n\nIt is $5 now, and US$6 later.",
        "\n\n`$x` and `![](a)` and `\\cite{a}`",
        "\n\n    $x ![](a)",
        "\n\n```\n$x ![](a) \\cite{b}\n```",
        "\n\n![a cat](/x.png)",
        "\n\n\\$x stands for itself",
        "\n\n[[arxiv:1706.03762]] \\cite{1706.03762}",
    ],
)
def test_what_is_right_gets_no_advice(added):
    assert codes(GOOD + added) == []


def test_unknown_commands_are_named():
    (advice,) = advise(body=GOOD + " $\\nosuch{x}$", tldr="", abstract="", title="")
    assert "\\nosuch" in advice.text


def test_overlap_tells_the_share_and_the_place():
    half = "This is why it is useful to me and to all who read it, so I say it here again and again. " * 3
    advice = {found.code: found for found in advise(body=half + ABSTRACT, tldr="", abstract=ABSTRACT, title="")}
    words = len((half + ABSTRACT).split())
    share = round(100 * len(ABSTRACT.split()) / words)
    assert f"{share}%" in advice["overlap"].text
    assert advice["overlap"].excerpt.startswith("the dominant sequence transduction models")
    assert "overlap" in codes(ABSTRACT.upper().replace(",", " ;"))


def test_a_quotation_is_no_overlap():
    assert codes(f"{GOOD}\n\n> {ABSTRACT.split('.', maxsplit=1)[0]}.") == []


@pytest.mark.parametrize(
    "body",
    [
        "https://arxiv.org/abs/1706.03762",
        "[read it](https://a.example)",
        "![x](https://a.example/x.png)",
        "<https://a.example>",
    ],
)
def test_only_a_link_or_picture(body):
    assert "only_link" in codes(body)
    assert "short" not in codes(body)


def test_very_short():
    (advice,) = [found for found in advise(body="Useful.", tldr="", abstract="", title="") if found.code == "short"]
    assert "1 word)" in advice.text


def test_no_word_on_why():
    body = "They take a network and train it on text. Then they count. " * 12
    assert codes(body) == ["no_why"]
    assert codes(body, tldr="Half the cost, because nothing waits.") == []
    assert codes(body + "New limits", title="New limits") == ["no_why"]


def test_the_same_text_gets_the_same_advice_fast():
    body = (GOOD + " $\\nosuch$ ![](a) \\cite{b} ") * 12
    first = advise(body=body, tldr="", abstract=ABSTRACT * 3, title="Attention")
    again: list[object] = []
    assert cpu_seconds(lambda: again.extend(advise(body=body, tldr="", abstract=ABSTRACT * 3, title="Attention"))) < 0.2
    assert again == first


@pytest.mark.parametrize(
    "text",
    [
        "`" * 20_000,
        "![" * 10_000,
        "[" * 20_000,
        "$a" * 20_000,
        "$" * 40_000,
        "~~~\n" * 10_000,
        "\\(" * 20_000,
        ABSTRACT * 100,
    ],
)
def test_hostile_texts_are_advised_in_time(text):
    assert cpu_seconds(lambda: advise(body=text, tldr=text[:300], abstract=ABSTRACT, title="A")) < 4


@pytest.mark.parametrize(
    ("text", "words", "minutes"),
    [
        ("", 0, 0),
        ("one", 1, 1),
        ("It's state-of-the-art, isn't it?", 4, 1),
        ("word " * 238, 238, 1),
        ("word " * 239, 239, 2),
        ("a $x^2 + y$ b", 2, 1),
        ("a \\(x\\) b \\[y\\] c", 3, 1),
        ("$$x = y$$ " * 20, 0, 2),
        ("```python\na = 1\nb = 2\n```\nword", 1, 1),
        ("```\n" + "x = 1\n" * 80 + "```", 0, 3),
        ("[three words here](https://a.example/not/counted)", 3, 1),
        ("\\begin{align} a &= b \\\\ c &= d \\end{align}", 0, 1),
    ],
)
def test_length(text, words, minutes):
    length = measure(text)
    assert (length.words, length.minutes) == (words, minutes)
