"""Every order a list of summaries is shown in, and every period it can be held to. Nothing of Django is needed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from shortsci.marking import gettext_noop

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: `keys` are fields as `order_by` takes them, and the last one is unique, so that no two tie."""

    key: str
    name: str
    keys: tuple[str, ...]
    description: str

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(key.removeprefix("-") for key in self.keys)


BEST = Order(
    "best",
    gettext_noop("Best"),
    ("-wilson", "-score", "published_at", "id"),
    gettext_noop("By the share of up-votes that is sure."),
)
HOT = Order(
    "hot",
    gettext_noop("Hot"),
    ("-hot", "-id"),
    gettext_noop("By votes and age: ten times the votes weigh as much as 12.5 hours."),
)
NEW = Order(
    "new",
    gettext_noop("New"),
    ("-published_at", "-id"),
    gettext_noop("The latest first, by first publication; an edit moves nothing."),
)
OLD = Order(
    "old", gettext_noop("Old"), ("published_at", "id"), gettext_noop("The earliest first, by first publication.")
)
TOP = Order(
    "top", gettext_noop("Top"), ("-score", "-published_at", "-id"), gettext_noop("By up-votes less down-votes.")
)
DISCUSSED = Order(
    "discussed",
    gettext_noop("Discussed"),
    ("-comment_count", "-published_at", "-id"),
    gettext_noop("The most comments first."),
)

# The first of each is what a list is shown in when nothing else is asked for.
ON_PAPER = {order.key: order for order in (BEST, NEW, OLD, DISCUSSED)}
ON_LISTS = {order.key: order for order in (HOT, NEW, TOP, DISCUSSED)}
ON_USER = {order.key: order for order in (NEW, TOP, HOT, DISCUSSED)}
ALL = {order.key: order for order in (HOT, NEW, TOP, DISCUSSED, BEST, OLD)}


@dataclass(frozen=True, slots=True)
class Period:
    """A span that ends now. `recency` is the least that a summary of it has, see Summary.recency."""

    key: str
    name: str
    length: timedelta | None = None
    recency: int = 0

    def begins(self, now: datetime) -> datetime:
        """Of one that ends: a summary is in it from this moment of publication on."""
        if self.length is None:
            raise ValueError("all time has no beginning")
        return now - self.length


DAY = Period("day", gettext_noop("24 hours"), timedelta(days=1), 4)
WEEK = Period("week", gettext_noop("7 days"), timedelta(days=7), 3)
MONTH = Period("month", gettext_noop("30 days"), timedelta(days=30), 2)
YEAR = Period("year", gettext_noop("365 days"), timedelta(days=365), 1)
ALL_TIME = Period("all", gettext_noop("all time"))

ENDING = (DAY, WEEK, MONTH, YEAR)  # the shortest first
PERIODS = {period.key: period for period in (*ENDING, ALL_TIME)}


def recency_of(published_at: datetime | None, now: datetime) -> int:
    """Of the shortest period that it belongs to; 0 is none. What was never public begins with the shortest."""
    if published_at is None:
        return DAY.recency
    return next((period.recency for period in ENDING if published_at >= period.begins(now)), 0)


def named(choices: Mapping[str, Named], name: str | None, default: Named) -> Named:
    """The choice of this name; a name that is none of them falls back to the default."""
    return choices.get(name or "", default)


def longer_than(period: Period) -> Period:
    """What to look at where a period is empty."""
    periods = list(PERIODS.values())
    return periods[min(periods.index(period) + 1, len(periods) - 1)]
