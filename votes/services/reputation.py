"""What writers have earned, counted from the votes on what they signed.

Anonymous, private and hidden summaries are left out. A number on a writer's page that moved when an anonymous summary
was voted on would tell whose it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncDate
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from accounts.models import User
from shortsci.turns import turn_to_write
from summaries.models import Summary
from votes.models import Reputation, ReputationDay, Vote
from votes.reputation import EarnedDay, count_points, earn

WRITERS_A_BATCH = 10  # one transaction; short enough that nobody waits for it


class DayInUTC(TruncDate):
    """On SQLite the first ten characters of what is stored: Django asks Python about each row, for five times as long.

    A writer with 200,000 votes kept all others from writing for two seconds.
    """

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        sql, parameters = compiler.compile(self.lhs)
        return f"substr({sql}, 1, 10)", parameters


@dataclass(frozen=True)
class ReputationDrift:
    """Stored points that the votes do not bear out."""

    writer_id: int
    stored: int
    expected: int

    def __str__(self) -> str:
        return f"writer {self.writer_id}: reputation was {self.stored}, the votes give {self.expected}"


def mark_stale(writers: Iterable[int]) -> None:
    """Votes on signed summaries of these writers moved: one statement, whatever their number.

    Sorted, so that two callers at once take the rows in one order. Whoever holds the lock on a summary may call this,
    and nobody may lock a summary after it.
    """
    rows = [Reputation(writer_id=writer, is_stale=True) for writer in sorted(set(writers))]
    if rows:
        Reputation.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["writer"], update_fields=["is_stale"]
        )


def mark_writer_of_deleted(summary: Summary) -> None:
    if not summary.is_anonymous:
        mark_stale([summary.writer_id])


def count_reputation(writer: User) -> int:
    """Counts one writer anew, and returns the points."""
    count_writers([writer.pk])
    return Reputation.objects.filter(writer=writer).values_list("points", flat=True).first() or 0


def count_stale_reputations() -> int:
    """Those that are marked; returns how many. Two workers at once share them: each skips what the other has."""
    done = 0
    while batch := count_stale_batch():
        done += batch
    return done


def count_stale_batch() -> int:
    with turn_to_write():
        return count_marked()


@transaction.atomic
def count_marked() -> int:
    stale = Reputation.objects.filter(is_stale=True).order_by("id").select_for_update(skip_locked=True)
    rows = list(stale[:WRITERS_A_BATCH])
    count_locked(rows)
    return len(rows)


def count_all_reputations() -> int:
    """Nightly, also after a change of the cap; returns how many writers had other points than their votes give."""
    return len(repair_reputations())


def repair_reputations() -> list[ReputationDrift]:
    """Recomputes every writer's points and days from the votes, and tells which were wrong.

    Those that wait to be counted are not wrong: marked ones, and writers of summaries that wait to be ranked.
    """
    drifts: list[ReputationDrift] = []
    last = 0
    while writers := next_writers(last):
        drifts += count_writers(writers)
        last = writers[-1]
    return drifts


def next_writers(after: int) -> list[int]:
    """Who can have points, or has: with a signed summary that is public, or a row."""
    signed = Summary.objects.public().signed().filter(writer=OuterRef("pk"))
    found = User.objects.filter(Exists(signed) | Q(reputation__isnull=False), pk__gt=after)
    return list(found.order_by("pk").values_list("pk", flat=True)[:WRITERS_A_BATCH])


def count_writers(writers: Sequence[int]) -> list[ReputationDrift]:
    """A new row is locked for others from the first moment, so it must not be kept while the older ones are taken."""
    there = set(Reputation.objects.filter(writer__in=writers).values_list("writer", flat=True))
    missing = [Reputation(writer_id=writer) for writer in sorted({*writers} - there)]
    with turn_to_write():
        Reputation.objects.bulk_create(missing, ignore_conflicts=True)
        return count_in_order(writers)


@transaction.atomic
def count_in_order(writers: Sequence[int]) -> list[ReputationDrift]:
    """Taken in the order in which `mark_stale` takes them."""
    return count_locked(list(Reputation.objects.filter(writer__in=writers).order_by("writer").select_for_update()))


def count_locked(rows: Sequence[Reputation]) -> list[ReputationDrift]:
    """The caller holds the rows. A vote that comes meanwhile marks its writer again, once the lock is free."""
    if not rows:
        return []
    writers = [row.writer_id for row in rows]
    unranked = set(Summary.objects.needing_rank().filter(writer__in=writers).values_list("writer", flat=True))
    earned = earned_by(writers)
    changed = save_days(writers, earned)
    drifts = []
    for row in rows:
        stored, row.points = row.points, count_points(day.gained for day in earned.get(row.writer_id, []))
        is_wrong = stored != row.points or row.writer_id in changed
        if is_wrong and not row.is_stale and row.writer_id not in unranked:
            drifts.append(ReputationDrift(row.writer_id, stored, row.points))
        row.is_stale, row.counted_at = False, timezone.now()
    Reputation.objects.bulk_update(rows, ["points", "is_stale", "counted_at"])
    return drifts


def earned_by(writers: Sequence[int]) -> dict[int, list[EarnedDay]]:
    """One query, grouped in the database."""
    earning = Summary.objects.public().signed().filter(writer__in=writers, writer__closed_at__isnull=True)
    votes = Vote.objects.filter(state=Vote.State.COUNTED, summary__in=earning)
    sums = (
        votes.annotate(day=DayInUTC("changed_at", tzinfo=UTC))
        .order_by("summary__writer", "day")
        .values_list("summary__writer", "day")
        .annotate(received=Sum("value"))
    )
    cap = settings.REPUTATION_DAILY_CAP
    return {
        writer: earn({day: received for _, day, received in days}, cap)
        for writer, days in groupby(sums, key=itemgetter(0))
    }


def save_days(writers: Sequence[int], earned: dict[int, list[EarnedDay]]) -> set[int]:
    """Writes the days that differ, and returns whose they are."""
    rows = ReputationDay.objects.filter(writer__in=writers).values_list("writer", "day", "received", "gained")
    stored = {(writer, day): (received, gained) for writer, day, received, gained in rows}
    expected = {(writer, day.day): (day.received, day.gained) for writer, days in earned.items() for day in days}
    gone = sorted(stored.keys() - expected.keys())
    moved = [
        ReputationDay(writer_id=writer, day=day, received=sums[0], gained=sums[1])
        for (writer, day), sums in sorted(expected.items())
        if stored.get((writer, day)) != sums
    ]
    for writer, days in groupby(gone, key=itemgetter(0)):
        ReputationDay.objects.filter(writer=writer, day__in=[day for _, day in days]).delete()
    ReputationDay.objects.bulk_create(
        moved,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["writer", "day"],
        update_fields=["received", "gained"],
    )
    return {writer for writer, _ in gone} | {row.writer_id for row in moved}
