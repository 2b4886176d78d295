import pytest

from digests.plain_text import paragraphs_of
from digests.templatetags.mail_text import wrap


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", []),
        ("A *slanted* word and **$x^2$**.", ["A slanted word and x²."]),
        ("One\ntwo.\n\nThree.", ["One two.", "Three."]),
        ("- first\n- $\\alpha$ second", ["• first", "• α second"]),
        ("It says\n\n$$a + b$$\n\nthis.", ["It says", "a + b", "this."]),
        ("See [the code](https://example.org) and `fit()`.", ["See the code and fit()."]),
        ("It beats [[arxiv:1706.03762]].", ["It beats arxiv:1706.03762."]),
        ("A <b>tag</b> & more by @someone.", ["A <b>tag</b> & more by @someone."]),
        ("```python\nx = 1\n```", ["x = 1"]),
        ("Words.[^1]\n\n[^1]: A note.", ["Words."]),
        ("\\newcommand{\\R}{\\mathbb{R}}\n\nText.", ["Text."]),
    ],
)
def test_markdown_as_plain_text(markdown, expected):
    assert paragraphs_of(markdown) == expected


def test_lines_end_early_and_addresses_stay_whole():
    address = "https://example.org/" + "x" * 90
    lines = wrap(f"{'word ' * 30}{address}", "   ").splitlines()
    assert all(line.startswith("   ") for line in lines)
    assert all(len(line) <= 72 for line in lines if address not in line)
    assert any(address in line for line in lines)
