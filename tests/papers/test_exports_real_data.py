"""Every recorded arXiv record goes through each format and comes back whole from a reader that is not ours."""

import json
from datetime import date
from html import unescape as unescape_html
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors

from papers.citations import Citation, Person
from papers.exports import FORMATS, highwire
from tests.conftest import REAL_DATA
from tests.papers.export_records import all_records, csl_name, folded, inverted, read_title, shown, unescape

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def records() -> tuple[Citation, ...]:
    return all_records()


def test_bibtex_comes_back_whole(records):
    text = "".join(FORMATS["bib"].dump(records))
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])

    assert not library.failed_blocks
    assert len(library.entries) == len(records) == 36_614
    for citation, entry in zip(records, library.entries, strict=True):
        value = {field.key: field.value for field in entry.fields}
        assert list(map(unescape, value.get("author", []))) == list(map(inverted, citation.authors))
        assert value["year"] == str(citation.year)
        assert value["eprint"] == citation.arxiv_id
        assert value["primaryClass"] == citation.primary_category
        assert unquote(value.get("doi", "")) == unquote(folded(citation.doi))  # one ends in a brace
        assert read_title(value["title"]) == shown(citation.title).replace("\\$", "$")


def test_ris_comes_back_whole(records):
    read = rispy.loads("".join(FORMATS["ris"].dump(records)))

    assert len(read) == len(records)
    for citation, entry in zip(records, read, strict=True):
        assert entry.get("authors", []) == [inverted(person).replace(",,", ",") for person in citation.authors]
        assert entry["title"] == shown(citation.title)
        assert entry["year"] == str(citation.year)
        assert entry["date"] == f"{citation.published_on:%Y/%m/%d}"
        assert entry["accession_number"] == f"arXiv:{citation.arxiv_id}"
        assert entry.get("doi", "") == folded(citation.doi)
        assert entry.get("abstract", "") == shown(citation.abstract)


def test_csl_json_comes_back_whole(records):
    read = json.loads("".join(FORMATS["json"].dump(records)))

    assert len({item["id"] for item in read}) == len(read) == len(records)
    for citation, item in zip(records, read, strict=True):
        assert [csl_name(name) for name in item.get("author", [])] == list(map(inverted, citation.authors))
        assert item["title"] == shown(citation.title)
        day = citation.published_on
        assert item["issued"] == {"date-parts": [[day.year, day.month, day.day]]}
        assert item["number"] == f"arXiv:{citation.arxiv_id}"
        assert item.get("DOI", "") == folded(citation.doi)


ARXIV_TAGS = REAL_DATA / "7-zotero" / "arxiv-citation-meta-tags.jsonl"
NOT_ARXIVS = {"citation_publication_date", "citation_abstract_html_url", "citation_keywords"}


def test_highwire_tags_are_those_of_arxiv():
    """Names, order of authors and form of dates; arXiv's page has nothing that ours lacks."""
    pages = [json.loads(line) for line in ARXIV_TAGS.read_text(encoding="utf-8").splitlines()]

    assert len(pages) == 550
    for page in pages:
        theirs = [(tag["name"], folded(unescape_html(tag["content"]))) for tag in page["meta"]]
        ours = [tag for tag in highwire.tags(citation_of_tags(theirs)) if tag[0] not in NOT_ARXIVS]
        assert sorted(ours) == sorted((name, as_here(name, content)) for name, content in theirs)
        assert [tag for tag in ours if tag[0] == "citation_author"] == [
            tag for tag in theirs if tag[0] == "citation_author"
        ]


def citation_of_tags(tags: list[tuple[str, str]]) -> Citation:
    value = dict(tags)
    return Citation(
        title=value["citation_title"],
        url="https://shortsci.example.org/papers/1",
        authors=tuple(person_of_tag(content) for name, content in tags if name == "citation_author"),
        published_on=date.fromisoformat(value["citation_date"].replace("/", "-")),
        updated_on=date.fromisoformat(value["citation_online_date"].replace("/", "-")),
        arxiv_id=value["citation_arxiv_id"],
        doi=value.get("citation_doi", ""),
    )


def person_of_tag(content: str) -> Person:
    family, _, given = content.partition(", ")
    return Person(f"{given} {family}".strip(), family if given else "", given)


def as_here(name: str, content: str) -> str:
    """arXiv's tags were recorded at another host, and its titles are TeX."""
    return shown(content) if name == "citation_title" else content.replace("https://localhost/", "https://arxiv.org/")
