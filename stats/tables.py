"""What the statistics tell: each table with its columns. A stored row holds the values in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Column:
    """`key` heads it in CSV and names it in JSON."""

    key: str
    label: StrOrPromise


@dataclass(frozen=True)
class Table:
    """`name` is its address and does not change."""

    name: str
    title: StrOrPromise
    note: StrOrPromise
    columns: tuple[Column, ...]


NUMBER_OF_SUMMARIES = Column("summaries", _("Summaries"))

TOTALS = Table("totals", _("Totals"), "", (Column("what", _("What")), Column("number", _("Number"))))
SUMMARIES = Table(
    "summaries-by-month",
    _("Summaries a month"),
    _("Public summaries by the month of their first publication (UTC)."),
    (Column("month", _("Month")), NUMBER_OF_SUMMARIES),
)
PAPERS = Table(
    "papers-by-month",
    _("Papers on this site"),
    _("All that were opened here or came in from arXiv, added up; papers joined since count as they came."),
    (Column("month", _("Month")), Column("new", _("New")), Column("papers", _("Papers"))),
)
CATEGORIES = Table(
    "papers-by-category",
    _("Papers by category"),
    _("A paper that is listed in several of arXiv’s categories counts in each."),
    (Column("category", _("Category")), Column("name", _("Name")), Column("papers", _("Papers"))),
)
WEEKDAYS = Table(
    "votes-by-weekday",
    _("Votes by weekday"),
    _("Votes that count, by when they were cast (UTC). Counted once a day, for the whole site."),
    (Column("weekday", _("Weekday")), Column("votes", _("Votes"))),
)
HOURS = Table(
    "votes-by-hour",
    _("Votes by hour"),
    _("The same votes by the hour of the day (UTC)."),
    (Column("hour", _("Hour")), Column("votes", _("Votes"))),
)
CONTRIBUTIONS = Table(
    "writers-by-summaries",
    _("How much writers write"),
    _("Writers by the number of public summaries that carry their name. Anonymous work is left out."),
    (Column("summaries", _("Summaries")), Column("writers", _("Writers"))),
)
WRITERS = Table(
    "writers",
    _("Who writes most"),
    _("By public summaries that carry the writer’s name."),
    (Column("username", _("User name")), Column("name", _("Name")), NUMBER_OF_SUMMARIES),
)
TABLES = {
    table.name: table for table in (TOTALS, SUMMARIES, PAPERS, CATEGORIES, WEEKDAYS, HOURS, CONTRIBUTIONS, WRITERS)
}
