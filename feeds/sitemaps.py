"""Sitemaps (https://www.sitemaps.org/protocol.html): an index of parts, each a range of numbers of rows.

A part is cut by primary keys, so that it costs one range of an index however many parts come before it, and keeps its
addresses while others grow. Which parts have anything in them is found by one probe of an index for each. Only papers
with a public summary are told: of the others this site says nothing that arXiv does not say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, Max, Model, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from papers.models import Category, Paper, PaperCategory
from papers.taxonomy import canonical_category
from selections.models import Selection
from summaries.models import Summary

# One probe a part: the least number from `span` times the part's on, again and again. The names are this module's own.
PARTS = """
WITH RECURSIVE parts(part) AS (
    SELECT (SELECT min({column}) FROM {table} WHERE {condition}) / {span}
    UNION ALL
    SELECT (SELECT min({column}) FROM {table} WHERE {condition} AND {column} >= (parts.part + 1) * {span}) / {span}
    FROM parts WHERE parts.part IS NOT NULL
)
SELECT part FROM parts WHERE part IS NOT NULL
"""
# The years of all venues of a range at once, one probe a year.
YEARS = """
WITH RECURSIVE years(venue, slug, year) AS (
    SELECT id, slug, (SELECT max(venue_year) FROM papers_paper WHERE venue_id = papers_venue.id)
    FROM papers_venue WHERE id >= %s AND id < %s
    UNION ALL
    SELECT venue, slug, (SELECT max(venue_year) FROM papers_paper WHERE venue_id = venue AND venue_year < years.year)
    FROM years WHERE years.year IS NOT NULL
)
SELECT slug, year FROM years WHERE year IS NOT NULL ORDER BY slug, year DESC
"""
LISTED = "visibility = 'public' AND hidden_at IS NULL"
SIGNED = f"{LISTED} AND NOT is_anonymous"


@dataclass(frozen=True, slots=True)
class Place:
    """An address from the slash, and the day on which it last changed, where that is known."""

    address: str
    changed: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """`span` numbers make a part; at most 50,000 addresses and 50 MB may stand in one."""

    span: int
    parts: Callable[[int], list[int]]
    places: Callable[[int, int], Iterator[Place]]


def part_numbers(model: type[Model], column: str, condition: str) -> Callable[[int], list[int]]:
    def find(span: int) -> list[int]:
        table = model._meta.db_table  # noqa: SLF001 (Django documents it)
        with connection.cursor() as cursor:
            cursor.execute(PARTS.format(table=table, column=column, condition=condition, span=span))
            return [row[0] for row in cursor.fetchall()]

    return find


def papers(begin: int, end: int) -> Iterator[Place]:
    """By the index that each paper's page reads its summaries from."""
    written = Summary.objects.public().filter(paper_id__gte=begin, paper_id__lt=end)
    for number, changed in last_changes(written, "paper_id"):
        yield Place(reverse("paper", args=[number]), changed)


def summaries(begin: int, end: int) -> Iterator[Place]:
    written = Summary.objects.public().filter(pk__gte=begin, pk__lt=end)
    for number, changed in last_changes(written, "pk"):
        yield Place(reverse("summary", args=[number]), changed)


def writers(begin: int, end: int) -> Iterator[Place]:
    """Those who have signed something public; an anonymous summary moves nothing here."""
    signed = Summary.objects.public().signed().filter(writer_id__gte=begin, writer_id__lt=end, writer__is_active=True)
    for username, changed in last_changes(signed, "writer__username"):
        yield Place(reverse("user", args=[username]), changed)


def last_changes(rows: QuerySet[Summary], field: str) -> Iterator[tuple[object, date]]:
    """To the day, as an anonymous summary is dated."""
    grouped = rows.values(field).annotate(changed=Max(Coalesce("edited_at", "published_at"))).order_by(field)
    for row in grouped.iterator(chunk_size=2000):
        yield row[field], row["changed"].date()


def venues(begin: int, end: int) -> Iterator[Place]:
    """Each venue with its years; one without papers is left out."""
    with connection.cursor() as cursor:
        cursor.execute(YEARS, [begin, end])
        rows = cursor.fetchall()
    known = ""
    for slug, year in rows:
        if slug != known:
            yield Place(reverse("venue", args=[slug]))
        known = slug
        yield Place(reverse("venue_year", args=[slug, year]))


def selections(begin: int, end: int) -> Iterator[Place]:
    rows = Selection.objects.published().filter(pk__gte=begin, pk__lt=end).order_by("pk")
    for slug, published, edited in rows.values_list("slug", "published_at", "edited_at"):
        changed = edited or published
        yield Place(reverse("selection", args=[slug]), changed.date() if changed else None)


def site(begin: int, end: int) -> Iterator[Place]:
    """The pages that there is one of, and the categories that have papers."""
    for name in ("front", "categories", "venues", "selections", "wanted", "about", "formatting", "ranking", "tools"):
        yield Place(reverse(name))
    listed = Exists(PaperCategory.objects.filter(category=OuterRef("pk")))
    for category in Category.objects.filter(listed).order_by("code"):
        if canonical_category(category.code) in {None, category.code}:
            yield Place(category.get_absolute_url())


SECTIONS = {
    "site": Section(1, lambda _: [0], site),
    "papers": Section(5000, part_numbers(Summary, "paper_id", LISTED), papers),
    "summaries": Section(5000, part_numbers(Summary, "id", LISTED), summaries),
    "writers": Section(5000, part_numbers(Summary, "writer_id", SIGNED), writers),
    "selections": Section(5000, part_numbers(Selection, "id", "state = 'published'"), selections),
    "venues": Section(500, part_numbers(Paper, "venue_id", "venue_id IS NOT NULL"), venues),
}
