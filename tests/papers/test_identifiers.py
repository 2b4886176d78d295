import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.identifiers import Identifier, InvalidIdentifier, Kind, parse_identifier
from tests.conftest import REAL_DATA

ARXIV = [
    ("1706.03762", "1706.03762", None),
    ("1706.03762V5", "1706.03762", 5),
    ("arXiv:1706.03762", "1706.03762", None),
    (" arxiv: 1706.03762v1 ", "1706.03762", 1),
    ("1706.03762.pdf", "1706.03762", None),
    ("https://arxiv.org/pdf/1706.03762v2.pdf", "1706.03762", 2),
    ("http://www.arxiv.org/abs/1706.03762", "1706.03762", None),
    ("https://export.arxiv.org/abs/1706.03762?context=cs", "1706.03762", None),
    ("arxiv.org/abs/1706.03762", "1706.03762", None),
    ("https://www.alphaxiv.org/abs/1706.03762", "1706.03762", None),
    ("https://ar5iv.labs.arxiv.org/html/1706.03762", "1706.03762", None),
    ("arXiv:1706.03762v3 [cs.CL]", "1706.03762", 3),
    ("(arXiv:1706.03762).", "1706.03762", None),
    ("math.GR/0112109...", "math/0112109", None),
    ("<1706.03762>", "1706.03762", None),
    ("1706.03762\u200e", "1706.03762", None),
    ("0704.0001", "0704.0001", None),
    ("1412.9999", "1412.9999", None),
    ("1501.0001", "1501.00001", None),
    ("hep-th/9901001", "hep-th/9901001", None),
    ("hepth/9901001", "hep-th/9901001", None),
    ("HEP-TH/9901001v3", "hep-th/9901001", 3),
    ("math.GT/0309136", "math/0309136", None),
    ("cs.CL/0112017", "cs/0112017", None),
    ("https://arxiv.org/abs/hep-th/9711200", "hep-th/9711200", None),
    ("https://arxiv.org/pdf/quant-ph/9707021v1", "quant-ph/9707021", 1),
    ("solv-int/9701001", "solv-int/9701001", None),
    ("arXiv:hep-th/1601.07616", "1601.07616", None),
    ("10.48550/arXiv.2202.01037", "2202.01037", None),
    ("https://doi.org/10.48550/arxiv.2202.01037v2", "2202.01037", 2),
]
DOIS = [
    ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("doi:10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("http://dx.doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("doi.org/10.1016/J.EPSL.2011.11.037", "10.1016/j.epsl.2011.11.037"),
    ("10.5555/3295222.3295349", "10.5555/3295222.3295349"),  # not arXiv's 5222.3295349
    ("10.1037//0002-9432.72.1.50", "10.1037/0002-9432.72.1.50"),
    (
        "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
        "10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1",
    ),
    ("10.1016/j.jmmm.2013.04.059,", "10.1016/j.jmmm.2013.04.059"),
    ("10.1000/182)", "10.1000/182"),
    ("(10.1000/182)", "10.1000/182"),
    ("10.1000/a<b>", "10.1000/a<b>"),
    ("10.1000/0[:", "10.1000/0"),
    ("https://doi.org/10.1000/a%2Fb", "10.1000/a/b"),
]
INVALID = [
    "",
    "   ",
    "attention is all you need",
    "0703.0001",
    "1412.12345",
    "1706.00000",
    "1713.00001",
    "1700.00001",
    "1706.03762v0",
    "2601.123456",
    "9107.00001",
    "astro-ph/0704001",
    "cond-mat/0000000",
    "cond-mat/97063007",
    "nothing/9901001",
    "0806.2878v",
    "006.2878v1",
    "10.5061",
    "10.506X/dryad.8515",
    "https://example.org/abs/1706.03762",
    "https://arxiv.org.example.org/abs/1706.03762",
    "http://arxiv.org?something=1",
    "https://[broken/1706.03762",
    "2451435.4353",
    "１７０６.０３７６２",
    "1706.03762" * 300,
]


@pytest.mark.parametrize(("text", "value", "version"), ARXIV)
def test_arxiv_forms(text, value, version):
    assert parse_identifier(text) == Identifier(Kind.ARXIV, value, version)


@pytest.mark.parametrize(("text", "value"), DOIS)
def test_doi_forms(text, value):
    assert parse_identifier(text) == Identifier(Kind.DOI, value)


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_identifier(text):
    with pytest.raises(InvalidIdentifier, match="neither an arXiv id nor a DOI"):
        parse_identifier(text)


def test_str_names_the_kind():
    assert str(parse_identifier("1706.03762v5")) == "arxiv:1706.03762v5"
    assert str(parse_identifier("doi:10.1000/182")) == "doi:10.1000/182"


@given(st.integers(7, 49), st.integers(1, 12), st.integers(1, 9999), st.integers(1, 99))
def test_new_ids_round_trip(year, month, number, version):
    if (year, month) < (7, 4):
        return
    digits = 5 if year >= 15 else 4
    value = f"{year:02d}{month:02d}.{number:0{digits}d}"
    identifier = Identifier(Kind.ARXIV, value, version)
    assert parse_identifier(str(identifier)) == identifier


@given(st.text(max_size=60))
def test_any_text_is_an_identifier_or_a_domain_error(text):
    try:
        identifier = parse_identifier(text)
    except InvalidIdentifier:
        return
    assert parse_identifier(str(identifier)) == identifier


@pytest.mark.real_data
def test_arxiv_references_as_authors_typed_them():
    """At least what is a plain reference is read; ends of sentences and doubtful ones are counted."""
    lines = (REAL_DATA / "8-identifiers" / "real-arxiv-references-in-text.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    read = 0
    for text in texts:
        try:
            read += parse_identifier(text).kind == Kind.ARXIV
        except InvalidIdentifier:
            continue
    assert read / len(texts) > 0.85
