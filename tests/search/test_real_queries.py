"""Fifty real queries over all recorded records: the paper that is meant stands among the first three."""

import json
import lzma
from datetime import date
from pathlib import Path

import pytest

from search.documents import PaperEntry, document_of
from search.engine import create_index
from search.homes import Generation
from search.language import parse_query
from search.schema import record_of
from search.services import searching
from search.services.ordering import Part
from tests.conftest import REAL_DATA
from tests.search.real_queries import QUERIES

pytestmark = pytest.mark.real_data
RECORDS = REAL_DATA / "3-metadata" / "arxiv-metadata.jsonl.xz"
ENOUGH = 0.95


def entry(number: int, record: dict) -> PaperEntry:
    created = date.fromisoformat(record["created"])
    return PaperEntry(
        number=number,
        title=record["title"],
        abstract=record["abstract"],
        authors=record["authors"].split(", "),
        categories=record["categories"],
        year=created.year,
        published_on=created,
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """All records, straight into an index; no database is needed for who finds what."""
    with lzma.open(RECORDS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    index = create_index(Generation(Path(tmp_path_factory.mktemp("library"))))
    writer = index.writer(64_000_000, 1)
    for number, record in enumerate(records):
        writer.add_document(document_of(entry(number, record)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher(), [record["id"] for record in records]


def found_for(library, text: str) -> list[str]:
    searcher, names = library
    asked = parse_query(text)
    if asked.identifier:
        return [asked.identifier.value]
    found = searching.look_for(searcher, asked, Part(limit=3))
    if found.total < searching.FEW:
        found = searching.look_further(searcher, found, Part(limit=3))
    assert {hit.kind for hit in found.hits} <= {"paper"}
    return [names[hit.number] for hit in found.hits]


def test_the_right_paper_is_among_the_first_three(library):
    assert len(QUERIES) >= 50
    assert record_of(4 * 7)[1] == 7
    missed = [
        (kind, text, meant, found) for kind, text, meant in QUERIES if meant not in (found := found_for(library, text))
    ]
    assert 1 - len(missed) / len(QUERIES) >= ENOUGH, missed
