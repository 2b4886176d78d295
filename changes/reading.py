"""Reading the log without a row of one's own in the database: for who keeps the place with what it makes of it.

On PostgreSQL a lower number can commit after a higher one. Numbers that were passed over are therefore remembered as
gaps and asked for again, until they are filled or too old to come.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from changes.models import Change

GAP_WAITS = timedelta(minutes=15)  # longer than any transaction that writes
MAXIMUM_GAPS = 200  # the latest are kept; each may stand for many numbers in a row


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers from `first` to `last` that were not there at `noticed_at` (seconds since 1970)."""

    first: int
    last: int
    noticed_at: float


@dataclass(frozen=True, slots=True)
class Place:
    """How far a follower has read. `change_id` is the last change it knows, `change_at` that one's time."""

    change_id: int = 0
    change_at: str = ""
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, once each, and the place after it. `is_lost` says that the log is another one."""

    changes: tuple[tuple[str, int], ...]  # what, object id
    place: Place
    has_more: bool = False
    is_lost: bool = False


def place_at_end(overlap: int) -> Place:
    """Of who has just begun to read everything: the last `overlap` changes are read again."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return place_at(max(newest - overlap, 0))


def place_at(change_id: int) -> Place:
    """At the last change up to this number."""
    last = Change.objects.filter(pk__lte=change_id).order_by("-pk").values_list("pk", "at").first()
    return Place(last[0], last[1].isoformat()) if last else Place()


def read_changes(place: Place, *, limit: int, now: datetime | None = None) -> Reading:
    """At most `limit` changes after the place, and those that have come into its gaps."""
    now = now or timezone.now()
    rows = list(
        Change.objects.filter(pk__gte=place.change_id)
        .order_by("pk")
        .values_list("pk", "what", "object_id", "at")[: limit + 1]
    )
    if place.change_id:
        if not rows or rows[0][0] != place.change_id or rows[0][3].isoformat() != place.change_at:
            return Reading(changes=(), place=place, is_lost=True)
        rows = rows[1:]
    late = read_gaps(place.gaps)
    gaps = gaps_left(place.gaps, [row[0] for row in late], now)
    if not rows:
        return Reading(changes=found(late), place=Place(place.change_id, place.change_at, gaps))
    gaps += new_gaps([place.change_id, *(row[0] for row in rows)], now)
    last = rows[-1]
    following = Place(last[0], last[3].isoformat(), gaps[-MAXIMUM_GAPS:])
    return Reading(changes=found([*late, *rows]), place=following, has_more=len(rows) >= limit)


def found(rows: Sequence[tuple[int, str, int, datetime]]) -> tuple[tuple[str, int], ...]:
    """Each thing once."""
    return tuple(dict.fromkeys((row[1], row[2]) for row in rows))


def read_gaps(gaps: Sequence[Gap]) -> list[tuple[int, str, int, datetime]]:
    if not gaps:
        return []
    within = reduce(or_, (Q(pk__range=(gap.first, gap.last)) for gap in gaps))
    return list(Change.objects.filter(within).order_by("pk").values_list("pk", "what", "object_id", "at"))


def new_gaps(numbers: Sequence[int], now: datetime) -> tuple[Gap, ...]:
    """Between numbers in their order."""
    pairs = itertools.pairwise(numbers)
    return tuple(Gap(first + 1, last - 1, now.timestamp()) for first, last in pairs if last - first > 1)


def gaps_left(gaps: Sequence[Gap], filled: Sequence[int], now: datetime) -> tuple[Gap, ...]:
    """Those that are young enough, without the numbers that have come; each keeps the time it was noticed."""
    left: list[Gap] = []
    for gap in gaps:
        if gap.noticed_at < (now - GAP_WAITS).timestamp():
            continue
        inside = [number for number in filled if gap.first <= number <= gap.last]
        edges = [gap.first - 1, *inside, gap.last + 1]
        pairs = itertools.pairwise(edges)
        left += [Gap(first + 1, last - 1, gap.noticed_at) for first, last in pairs if last - first > 1]
    return tuple(left)
