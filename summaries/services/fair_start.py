"""Reserved places on the front page for new summaries that few have seen.

A task deals them each minute and puts the deal into Redis; a page reads it there and counts its reader there, so that
no view of a page writes a row. While Redis is away, or the worker is, there are no reserved places.
"""

import hashlib
import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from threading import Lock
from time import monotonic

from django.conf import settings
from redis.exceptions import RedisError

from shortsci.redis import redis_client
from summaries.fair_start import draw, first_absent, seed_at
from summaries.models import Summary

DEAL = "fair-start:deal"
DEAL_LASTS = 300  # seconds without a worker
DEAL_KEPT = 10  # seconds that a process works with what it has read, or could not read
CANDIDATES = 10_000  # the latest of them, when a site has more
DAY = 24 * 3600  # seconds
TELL_EVERY = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Deal:
    """The numbers of all candidates, in the order drawn with the seed."""

    seed: str
    drawn: tuple[int, ...]


def deal_places(*, now: datetime) -> Deal:
    """Takes over who was counted since the last time, then draws anew; within an hour the order drawn stays."""
    send_shown()
    begins = now - timedelta(days=settings.FAIR_START_DAYS)
    fresh = Summary.objects.public().filter(published_at__gte=begins).order_by("-published_at", "-id")
    unseen = fresh.filter(seen_count__lt=settings.FAIR_START_READERS)
    take_over_counts(dict(unseen.values_list("pk", "seen_count")[:CANDIDATES]))
    seed = seed_at(now)
    deal = Deal(seed, tuple(draw(seed, unseen.values_list("pk", flat=True)[:CANDIDATES])))
    redis_client().set(DEAL, json.dumps([deal.seed, deal.drawn]), ex=DEAL_LASTS)
    return deal


def take_over_counts(known: Mapping[int, int]) -> None:
    """`known` is the count that each summary has. It only rises: taken over twice it is the same, and what Redis has
    lost takes nothing away."""
    pipeline = redis_client().pipeline(transaction=False)
    for number in known:
        pipeline.pfcount(readers_of(number))
    for (number, before), count in zip(known.items(), pipeline.execute(), strict=True):
        if count > before:
            Summary.objects.filter(pk=number, seen_count__lt=count).update(seen_count=count)


def readers_of(number: int) -> str:
    return f"fair-start:readers:{number}"


def current_deal() -> Deal | None:
    return deal_at(int(monotonic() / DEAL_KEPT))


@lru_cache(maxsize=1)
def deal_at(tick: int) -> Deal | None:
    """Read once in a while: a server that hangs holds up one page in ten seconds, not each."""
    try:
        stored = redis_client().get(DEAL)
    except RedisError:
        return None
    if not isinstance(stored, bytes):
        return None
    seed, drawn = json.loads(stored)
    return Deal(seed, tuple(drawn))


def drawn_for(shown: Iterable[int]) -> list[int]:
    """The numbers of those that come up for a page which shows these anyway."""
    deal = current_deal() if settings.FAIR_START_PLACES else None
    return first_absent(deal.drawn, set(shown), settings.FAIR_START_PLACES) if deal else []


def note_shown(*, numbers: Collection[int], reader: str) -> None:
    """Counts a reader once for each of these summaries. Redis keeps a sketch that no reader is read from.

    Redis is asked once a second, and told of all readers since the last time: a page from memory costs less than that.
    """
    mark = hashlib.sha256(reader.encode()).hexdigest()[:24]
    if gathered().add(numbers, mark, now=monotonic()):
        send_shown()


def send_shown() -> None:
    """Tells Redis who was gathered in this process; what it cannot be told is not counted."""
    readers = gathered().take()
    if not readers:
        return
    try:
        pipeline = redis_client().pipeline(transaction=False)
        for number, marks in readers.items():
            pipeline.pfadd(readers_of(number), *marks)
            pipeline.expire(readers_of(number), (settings.FAIR_START_DAYS + 1) * DAY)
        pipeline.execute()
    except RedisError:
        return


@dataclass
class Gathered:
    """Readers of each summary since Redis was last told; a mark says who it was to nobody."""

    readers: dict[int, set[str]] = field(default_factory=dict)
    told_at: float = -math.inf  # on the monotonic clock
    lock: Lock = field(default_factory=Lock)

    def add(self, numbers: Collection[int], mark: str, *, now: float) -> bool:
        """Whether it is time to tell."""
        with self.lock:
            for number in numbers:
                self.readers.setdefault(number, set()).add(mark)
            is_time = now - self.told_at >= TELL_EVERY
            self.told_at = now if is_time else self.told_at
            return is_time

    def take(self) -> dict[int, set[str]]:
        with self.lock:
            readers, self.readers = self.readers, {}
            return readers


@cache
def gathered() -> Gathered:
    """Those of this process."""
    return Gathered()
