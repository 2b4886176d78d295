"""Categories and venues: what was published there, newest first."""

from collections.abc import Iterable
from html import escape
from itertools import groupby

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from papers.archives import ARCHIVE_NAMES, archive_of
from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import Format
from papers.models import Category, Paper, PaperCategory, Venue, listed_names
from papers.taxonomy import canonical_category
from shortsci.keyset import paginate
from shortsci.links import address_of
from shortsci.page_cache import shared_page

PAGE_SIZE = 25
VENUES_SHOWN = 500  # of each kind
IN_CATEGORY = ("-published_on", "-paper_id")
AT_VENUE = ("-venue_year", "-id")
# One index probe a year, whatever the number of papers.
YEARS = """
WITH RECURSIVE years(year) AS (
    SELECT max(venue_year) FROM papers_paper WHERE venue_id = %s
    UNION ALL
    SELECT (SELECT max(venue_year) FROM papers_paper WHERE venue_id = %s AND venue_year < years.year)
    FROM years WHERE years.year IS NOT NULL
)
SELECT year FROM years WHERE year IS NOT NULL
"""


@shared_page
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """arXiv's whole taxonomy, by archive."""
    rows = [row for row in Category.objects.order_by("code") if canonical_category(row.code) == row.code]
    rows.sort(key=lambda row: archive_of(row.code))
    groups = [(ARCHIVE_NAMES.get(key, key), list(group)) for key, group in groupby(rows, lambda r: archive_of(r.code))]
    return render(request, "papers/categories.html", {"groups": groups})


def find_category(code: str) -> Category:
    """Raises Http404."""
    if "\0" in code:  # PostgreSQL cannot even be asked for it
        raise Http404
    return get_object_or_404(Category, code=code)


@shared_page
@require_safe
def category(request: HttpRequest, code: str, form: Format | None = None) -> HttpResponseBase:
    canonical = canonical_category(code)
    if canonical and canonical != code:
        return redirect("category", canonical, permanent=True)
    category = find_category(code)
    if wanted := wanted_format(request, form):
        papers = Paper.objects.listed().filter(listings__category=category)
        return export_papers(papers.order_by("-listings__published_on", "-pk"), wanted, name=code)
    rows = PaperCategory.objects.filter(category=category, paper__state=Paper.State.READY).select_related("paper")
    rows = rows.prefetch_related(listed_names("paper__"), "paper__venue")
    page = paginate(rows, IN_CATEGORY, cursor=request.GET.get("after"), size=PAGE_SIZE)
    context = {"category": category, "page": page, "papers": [row.paper for row in page.rows]}
    return vary_on_accept(render(request, "papers/category.html", context))


@shared_page
@require_safe
def venues(request: HttpRequest) -> HttpResponse:
    """Venues that have papers here."""
    known = Venue.objects.filter(Exists(Paper.objects.filter(venue=OuterRef("pk")))).order_by(Lower("name"))
    lines = known.values_list("slug", "name", "full_name")
    here = address_of("venues")
    groups = [(kind.heading, index_of(here, lines.filter(kind=kind)[:VENUES_SHOWN])) for kind in Venue.Kind]
    return render(request, "papers/venues.html", {"groups": [group for group in groups if group[1]]})


def index_of(here: str, lines: Iterable[tuple[str, str, str]]) -> SafeString:
    """Put together here: there are thousands of lines, and a template takes long for each."""
    return SafeString("".join([index_line(here, *line) for line in lines]))


def index_line(here: str, slug: str, name: str, full_name: str) -> str:
    """The full name only where it says more."""
    more = f' <span class="help">{escape(full_name)}</span>' if full_name.lower() not in {"", name.lower()} else ""
    return f'<li><a href="{here}{escape(slug)}/">{escape(name)}</a>{more}</li>'


@shared_page
@require_safe
def venue(request: HttpRequest, slug: str, year: int | None = None, form: Format | None = None) -> HttpResponseBase:
    """A venue's papers, of all years or of one."""
    venue = get_object_or_404(Venue, slug=slug)
    years = years_of(venue)
    if year is not None and year not in years:
        raise Http404
    papers = Paper.objects.listed().filter(venue=venue)
    papers = papers.filter(venue_year=year) if year is not None else papers.filter(venue_year__isnull=False)
    if wanted := wanted_format(request, form):
        return export_papers(papers.order_by(*AT_VENUE), wanted, name=f"{slug}-{year}" if year else slug)
    page = paginate(
        papers.select_related("venue").prefetch_related(listed_names()),
        AT_VENUE,
        cursor=request.GET.get("after"),
        size=PAGE_SIZE,
    )
    context = {"venue": venue, "year": year, "years": years, "page": page, "papers": page.rows}
    return vary_on_accept(render(request, "papers/venue.html", context))


def years_of(venue: Venue) -> list[int]:
    """The latest first."""
    with connection.cursor() as cursor:
        cursor.execute(YEARS, [venue.pk, venue.pk])
        return [row[0] for row in cursor.fetchall()]
