"""Counting what is due, and keeping it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from stats.models import CountedTable
from stats.services.counting import Counted, Tables, count_categories, count_papers, count_summaries, count_votes
from stats.tables import CATEGORIES, CONTRIBUTIONS, HOURS, PAPERS, SUMMARIES, TOTALS, WEEKDAYS, WRITERS, Table


@dataclass(frozen=True)
class Count:
    """Tables that are counted together, and how often."""

    tables: tuple[Table, ...]
    every: timedelta
    count: Callable[[Tables, datetime], Tables]


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Papers first: the totals take their number from there.
COUNTS = (
    Count((PAPERS,), HOUR, count_papers),
    Count((TOTALS, SUMMARIES, CONTRIBUTIONS, WRITERS), HOUR, count_summaries),
    Count((CATEGORIES,), 6 * HOUR, count_categories),
    Count((WEEKDAYS, HOURS), DAY, count_votes),
)


def count_statistics(now: datetime | None = None) -> list[str]:
    """Counts what was not counted for as long as it may be; returns the names of the tables.

    Called every minute, so that a fresh site has numbers soon. Two workers at once count the same.
    """
    now = now or timezone.now()
    counted: list[str] = []
    for count in COUNTS:
        stored = {row.name: row for row in CountedTable.objects.all()}
        if all(is_fresh(stored.get(table.name), count.every, now) for table in count.tables):
            continue
        before = {name: Counted(row.rows, row.settled) for name, row in stored.items()}
        tables = count.count(before, now)
        store(tables, now)
        counted += tables
    return counted


def is_fresh(row: CountedTable | None, every: timedelta, now: datetime) -> bool:
    """What is told by the day is counted anew as soon as the day is over."""
    if row is None:
        return False
    return row.counted_at > now - every and (every < DAY or row.counted_at.date() == now.date())


def store(tables: Tables, now: datetime) -> None:
    """In one statement, so that a page has the tables of one count."""
    rows = [
        CountedTable(name=name, rows=counted.rows, settled=counted.settled, counted_at=now)
        for name, counted in sorted(tables.items())
    ]
    fields = ["rows", "settled", "counted_at"]
    CountedTable.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=fields)
