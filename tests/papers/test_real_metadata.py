"""The recorded snapshot through the whole way: loaded into the database, exported, read back by other programs."""

import json
import lzma
import re
from collections.abc import Iterator

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from django.core.management import call_command

from papers.citing import cite
from papers.exports import FORMATS
from papers.models import Paper
from tests.papers.export_records import ALL_RECORDS, csl_name, folded, read_title, shown, unescape

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
NUMBER = 35_977
# Preprints that name a DOI which an earlier one in the file has: an article in two parts, an erratum, a slip.
# Lists with "for the X Collaboration" or a lone colon in them, which are read as authors and nobody.
GROUPED = 54
FILLERS = {":", "for", "the", "on", "behalf", "of", "and", "&", "from", "by", "others", "\\and"}
SECOND_CLAIMS = {"math/9904040", "0801.3677", "1205.3414"}


def raw_records() -> list[dict[str, str]]:
    with lzma.open(ALL_RECORDS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def exported(suffix: str) -> str:
    papers = Paper.objects.order_by("pk").with_names().iterator(chunk_size=2000)
    return "".join(FORMATS[suffix].dump(cite(paper) for paper in papers))


def words(name: str) -> list[str]:
    """Whatever the order of family and given name."""
    return sorted(re.findall(r"[^\s,]+", folded(name)))


def spoken(names: list[list[str]]) -> list[str]:
    """Every word of every name, without those that tie names together."""
    return sorted(word for name in names for word in name if word.lower() not in FILLERS)


def names_of(record: dict[str, str]) -> list[list[str]]:
    return [words(shown(name.replace("~", " "))) for name in record["authors"].split(", ") if name.strip()]


def test_nothing_is_lost_between_the_snapshot_and_the_exports(capsys, on_postgres):
    call_command("load_arxiv", ALL_RECORDS)
    assert f"{NUMBER:,} new, 0 changed, 0 as they were." in capsys.readouterr().out
    records = raw_records()
    assert Paper.objects.count() == len(records) == NUMBER
    compare(records, read_ris())
    if on_postgres:
        return  # the formats do not know which database the papers come from
    compare(records, read_bibtex())
    compare(records, read_csl())
    call_command("load_arxiv", ALL_RECORDS)
    assert f"0 new, 0 changed, {NUMBER:,} as they were." in capsys.readouterr().out


Entry = tuple[str, str, list[list[str]], str, str]  # arXiv id, title, authors, year, DOI


def compare(records: list[dict[str, str]], entries: Iterator[Entry]) -> None:
    differing = []
    for record, (arxiv_id, title, authors, year, doi) in zip(records, entries, strict=True):
        assert arxiv_id == record["id"]
        assert title == shown(record["title"]).replace("\\$", "$")
        assert year == record["created"][:4]
        if authors != (expected := names_of(record)):
            assert spoken(authors) == spoken(expected), arxiv_id
            differing.append(arxiv_id)
        first_doi = (record["doi"] or "").lower().split()[:1]
        if not (doi and first_doi and first_doi[0].startswith(doi[:12])) and bool(doi) != bool(first_doi):
            assert arxiv_id in SECOND_CLAIMS or first_doi == ["10.1063/"], (arxiv_id, doi, first_doi)
    assert len(differing) <= GROUPED


def read_ris() -> Iterator[Entry]:
    for entry in rispy.loads(exported("ris")):
        authors = [words(name) for name in entry.get("authors", [])]
        arxiv_id = entry["accession_number"].removeprefix("arXiv:")
        yield arxiv_id, entry["title"], authors, entry["year"], entry.get("doi", "")


def read_bibtex() -> Iterator[Entry]:
    library = bibtexparser.parse_string(exported("bib"), append_middleware=[SeparateCoAuthors()])
    assert not library.failed_blocks
    for entry in library.entries:
        value = {field.key: field.value for field in entry.fields}
        authors = [words(unescape(name)) for name in value.get("author", [])]
        yield value["eprint"], read_title(value["title"]), authors, value["year"], value.get("doi", "")


def read_csl() -> Iterator[Entry]:
    for item in json.loads(exported("json")):
        authors = [words(csl_name(name)) for name in item.get("author", [])]
        year = str(item["issued"]["date-parts"][0][0])
        yield item["number"].removeprefix("arXiv:"), item["title"], authors, year, item.get("DOI", "")
