"""What Zotero expects to know of a paper stands in the citation_* tags of its page here."""

import json
import re
from collections.abc import Iterator

import html5lib
import pytest

from papers.identifiers import parse_doi
from papers.records import AuthorRecord, PaperRecord
from papers.services import save_record
from tests.conftest import REAL_DATA
from tests.papers.export_records import shown

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
CASES = REAL_DATA / "7-zotero" / "translator-tests"
KINDS = {
    "journalArticle": "article",
    "conferencePaper": "inproceedings",
    "preprint": "preprint",
    "bookSection": "chapter",
    "book": "book",
    "report": "report",
    "dataset": "dataset",
}
ARXIV = re.compile(r"(?:arXiv:\s*)([\w.-]+(?:/\d+)?)", re.IGNORECASE)


def expected_items() -> Iterator[tuple[dict, tuple[str, str]]]:
    """Scholarly items of every translator, each once, with what names them; books without a DOI get one of ours."""
    seen = set()
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text("utf-8").split("\n")[:-1]:
            items = json.loads(line).get("items")
            for item in items if isinstance(items, list) else []:
                name = name_of(item) or ("doi", f"10.5555/zotero.{len(seen)}")
                if item.get("itemType") in KINDS and item.get("title") and name not in seen:
                    seen.add(name)
                    yield item, name


def name_of(item: dict) -> tuple[str, str] | None:
    extra = re.search(r"DOI:\s*(\S+)", item.get("extra", ""))
    doi = parse_doi(item.get("DOI") or (extra[1] if extra else ""))
    if doi:
        return (doi.kind.value, doi.value)
    found = ARXIV.search(f"{item.get('archiveID', '')} {item.get('extra', '')}")
    return ("arxiv", found[1]) if found else None


def authors_of(item: dict) -> list[tuple[str, str]]:
    """Family and given name; a name in one field has no given one."""
    people = [person for person in item.get("creators", []) if person.get("creatorType") == "author"]
    return [(person.get("lastName") or person.get("name", ""), person.get("firstName", "")) for person in people]


def record_of(item: dict, name: tuple[str, str]) -> PaperRecord:
    kind, value = name
    year = re.search(r"\b(1[6-9]\d\d|20\d\d)\b", item.get("date", ""))
    return PaperRecord(
        title=item["title"],
        arxiv_id=value if kind == "arxiv" else "",
        dois=(value,) if kind == "doi" else (),
        authors=tuple(AuthorRecord(f"{given} {family}".strip(), family=family) for family, given in authors_of(item)),
        year=int(year[1]) if year else None,
        kind=KINDS[item["itemType"]],
        container=item.get("publicationTitle") or item.get("proceedingsTitle") or item.get("bookTitle") or "",
        volume=item.get("volume", ""),
        issue=item.get("issue", ""),
        pages=item.get("pages", ""),
        publisher=item.get("publisher", ""),
    )


def tags_of(content: bytes) -> dict[str, list[str]]:
    tree = html5lib.parse(content, namespaceHTMLElements=False)
    tags: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        if tag.get("name", "").startswith("citation_"):
            tags.setdefault(tag.get("name"), []).append(tag.get("content"))
    return tags


def fold(text: str) -> str:
    return " ".join(text.split())


def test_zoteros_fields_stand_in_our_tags(client):
    checked = 0
    for item, name in expected_items():
        record = record_of(item, name)
        paper = save_record(record)
        tags = tags_of(client.get(f"/papers/{paper.pk}/").content)
        assert tags["citation_title"] == [fold(shown(item["title"]))]
        names = [fold(f"{family}, {given}" if given else family) for family, given in authors_of(item)]
        assert tags.get("citation_author", []) == names
        assert ("citation_publication_date" in tags) == bool(record.year)
        if record.year:
            assert tags["citation_publication_date"][0].startswith(str(record.year))
        for field, values in {
            "citation_doi": record.dois,
            "citation_arxiv_id": (record.arxiv_id,) if record.arxiv_id else (),
            "citation_volume": (record.volume,),
            "citation_issue": (record.issue,),
        }.items():
            assert tags.get(field, []) == [value for value in values if value], (field, item["title"])
        assert record.container == "" or any(fold(record.container) in tag for tag in tags.values())
        checked += 1
    assert checked >= 80
