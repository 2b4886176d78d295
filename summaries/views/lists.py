"""Pages that list summaries: the front page and a writer's own."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import Format
from papers.models import Paper, name_papers
from shortsci.page_cache import for_each_reader, shared_page
from shortsci.reader_pages import reader_page
from summaries.in_full import SIGNED_CARDS
from summaries.models import Summary
from summaries.orders import ALL_TIME, HOT, NEW, ON_LISTS, ON_USER, PERIODS, Order, Period, longer_than, named
from summaries.querysets import SummaryQuerySet
from summaries.views.front_rows import PAGE_SIZE, FrontRows, counter_of, front_rows
from summaries.views.readers import ReaderOfSummaries
from summaries.views.votes import vote_context

FRONT = "summaries/front.html"
QUICKLY_SORTED = 1_000  # summaries of one writer


@shared_page
@require_safe
def front(request: HttpRequest, form: Format | None = None) -> HttpResponseBase:
    """Public summaries; an unknown sort or period falls back to the default one. As an export, the papers of all."""
    if wanted := wanted_format(request, form):
        papers = Paper.objects.filter(summary_count__gt=0).order_by("-summary_count", "-pk")
        return export_papers(papers, wanted, name="summarised-papers")
    user = request.user
    page = reader_page(request, front_for_many) if user.is_authenticated else None
    if page and user.is_authenticated:
        rows: FrontRows = page.about
        response = HttpResponse(page.fill(request, ReaderOfSummaries(user, rows.summaries)))
    else:
        rows, context = front_context(request, user)
        response = render(request, FRONT, context)
    return for_each_reader(vary_on_accept(response), counter_of(rows.placed, user))


def front_for_many(request: HttpRequest) -> tuple[str, dict[str, object], FrontRows]:
    """Without anybody's votes, which stand in holes."""
    rows, context = front_context(request, AnonymousUser())
    return FRONT, context, rows


def front_context(request: HttpRequest, user: User | AnonymousUser) -> tuple[FrontRows, dict[str, object]]:
    order = named(ON_LISTS, request.GET.get("sort"), HOT)
    period = named(PERIODS, request.GET.get("period"), ALL_TIME)
    rows = front_rows(request, user, order, period, timezone.now())
    return rows, {
        "summaries": rows.summaries,
        "page": rows.page,
        "drawn": rows.drawn,
        "carried": rows.carried,
        "is_first_page": not request.GET.get("after"),
        **order_context(ON_LISTS, order, period),
        **vote_context(request),
    }


@shared_page
@require_safe
def user(request: HttpRequest, username: str, form: Format | None = None) -> HttpResponseBase:
    """A writer's public summaries under their name; to the writer all others too. As an export, the papers."""
    writer = get_object_or_404(User, username__iexact=username, is_active=True)
    if wanted := wanted_format(request, form):
        written = Summary.objects.public().signed().filter(writer=writer)
        papers = Paper.objects.filter(pk__in=written.values("paper")).order_by("-pk")
        return export_papers(papers, wanted, name=writer.username)
    is_own = request.user == writer
    signed = Summary.objects.public().signed().filter(writer=writer)
    order = named(ON_USER, request.GET.get("sort"), NEW)
    period = named(PERIODS, request.GET.get("period"), ALL_TIME)
    listed = signed.published_within(period, timezone.now(), order)
    number, cursor = signed.count(), request.GET.get("after")
    is_part = number <= QUICKLY_SORTED
    page = SIGNED_CARDS.page(listed, order, user=request.user, cursor=cursor, size=PAGE_SIZE, is_part=is_part)
    unseen = list(unseen_by_others(request.user)) if is_own else []
    name_papers(summary.paper for summary in [*page.rows, *unseen])
    context = {
        "writer": writer,
        "page": page,
        "unseen": unseen,
        "number": number,
        "is_own": is_own,
        **order_context(ON_USER, order, period),
        **vote_context(request),
    }
    return vary_on_accept(render(request, "summaries/user.html", context))


def order_context(orders: dict[str, Order], order: Order, period: Period) -> dict[str, object]:
    """What the links to other orders and periods need, and the sentence of an empty list."""
    return {
        "orders": orders.values(),
        "order": order,
        "periods": PERIODS.values(),
        "period": period,
        "longer_period": longer_than(period),
    }


def unseen_by_others(writer: User | AnonymousUser) -> SummaryQuerySet:
    """What a writer's own page shows to them alone: unpublished, hidden, and published without the name."""
    own = Summary.objects.visible_to(writer).filter(writer_id=writer.pk)
    return own.exclude(pk__in=own.public().signed()).for_list(writer).order_by("-id")
