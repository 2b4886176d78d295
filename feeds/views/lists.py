"""A feed under every list. Each starts from what is public to everybody, whoever asks."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Min, OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from feeds.answers import answer
from feeds.channels import CC0, Channel, with_query
from feeds.entries import entries_of, entry_of_paper
from feeds.finding import SIZE, at_venue, by_author, in_category
from feeds.formats import Format
from papers.models import Paper, Venue, listed_names
from papers.taxonomy import canonical_category
from papers.views.people import find_author
from papers.views.places import find_category
from search.services.finding import find_summaries
from shortsci.keyset import paginate
from shortsci.page_cache import shared_feed
from summaries.models import Summary, SummaryRequest
from summaries.orders import ALL_TIME, NEW, ON_LISTS, PERIODS, Order, named
from summaries.querysets import SummaryQuerySet
from summaries.services.requests import MOST_WANTED, wanted_papers

LONGEST_QUERY = 500  # characters


@shared_feed
@require_safe
def front(request: HttpRequest, form: Format) -> HttpResponseBase:
    """All summaries, the latest first unless ?sort= says otherwise: a reader program keeps what it has seen."""
    order = named(ON_LISTS, request.GET.get("sort"), NEW)
    period = named(PERIODS, request.GET.get("period"), ALL_TIME)
    asked = {"sort": order.key if order is not NEW else "", "period": period.key if period is not ALL_TIME else ""}
    listed = Summary.objects.public().published_within(period, timezone.now(), order)
    query = {name: value for name, value in asked.items() if value}
    page = with_query(reverse("front"), {"sort": order.key, **query})
    title = _("Summaries of research papers")
    return answer(request, form, channel_of(request, listed, order, title=title, page=page, query=query))


@shared_feed
@require_safe
def user(request: HttpRequest, username: str, form: Format) -> HttpResponseBase:
    """What a writer has signed; anonymous work stays out until it is claimed."""
    writer = get_object_or_404(User, username__iexact=username, is_active=True)
    if username != writer.username:
        return redirect("user_feed", writer.username, form.suffix, permanent=True)
    signed = Summary.objects.public().signed().filter(writer=writer)
    title = _("Summaries by %(writer)s") % {"writer": writer}
    return answer(request, form, channel_of(request, signed, NEW, title=title, page=writer.get_absolute_url()))


@shared_feed
@require_safe
def paper(request: HttpRequest, pk: int, form: Format) -> HttpResponseBase:
    paper = get_object_or_404(Paper, pk=pk)
    if paper.state == Paper.State.MERGED:
        return redirect("paper_feed", paper.redirect.target_id, form.suffix, permanent=False)
    title = _("Summaries of “%(paper)s”") % {"paper": paper}
    written = Summary.objects.public().filter(paper=paper)
    return answer(request, form, channel_of(request, written, NEW, title=title, page=paper.get_absolute_url()))


@shared_feed
@require_safe
def category(request: HttpRequest, code: str, form: Format) -> HttpResponseBase:
    canonical = canonical_category(code)
    if canonical and canonical != code:
        return redirect("category_feed", canonical, form.suffix, permanent=True)
    category = find_category(code)
    title = _("Summaries in %(category)s") % {"category": f"{category.name} ({category.code})"}
    return answer(request, form, latest(in_category(category), title=title, page=category.get_absolute_url()))


@shared_feed
@require_safe
def venue(request: HttpRequest, slug: str, form: Format, year: int | None = None) -> HttpResponseBase:
    venue = get_object_or_404(Venue, slug=slug)
    if year is not None and not Paper.objects.listed().filter(venue=venue, venue_year=year).exists():
        raise Http404
    page = venue.get_absolute_url() if year is None else reverse("venue_year", args=[slug, year])
    title = _("Summaries of papers at %(venue)s") % {"venue": f"{venue} {year}" if year else venue}
    return answer(request, form, latest(at_venue(venue, year), title=title, page=page))


@shared_feed
@require_safe
def author(request: HttpRequest, slug: str, form: Format) -> HttpResponseBase:
    author = find_author(slug)
    if slug != author.slug:
        return redirect("author_feed", author.slug, form.suffix, permanent=True)
    title = _("Summaries of papers by %(author)s") % {"author": author}
    return answer(request, form, latest(by_author(author), title=title, page=author.get_absolute_url()))


@shared_feed
@require_safe
def wanted(request: HttpRequest, form: Format) -> HttpResponseBase:
    """Papers that readers wait for a summary of, the most wanted first."""
    waiting = SummaryRequest.objects.waiting().filter(paper=OuterRef("pk")).order_by()
    first = waiting.values("paper").annotate(first=Min("asked_at")).values("first")
    papers = wanted_papers(AnonymousUser()).select_related("venue").prefetch_related("listings", listed_names())
    papers = papers.annotate(asked_at=Subquery(first))
    page = paginate(papers, MOST_WANTED, cursor=request.GET.get("after"), size=SIZE)
    channel = Channel(
        title=_("Wanted summaries"),
        description=_("Papers that readers would like a summary of, the most wanted first."),
        page=reverse("wanted"),
        entries=[entry_of_paper(paper, getattr(paper, "asked_at", None)) for paper in page.rows],
        next_cursor=page.next_cursor,
        licence=CC0,
    )
    return answer(request, form, channel)


@shared_feed
@require_safe
def search(request: HttpRequest, form: Format) -> HttpResponseBase:
    """What a search finds among summaries, the latest published first; a search for nothing finds nothing."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY]
    found = find_summaries(query, limit=SIZE) if query else []
    asked = {"q": query}
    title = _("Summaries found by “%(query)s”") % {"query": query}
    return answer(request, form, latest(found, title=title, page=with_query("/search/", asked), query=asked))


def channel_of(
    request: HttpRequest,
    listed: SummaryQuerySet,
    order: Order,
    *,
    title: str,
    page: str,
    query: dict[str, str] | None = None,
) -> Channel:
    """A page of a list, whose index says which summaries those are."""
    rows = paginate(listed.only(*order.fields), order.keys, cursor=request.GET.get("after"), size=SIZE)
    numbers = [row.pk for row in rows.rows]
    return latest(numbers, title=title, page=page, query=query or {}, next_cursor=rows.next_cursor)


def latest(
    numbers: list[int], *, title: str, page: str, query: dict[str, str] | None = None, next_cursor: str | None = None
) -> Channel:
    return Channel(
        title=title,
        description=_("Written by people who read the papers, and ranked by those who use them."),
        page=page,
        entries=entries_of(numbers),
        query=query or {},
        next_cursor=next_cursor,
    )
