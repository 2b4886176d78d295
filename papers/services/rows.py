"""The rows that a record becomes, gathered over a batch and written table by table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from changes.models import Change
from papers.identifiers import Kind
from papers.models import Author, Authorship, Paper, PaperCategory, PaperIdentifier, PaperVersion
from papers.models.paper import lead_authors_of
from papers.preparing import Prepared, year_of
from papers.records import PaperRecord, VersionRecord
from papers.services.people import KnownAuthor
from papers.services.tables import Row, insert_rows

PAPER_FIELDS = [
    "id",
    "title",
    "abstract",
    "comment",
    "journal_ref",
    "lead_authors",
    "author_count",
    "primary_category",
    "published_on",
    "updated_on",
    "year",
    "version",
    "is_withdrawn",
    "kind",
    "container",
    "volume",
    "issue",
    "pages",
    "publisher",
    "license_url",
    "keywords",
    "venue",
    "venue_year",
    "source_digest",
    "fetched_at",
    "created_at",
    "state",
    "failure_reason",
    "attempts",
    "summary_count",
]
# What a source of journals tells beside what arXiv told.
SUPPLEMENTS = ["kind", "container", "volume", "issue", "pages", "publisher", "license_url", "keywords"]
LONGEST = {"kind": 20, "volume": 300, "issue": 100, "pages": 100, "publisher": 300, "license_url": 300}  # characters
ARXIV, DOI = Kind.ARXIV.value, Kind.DOI.value
NO_DATE = date(1, 1, 1)  # sorts last in lists that begin with the newest


WRITTEN = [Paper, PaperIdentifier, Authorship, PaperCategory, PaperVersion, Author, Change]


@dataclass
class Batch:
    """Rows to be added, gathered over all records of a batch."""

    papers: list[Row] = field(default_factory=list)
    identifiers: list[Row] = field(default_factory=list)
    authorships: list[Row] = field(default_factory=list)
    listings: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)

    def write(self) -> None:
        insert_rows(Paper, PAPER_FIELDS, self.papers)
        insert_rows(PaperIdentifier, ["paper", "kind", "value"], self.identifiers)
        insert_rows(Authorship, ["paper", "author", "position", "affiliation", "listed_on"], self.authorships)
        insert_rows(PaperCategory, ["paper", "category", "position", "published_on"], self.listings)
        insert_rows(PaperVersion, ["paper", "number", "submitted_on"], self.versions)
        insert_rows(Change, ["what", "object_id"], self.changes)


def names_of(record: PaperRecord) -> list[tuple[str, str]]:
    names = [(ARXIV, record.arxiv_id)] if record.arxiv_id else []
    return names + [(DOI, doi) for doi in record.dois] if record.dois else names


def listing_date(record: PaperRecord) -> date:
    return record.published_on or (date(record.year, 1, 1) if record.year else NO_DATE)


def versions_of(record: PaperRecord) -> tuple[VersionRecord, ...]:
    """Those that the source lists; else the numbers up to the latest, with the two dates that are known."""
    if record.versions or not record.version:
        return record.versions
    dates = {record.version: record.updated_on, 1: record.published_on}
    return tuple(VersionRecord(number, dates.get(number)) for number in range(1, record.version + 1))


def paper_row(
    number: int, item: Prepared, authors: Mapping[str, KnownAuthor], place: tuple[int | None, int | None], now: object
) -> Row:
    """In the order of PAPER_FIELDS."""
    record = item.record
    return (
        number,
        record.title,
        record.abstract,
        record.comment,
        record.journal_ref,
        lead_authors_in(record, authors),
        len(record.authors),
        record.primary_category,
        record.published_on,
        record.updated_on,
        year_of(record),
        record.version,
        record.is_withdrawn,
        supplement_of(record, "kind"),
        record.container,
        supplement_of(record, "volume"),
        supplement_of(record, "issue"),
        supplement_of(record, "pages"),
        supplement_of(record, "publisher"),
        supplement_of(record, "license_url"),
        "; ".join(record.keywords),
        *place,
        item.digest,
        now,
        now,
        Paper.State.READY.value,
        "",
        0,
        0,
    )


def lead_authors_in(record: PaperRecord, authors: Mapping[str, KnownAuthor]) -> str:
    """As the rows of the authors have them, also where the record parts a name in another way."""
    return lead_authors_of([(author.name, authors[author.name].family) for author in record.authors])


def add_parts(batch: Batch, number: int, record: PaperRecord, authors: Mapping[str, KnownAuthor]) -> None:
    listed_on = listing_date(record).isoformat()  # once, where drivers would do it for each row
    batch.authorships += [
        (number, authors[author.name].id, position, author.affiliation[:300], listed_on)
        for position, author in enumerate(record.authors, start=1)
    ]
    batch.listings += [(number, code, position, listed_on) for position, code in enumerate(record.categories, start=1)]


def supplement_of(record: PaperRecord, name: str) -> str:
    if name == "keywords":
        return "; ".join(record.keywords)
    value: str = getattr(record, name)
    return value and value[: LONGEST.get(name)]
