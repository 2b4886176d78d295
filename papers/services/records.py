"""Metadata into the database: one way for a single answer, a harvested page and a snapshot of three million."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from changes.models import Change
from papers.models import Paper
from papers.preparing import Prepared
from papers.records import PaperRecord
from papers.services.identity import Known, find_known, settle_identity
from papers.services.people import AuthorIds, KnownAuthor
from papers.services.places import VenueIds
from papers.services.rows import PAPER_FIELDS, Batch, add_parts, names_of, paper_row, versions_of
from papers.services.tables import allocate_ids
from papers.services.updates import fill_gaps, keep_replaced_version, mark_ready, overwrite, replace_parts

logger = logging.getLogger(__name__)


@dataclass
class Problem:
    """A record that could not be saved, and why."""

    record: PaperRecord
    reason: str


@dataclass
class SaveReport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "SaveReport") -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.problems += other.problems


class RecordSaver:
    """Saves batch after batch, and remembers between them the numbers of authors and venues."""

    def __init__(self) -> None:
        self.authors = AuthorIds()
        self.venues = VenueIds()

    def save(self, items: Sequence[Prepared]) -> SaveReport:
        """Saves what the records say in one transaction; a record that the database refuses is reported, not fatal.

        Called within a transaction of the caller's, what is saved commits with it.
        """
        if not items:
            return SaveReport()
        try:
            with transaction.atomic():
                report = self.save_together(items)
        except (DataError, IntegrityError, OverflowError) as error:
            self.venues.forget()
            return self.save_apart(items, error)
        return report

    def save_apart(self, items: Sequence[Prepared], error: Exception) -> SaveReport:
        """Halves, down to the record that is to blame."""
        if len(items) == 1:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            record = items[0].record
            logger.warning("%s could not be saved: %s", record.arxiv_id or record.dois, reason)
            return SaveReport(problems=[Problem(record, reason)])
        middle = len(items) // 2
        report = self.save(items[:middle])
        report.add(self.save(items[middle:]))
        return report

    def save_together(self, items: Sequence[Prepared]) -> SaveReport:
        fresh, changed, unchanged = sort_out(latest_of_each(items))
        report = SaveReport(created=len(fresh), updated=len(changed), unchanged=unchanged)
        named = [*fresh, *(item for item, _ in changed)]
        names = {author.name: author.family[:200] for item in named for author in item.record.authors}
        authors = self.authors.find_or_add(names)
        batch = Batch()
        self.add_fresh(batch, fresh, authors)
        self.update_changed(batch, changed, authors)
        batch.write()
        return report

    def add_fresh(self, batch: Batch, fresh: Sequence[Prepared], authors: Mapping[str, KnownAuthor]) -> None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        for number, item in zip(allocate_ids(Paper, len(fresh)), fresh, strict=True):
            record = item.record
            place = self.venues.place_of(item)
            batch.papers.append(paper_row(number, item, authors, place, now))
            batch.identifiers += [(number, kind, value) for kind, value in names_of(record)]
            add_parts(batch, number, record, authors)
            batch.versions += [(number, version.number, version.submitted_on) for version in versions_of(record)]
            batch.changes.append((Change.What.PAPER.value, number))

    def update_changed(
        self, batch: Batch, changed: Sequence[tuple[Prepared, Known]], authors: Mapping[str, KnownAuthor]
    ) -> None:
        ids = sorted({known.paper_id for _, known in changed})
        papers = {paper.pk: paper for paper in Paper.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        for item, known in changed:
            record, paper = item.record, papers[known.paper_id]
            if paper.state == Paper.State.MERGED:
                continue  # by somebody else, a moment ago
            if known.is_supplemented_by(record):
                fill_gaps(paper, record)
            else:
                paper.source_digest = item.digest
                keep_replaced_version(paper, record)
                overwrite(paper, record)
                replace_parts(batch, paper, record, authors)
            venue, venue_year = self.venues.place_of(item)
            if venue:
                paper.venue_id, paper.venue_year = venue, venue_year or paper.year
            mark_ready(paper)
            batch.identifiers += [(paper.pk, *name) for name in names_of(record) if name not in known.names]
            known.names.update(names_of(record))
            batch.changes.append((Change.What.PAPER.value, paper.pk))
        fields = [name for name in PAPER_FIELDS if name not in {"id", "created_at", "summary_count"}]
        living = [paper for paper in papers.values() if paper.state != Paper.State.MERGED]
        Paper.objects.bulk_update(living, [*fields, "next_attempt_at"], batch_size=200)


def save_records(records: Iterable[PaperRecord]) -> SaveReport:
    """Saves what the records say, in one transaction; see RecordSaver.save."""
    return RecordSaver().save([Prepared.of(record) for record in records])


def save_record(record: PaperRecord) -> Paper:
    """The paper of this record with all that it says; text of a newer version here is left as it is.

    Raises DatabaseError where it cannot be saved.
    """
    with transaction.atomic():
        RecordSaver().save_together([Prepared.of(record)])
    kind, value = next(iter(names_of(record)))
    return Paper.objects.get(identifiers__kind=kind, identifiers__value=value)


def latest_of_each(items: Sequence[Prepared]) -> list[Prepared]:
    """One record a name; of two with the same arXiv id the newer version, else the later one."""
    latest: dict[tuple[str, str], Prepared] = {}
    for item in items:
        name = names_of(item.record)[0]
        other = latest.get(name)
        if other is None or (item.record.version or 0) >= (other.record.version or 0):
            latest[name] = item
    return list(latest.values())


def sort_out(items: Sequence[Prepared]) -> tuple[list[Prepared], list[tuple[Prepared, Known]], int]:
    """New ones, those that change a paper here, and the number of those that change nothing."""
    known = find_known([item.record for item in items])
    claimed: set[str] = set()
    fresh: list[Prepared] = []
    changed: list[tuple[Prepared, Known]] = []
    for item in items:
        record, paper = settle_identity(item.record, known, claimed)
        settled = item if record is item.record else replace(item, record=record)
        if paper is None and names_of(record):
            fresh.append(settled)
        elif paper is None:
            continue  # its one name is taken by another record of this batch, which tells the same work
        elif not paper.is_current(record, item.digest):
            changed.append((settled, paper))
    return fresh, changed, len(items) - len(fresh) - len(changed)
