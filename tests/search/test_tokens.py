import pytest

from search.tokens import index_text, words_of
from tests.timing import cpu_seconds


@pytest.mark.parametrize("text", ["Schrödinger", "schrodinger", r"Schr\"odinger", "SCHRÖDINGER", "Schro\u0308dinger"])
def test_accents_and_their_tex_are_folded(text):
    assert words_of(text) == ["schrodinger"]


def test_a_name_spelled_out_has_the_short_form_beside_it():
    assert words_of("Schroedinger operators") == ["schroedinger", "operators", "schrodinger"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"$O(n \log n)$", ["o", "n", "log", "n"]),
        ("O(n log n)", ["o", "n", "log", "n"]),
        (r"$\alpha$-decay", ["alpha", "decay"]),
        ("α-decay", ["alpha", "decay"]),
        (r"\varepsilon-greedy", ["epsilon", "greedy"]),
        (r"$\ell_1$ norm", ["ell", "1", "norm", "ell1", "l1"]),
        ("ell_1", ["ell", "1", "ell1", "l1"]),
        (r"$L^2(\mathbb{R}^n)$", ["l", "2", "r", "n", "l2"]),
        (r"$\mathcal{H}_0$", ["h", "0"]),
        ("self-attention", ["self", "attention", "selfattention"]),
        ("GPT-3", ["gpt", "3", "gpt3"]),
        ("Erdős–Rényi", ["erdos", "renyi", "erdosrenyi"]),
        ("Bayes's theorem", ["bayes", "theorem"]),
        ("Weyl’s law", ["weyl", "law"]),
        ("x²", ["x2"]),
        ("straße Łódź Ørsted", ["strasse", "lodz", "orsted"]),
        ("深度学习", ["深", "度", "学", "习"]),
        ("a" * 50, []),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


def test_a_long_text_takes_time_in_proportion():
    short, long = "self-attention x_1^2 " * 500, "self-attention x_1^2 " * 5000
    of_long = min(cpu_seconds(lambda: index_text(long)) for _ in range(5))
    assert of_long < 40 * cpu_seconds(lambda: [index_text(short) for _ in range(2)])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 40_000 + " x_y", id="an endless word beside an index"),
        pytest.param("a" * 40_000 + ".-", id="an endless word beside a hyphen"),
        pytest.param("a_" + " " * 40_000 + ".", id="an index that never comes"),
    ],
)
def test_no_text_takes_long_to_read(text):
    assert cpu_seconds(lambda: index_text(text)) < 1
