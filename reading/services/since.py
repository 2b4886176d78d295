"""What was published since the reader's last visit."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models.functions import Coalesce

from summaries.models import Summary
from summaries.orders import ALL_TIME, ENDING, Order
from summaries.querysets import SummaryQuerySet


def published_since(summaries: SummaryQuerySet, since: datetime, now: datetime, order: Order) -> SummaryQuerySet:
    """In such words that the index of the order serves it: by date a range, else of the shortest period that holds all.

    An anonymous summary is dated by its day alone; it is new to who was not here on that day.
    """
    if order.fields[0] == "published_at":
        return summaries.filter(published_at__gt=since)
    period = next((period for period in ENDING if period.begins(now) <= since), ALL_TIME)
    dated = summaries.published_within(period, now, order).alias(first_public=Coalesce("published_at", "created_at"))
    return dated.filter(first_public__gt=since)


def first_seen(rows: Sequence[Summary], since: datetime | None) -> int | None:
    """The first of the newest-first rows that the reader could see before; None unless a newer one stands above it."""
    if since is None or not rows or not is_new(rows[0], since):
        return None
    return next((row.pk for row in rows if not is_new(row, since)), None)


def is_new(summary: Summary, since: datetime) -> bool:
    return summary.published_at is not None and summary.published_at > since
