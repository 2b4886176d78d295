"""The tables as a page shows them: words for stored values, and a plot of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from shortsci.numbers import grouped
from stats import tables
from stats.plots import Plot, Value, draw_bars, draw_columns, draw_slope
from stats.services import Numbers
from votes.reputation_plots import Plot as Curve
from votes.reputation_plots import Words

Row = Sequence[Any]
SIZES = {"wide": (856, 270), "narrow": (320, 220)}
ROWS_SHOWN = 60  # in a table on the page; the file has all
PLOTTED = 15  # bars
TOTAL_WORDS = {
    "papers": _("papers"),
    "summarised_papers": _("papers with a summary"),
    "summaries": _("summaries"),
    "writers": _("writers who sign"),
    "comments": _("comments"),
    "votes": _("votes"),
}


@dataclass(frozen=True)
class Figure:
    """One table with its plots, one for wide and one for narrow screens; without rows there is nothing to draw."""

    numbers: Numbers
    rows: list[list[str]]
    plots: list[Plot] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Rows that only the file has."""
        return max(0, len(self.numbers.rows) - len(self.rows))


def month_words(month: str) -> str:
    return date_format(first_day(month), "M Y")


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def last_day(month: str) -> date:
    return (first_day(month).replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def weekday_words(number: int) -> str:
    return str(WEEKDAY_NAMES[number - 1])


def hour_words(hour: int) -> str:
    return f"{hour:02}:00–{hour:02}:59"


# How the first value of a row is written; the others are numbers or words.
FIRST_WORDS: Mapping[str, Callable[[Any], str]] = {
    tables.SUMMARIES.name: month_words,
    tables.PAPERS.name: month_words,
    tables.WEEKDAYS.name: weekday_words,
    tables.HOURS.name: hour_words,
    tables.TOTALS.name: lambda key: str(TOTAL_WORDS.get(key, key)),
}
# By time the latest month comes first.
BACKWARDS = {tables.SUMMARIES.name, tables.PAPERS.name}


def rows_of(numbers: Numbers) -> list[list[str]]:
    name = numbers.table.name
    write = FIRST_WORDS.get(name, str)
    rows = reversed(numbers.rows) if name in BACKWARDS else numbers.rows
    written = [[write(row[0]), *(written_value(value) for value in row[1:])] for row in rows]
    return written[:ROWS_SHOWN]


def written_value(value: object) -> str:
    return str(intcomma(value)) if isinstance(value, int) else str(value)


def figure_of(numbers: Numbers, today: date) -> Figure:
    draw = DRAWN.get(numbers.table.name)
    plots = draw(numbers) if draw and numbers.rows else []
    curves = draw_growth(numbers, today) if numbers.table == tables.PAPERS and numbers.rows else []
    return Figure(numbers, rows_of(numbers), plots, curves)


def columns(numbers: Numbers, values: Sequence[Value], labels_from: int = 0) -> list[Plot]:
    name = numbers.table.name
    return [
        draw_columns(name, values, size=size, width=width, height=height, labels_from=labels_from)
        for size, (width, height) in SIZES.items()
    ]


def bars(numbers: Numbers, values: Sequence[Value]) -> list[Plot]:
    return [
        draw_bars(numbers.table.name, values[:PLOTTED], size=size, width=width) for size, (width, _) in SIZES.items()
    ]


DRAWN: Mapping[str, Callable[[Numbers], list[Plot]]] = {
    tables.SUMMARIES.name: lambda n: columns(n, [(month_words(row[0]), row[1]) for row in n.rows], labels_from=-1),
    tables.CATEGORIES.name: lambda n: bars(n, [(row[0], row[2]) for row in n.rows]),
    tables.WEEKDAYS.name: lambda n: columns(n, [(str(WEEKDAYS_ABBR[row[0] - 1]), row[1]) for row in n.rows]),
    tables.HOURS.name: lambda n: columns(n, [(f"{row[0]}", row[1]) for row in n.rows]),
    tables.CONTRIBUTIONS.name: lambda n: columns(n, [(row[0], row[1]) for row in n.rows]),
    tables.WRITERS.name: lambda n: bars(n, [(row[1], row[2]) for row in n.rows]),
}


def draw_growth(numbers: Numbers, today: date) -> list[Curve]:
    """From nothing on the first day straight to the end of each month, the last one today."""
    points = [(first_day(numbers.rows[0][0]), 0)]
    points += [(min(last_day(row[0]), today), int(row[2])) for row in numbers.rows]
    words = Words(number=grouped, date=lambda day: date_format(day, "SHORT_DATE_FORMAT"))
    return [
        draw_slope(size, points, today, width=width, height=height, words=words)
        for size, (width, height) in SIZES.items()
    ]
