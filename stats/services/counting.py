"""Counting the rows. Only what is public, signed where writers are told, votes in sums of the whole site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, F, Func, Sum, Value

from accounts.models import User
from papers.models import Category, Paper, PaperCategory
from stats.tables import CATEGORIES, CONTRIBUTIONS, HOURS, PAPERS, SUMMARIES, TOTALS, WEEKDAYS, WRITERS
from summaries.models import Summary
from votes.models import Vote

FEWEST_VOTES = 100  # in all; of fewer nothing is told
RANGES = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, None))  # summaries of a writer
PROLIFIC = 20  # writers
SETTLES_AFTER = timedelta(days=1)  # by then no transaction is open that will show rows with lower ids
Row = list[Any]


@dataclass(frozen=True)
class Counted:
    rows: list[Row]
    settled: dict[str, Any] = field(default_factory=dict)


Tables = dict[str, Counted]


def utc_text(column: str, *, sqlite: str, postgresql: str) -> Func:
    """A moment as text in UTC. The database's own formatting: Django's goes through Python row by row on SQLite."""
    if connection.vendor == "sqlite":
        return Func(Value(sqlite), F(column), function="strftime", output_field=CharField())
    at_utc = Func(Value("UTC"), F(column), function="timezone")
    return Func(at_utc, Value(postgresql), function="to_char", output_field=CharField())


def month_of(column: str) -> Func:
    return utc_text(column, sqlite="%Y-%m", postgresql="YYYY-MM")


def months_between(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    months = []
    while (text := f"{year:04}-{month:02}") <= last:
        months.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def fill_months(counted: Mapping[str, int], now: datetime) -> list[Row]:
    """From the first month to the current one, those without anything too."""
    if not counted:
        return []
    last = max(f"{now.astimezone(UTC):%Y-%m}", *counted)
    return [[month, counted.get(month, 0)] for month in months_between(min(counted), last)]


def count_summaries(before: Tables, now: datetime) -> Tables:
    months = Summary.objects.public().order_by().values_list(month_of("published_at"))
    by_month = dict(months.annotate(number=Count("pk")))
    by_writer = dict(Summary.objects.public().signed().order_by().values_list("writer").annotate(number=Count("pk")))
    totals = [
        ["papers", sum(row[1] for row in before[PAPERS.name].rows) if PAPERS.name in before else 0],
        ["summarised_papers", Paper.objects.filter(summary_count__gt=0).count()],
        ["summaries", sum(by_month.values())],
        ["writers", len(by_writer)],
        ["comments", Summary.objects.public().aggregate(number=Sum("comment_count", default=0))["number"]],
    ]
    return {
        TOTALS.name: Counted(totals),
        SUMMARIES.name: Counted(fill_months(by_month, now)),
        CONTRIBUTIONS.name: Counted(spread(by_writer.values())),
        WRITERS.name: Counted(most_prolific(by_writer)),
    }


def spread(numbers: Iterable[int]) -> list[Row]:
    """How many writers there are of each range."""
    counts = list(numbers)
    return [
        [name_range(low, high), sum(low <= number and (high is None or number <= high) for number in counts)]
        for low, high in RANGES
        if counts
    ]


def name_range(low: int, high: int | None) -> str:
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def most_prolific(by_writer: Mapping[int, int]) -> list[Row]:
    """Ids, not names: who closes the account or changes the name is not kept here. Those who left have no page."""
    ordered = sorted(by_writer.items(), key=lambda item: (-item[1], item[0]))[: 2 * PROLIFIC]
    active = set(User.objects.filter(pk__in=dict(ordered), is_active=True).values_list("pk", flat=True))
    return [[writer, number] for writer, number in ordered if writer in active][:PROLIFIC]


def count_papers(before: Tables, now: datetime) -> Tables:
    """By the month in which their row was made. There is no index on that: what is older than a day is counted once,
    and from then on only rows with higher ids are read.
    """
    settled = before[PAPERS.name].settled if PAPERS.name in before else {}
    last, months = settled.get("last", 0), dict(settled.get("months", {}))
    border = last_settled(last, now)
    add_months(months, by_month(last, border))
    shown = add_months(dict(months), by_month(border, None))
    rows = fill_months(shown, now)
    growth = [[month, new, papers] for (month, new), papers in zip(rows, accumulate(r[1] for r in rows), strict=True)]
    return {PAPERS.name: Counted(growth, {"last": border, "months": months})}


def last_settled(last: int, now: datetime) -> int:
    """The highest id below which every row is older than a day."""
    rows = Paper.objects.filter(pk__gt=last).order_by("pk")
    young = rows.filter(created_at__gte=now - SETTLES_AFTER).values_list("pk", flat=True).first()
    if young is not None:
        return int(young) - 1
    return int(Paper.objects.order_by("-pk").values_list("pk", flat=True).first() or last)


def by_month(above: int, up_to: int | None) -> dict[str, int]:
    rows = Paper.objects.filter(pk__gt=above).order_by()
    rows = rows if up_to is None else rows.filter(pk__lte=up_to)
    return dict(rows.values_list(month_of("created_at")).annotate(number=Count("pk")))


def add_months(months: dict[str, int], more: Mapping[str, int]) -> dict[str, int]:
    for month, number in more.items():
        months[month] = months.get(month, 0) + number
    return months


def count_categories(before: Tables, now: datetime) -> Tables:
    """By the index on listings alone. A paper that was joined with another one keeps its listings; they are few."""
    listings = PaperCategory.objects.order_by().values_list("category")
    counted = dict(listings.annotate(number=Count("pk")))
    joined = dict(listings.filter(paper__redirect__isnull=False).annotate(number=Count("pk")))
    names = dict(Category.objects.values_list("code", "name"))
    rows = [[code, names[code], number - joined.get(code, 0)] for code, number in counted.items()]
    return {CATEGORIES.name: Counted(sorted((row for row in rows if row[2]), key=lambda row: (-row[2], row[0])))}


def count_votes(before: Tables, now: datetime) -> Tables:
    """One pass over all votes of the days before today, so that no number moves with a single vote."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    votes = Vote.objects.filter(state=Vote.State.COUNTED, cast_at__lt=midnight).order_by()
    cells = votes.values_list(utc_text("cast_at", sqlite="%w %H", postgresql="D HH24")).annotate(number=Count("pk"))
    weekdays, hours = [0] * 7, [0] * 24
    first = 0 if connection.vendor == "sqlite" else 1  # what Sunday is called
    for cell, number in cells:
        weekday, hour = map(int, cell.split())
        weekdays[(weekday - first - 1) % 7] += number
        hours[hour] += number
    is_told = sum(weekdays) >= FEWEST_VOTES
    return {
        WEEKDAYS.name: Counted([[day, number] for day, number in enumerate(weekdays, 1)] if is_told else []),
        HOURS.name: Counted([[hour, number] for hour, number in enumerate(hours)] if is_told else []),
    }
