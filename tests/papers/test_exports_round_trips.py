"""Whatever text stands in whatever field, the file parses and the text comes back."""

import json
from urllib.parse import parse_qsl

import bibtexparser
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.citations import Citation, Person
from papers.exports import FORMATS, coins, highwire, jsonld
from papers.exports.bibtex import title
from papers.tex import decode_tex
from tests.papers.export_records import folded, read_title, shown, unescape

any_text = st.one_of(st.text(), st.text("ab AB,{}$\\\"@%&#_~^=-'\n()|", max_size=30))
any_person = st.builds(Person, name=any_text, family=any_text, given=any_text)
any_citation = st.builds(
    Citation,
    title=any_text,
    url=any_text,
    authors=st.lists(any_person, max_size=4).map(tuple),
    abstract=any_text,
    year=st.none() | st.integers(1, 9999),
    published_on=st.none() | st.dates(),
    updated_on=st.none() | st.dates(),
    arxiv_id=st.sampled_from(["", "1706.03762", "hep-th/9711200"]),
    primary_category=st.sampled_from(["", "cs.CL"]),
    doi=any_text,
    kind=st.sampled_from(
        ["", "article", "inproceedings", "book", "chapter", "thesis", "report", "dataset", "software", "other"]
    ),
    container=any_text,
    volume=any_text,
    issue=any_text,
    pages=any_text,
    publisher=any_text,
    keywords=st.lists(any_text, max_size=3).map(tuple),
)
# What the fold keeps as it is, so that a value can be compared with what went in.
plain_text = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" ")).map(folded)
name_part = plain_text.filter(lambda text: text not in {"", ","})


def is_balanced(text: str) -> bool:
    """As BibTeX counts: a backslash changes nothing."""
    depths = [0]
    for char in text:
        depths.append(depths[-1] + {"{": 1, "}": -1}.get(char, 0))
    return min(depths) == 0 == depths[-1]


@settings(deadline=None)
@given(st.lists(any_citation, max_size=4))
def test_any_citation_gives_bibtex_that_parses(citations):
    entries = list(FORMATS["bib"].dump(citations))
    library = bibtexparser.parse_string("".join(entries))

    assert all(map(is_balanced, entries))
    assert not library.failed_blocks
    assert len(library.entries) == len(citations) == len({entry.key for entry in library.entries})
    for citation, entry in zip(citations, library.entries, strict=True):
        assert read_plain(entry, "publisher", "school", "institution") == kept(citation.publisher)
        assert read_plain(entry, "journal", "booktitle", "series", "howpublished") == kept(citation.container)
        assert read_plain(entry, "eprint") == citation.arxiv_id


def read_plain(entry, *names: str) -> str:
    values = [field.value for field in entry.fields if field.key in names]
    return unescape(values[0]) if values else ""


def kept(text: str) -> str:
    return folded("".join(char for char in text if char not in {"\ufffe", "\uffff"}))


@settings(deadline=None)
@given(plain_text.filter(lambda text: "$" not in text and "\\" not in text))
def test_a_title_without_formulas_comes_back(text):
    assert unescape(title(text)) == shown(text)


@settings(deadline=None)
@given(st.lists(plain_text.filter(lambda text: "$" not in text and "\\" not in text), min_size=2, max_size=4))
def test_formulas_come_back_byte_for_byte(texts):
    written = r" $\Omega_{b}^{2} 50% a&b$ ".join(texts)

    assert read_title(title(written)) == shown(written).replace("\\$", "$")


@settings(deadline=None)
@given(any_text)
def test_any_title_closes_its_braces(text):
    assert is_balanced(title(text))


@settings(deadline=None)
@given(st.lists(st.tuples(name_part, name_part), min_size=1, max_size=5))
def test_authors_come_back_from_bibtex_in_order(names):
    authors = tuple(Person(f"{given} {family}", family, given) for family, given in names)
    text = "".join(FORMATS["bib"].dump([Citation(title="T", url="https://x.example", authors=authors)]))
    (entry,) = bibtexparser.parse_string(text).entries

    read = entry.fields_dict["author"].value
    assert [tuple(map(unescape, split(", ", name))) for name in split(" and ", read)] == names


def split(separator: str, value: str) -> list[str]:
    """At the separators outside braces."""
    parts = [""]
    for piece in value.split(separator):
        parts[-1] += piece
        if is_balanced(parts[-1]):
            parts.append("")
        else:
            parts[-1] += separator
    return parts[:-1]


@settings(deadline=None)
@given(st.lists(any_citation, max_size=4))
def test_any_citation_gives_ris_of_one_line_a_value(citations):
    text = "".join(FORMATS["ris"].dump(citations))
    read = rispy.loads(text)

    assert text.count("TY  - ") >= len(citations) == len(read)
    assert all(line == "" or line[2:6] == "  - " for line in text.split("\r\n"))
    assert len(text.splitlines()) == text.count("\r\n")
    for citation, entry in zip(citations, read, strict=True):
        assert entry.get("title", "") == kept(decode_tex(citation.title))
        assert entry.get("abstract", "") == kept(decode_tex(citation.abstract))


@settings(deadline=None)
@given(st.lists(any_citation, max_size=4))
def test_any_citation_gives_csl_json(citations):
    items = json.loads("".join(FORMATS["json"].dump(citations)))

    assert len(items) == len(citations) == len({item["id"] for item in items})
    for citation, item in zip(citations, items, strict=True):
        assert item.get("title", "") == kept(decode_tex(citation.title))
        for name in item.get("author", []):
            assert set(name) in ({"literal"}, {"family", "given"}, {"family", "given", "non-dropping-particle"})


@settings(deadline=None)
@given(any_citation)
def test_any_citation_can_stand_in_a_page(citation):
    pairs = parse_qsl(coins.context_object(citation), strict_parsing=True)
    tags = highwire.tags(citation)

    assert pairs[0] == ("ctx_ver", "Z39.88-2004")
    assert all(value and value == kept(value) for _, value in [*pairs, *tags])
    assert ("citation_title", kept(decode_tex(citation.title))) in tags or not kept(decode_tex(citation.title))
    assert json.loads(json.dumps(jsonld.scholarly_article(citation)))["@type"] == "ScholarlyArticle"
