"""Reading the database as it was at one moment, so that what is read together fits together."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from summaries.models import Summary
from votes.services import rank_changed_summaries

Row = TypeVar("Row", bound=Model)

BATCH = 1000  # rows that are in memory at a time
ATTEMPTS = 5  # to find a moment at which every rank is up to date


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All that is read within is of the moment of the first read, whatever is written then. Nobody waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # The site's own transactions on SQLite take the lock of writers at once; one that only reads must not.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def ranked_snapshot() -> Iterator[int]:
    """A snapshot taken right after ranking; gives the number of public summaries that a vote reached in between.

    On a site where votes never pause that number is small and not 0; each of these rows says so.
    """
    for attempts_left in reversed(range(ATTEMPTS)):
        rank_changed_summaries()
        with one_snapshot():
            unranked = Summary.objects.public().needing_rank().count()
            if unranked == 0 or attempts_left == 0:
                yield unranked
                return


def batches(rows: QuerySet[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """All rows by their number, a batch a query: memory and time for one do not grow with how many went before."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk
