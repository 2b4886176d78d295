"""What a record changes on a paper that is here already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from papers.models import Paper, PaperVersion
from papers.preparing import year_of
from papers.records import PaperRecord, VersionRecord
from papers.services.people import KnownAuthor
from papers.services.rows import (
    SUPPLEMENTS,
    Batch,
    add_parts,
    lead_authors_in,
    listing_date,
    supplement_of,
    versions_of,
)


def replace_parts(batch: Batch, paper: Paper, record: PaperRecord, authors: Mapping[str, KnownAuthor]) -> None:
    """Parts that the record does not tell stay; the dates in them follow the paper."""
    known = replace(record, published_on=paper.published_on, year=paper.year)
    if record.authors:
        paper.authorships.all().delete()
        paper.lead_authors, paper.author_count = lead_authors_in(record, authors), len(record.authors)
    if record.categories:
        paper.listings.all().delete()
    paper.authorships.update(listed_on=listing_date(known))
    add_parts(batch, paper.pk, known, authors)
    save_versions(paper, versions_of(record))


def save_versions(paper: Paper, versions: Sequence[VersionRecord]) -> None:
    """Adds those that are new; a date that was known is not lost to a source that does not tell it."""
    rows = [PaperVersion(paper=paper, number=v.number, submitted_on=v.submitted_on) for v in versions]
    dated = [row for row in rows if row.submitted_on]
    PaperVersion.objects.bulk_create(rows, ignore_conflicts=True)
    PaperVersion.objects.bulk_create(
        dated, update_conflicts=True, unique_fields=["paper", "number"], update_fields=["submitted_on"]
    )


def keep_replaced_version(paper: Paper, record: PaperRecord) -> None:
    """The text that a newer version replaces moves to its own version's row."""
    if paper.version and record.version and record.version > paper.version:
        paper.versions.filter(number=paper.version).update(title=paper.title, abstract=paper.abstract)


def overwrite(paper: Paper, record: PaperRecord) -> None:
    """What the source tells replaces what was known; what it does not tell stays."""
    paper.title = record.title
    paper.abstract = record.abstract or paper.abstract
    paper.comment = record.comment or paper.comment
    paper.journal_ref = record.journal_ref or paper.journal_ref
    paper.primary_category_id = record.primary_category or paper.primary_category_id
    paper.published_on = record.published_on or paper.published_on
    paper.updated_on = record.updated_on or paper.updated_on
    paper.year = year_of(record) or paper.year
    paper.version = record.version or paper.version
    paper.is_withdrawn = record.is_withdrawn
    for name in SUPPLEMENTS:
        setattr(paper, name, supplement_of(record, name) or getattr(paper, name))


def fill_gaps(paper: Paper, record: PaperRecord) -> None:
    """A journal's record adds to an arXiv paper where it was published, and leaves title and authors as they are."""
    for name in SUPPLEMENTS:
        setattr(paper, name, getattr(paper, name) or supplement_of(record, name))
    paper.abstract = paper.abstract or record.abstract


def mark_ready(paper: Paper) -> None:
    paper.state = Paper.State.READY
    paper.failure_reason = ""
    paper.attempts = 0
    paper.next_attempt_at = None
    paper.fetched_at = timezone.now()
