"""The summaries of what somebody follows, and those that came since their last visit."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from papers.models import name_papers
from reading.models import Follow
from reading.services import first_seen, note_visit, published_since, stream_of
from reading.suggestions import suggestions_for
from shortsci.keyset import Page, paginate
from shortsci.requests import UserRequest
from summaries.models import Summary
from summaries.orders import ALL_TIME, DISCUSSED, HOT, NEW, PERIODS, TOP, Order, named
from summaries.querysets import SummaryQuerySet
from summaries.views.lists import order_context
from summaries.views.votes import vote_context

PAGE_SIZE = 15
ORDERS = {order.key: order for order in (NEW, HOT, TOP, DISCUSSED)}


@login_required
@require_safe
def stream(request: UserRequest) -> HttpResponse:
    """Public summaries of what the reader follows, the latest first."""
    now = timezone.now()
    order = named(ORDERS, request.GET.get("sort"), NEW)
    period = named(PERIODS, request.GET.get("period"), ALL_TIME)
    since = note_visit(user=request.user, now=now)
    page = page_of(request, stream_of(request.user).published_within(period, now, order), order)
    follows_something = bool(page.rows) or Follow.objects.of(request.user).exists()
    context = {
        "page": page,
        "is_first_page": not request.GET.get("after"),
        "new_since": since,
        "first_seen_pk": first_seen(page.rows, since) if order is NEW else None,
        "follows_something": follows_something,
        "suggestions": None if follows_something else suggestions_for(request.user),
        "here": request.path,
        **order_context(ORDERS, order, period),
        **vote_context(request),
    }
    return render(request, "reading/stream.html", context)


@login_required
@require_safe
def since_visit(request: UserRequest, *, is_followed: bool = False) -> HttpResponse:
    """Public summaries that came after the end of the last visit, of the whole site or of what the reader follows."""
    now = timezone.now()
    order = named(ORDERS, request.GET.get("sort"), NEW)
    since = note_visit(user=request.user, now=now)
    context = {
        "page": page_of(request, new_summaries(request, is_followed, since, now, order), order),
        "is_first_page": not request.GET.get("after"),
        "since": since,
        "is_followed": is_followed,
        **order_context(ORDERS, order, ALL_TIME),
        "periods": None,
        **vote_context(request),
    }
    return render(request, "reading/since.html", context)


def new_summaries(
    request: UserRequest, is_followed: bool, since: datetime | None, now: datetime, order: Order
) -> SummaryQuerySet:
    if since is None:
        return Summary.objects.none()
    summaries = stream_of(request.user) if is_followed else Summary.objects.public()
    return published_since(summaries, since, now, order)


def page_of(request: UserRequest, summaries: SummaryQuerySet, order: Order) -> Page[Summary]:
    page = paginate(summaries.for_list(request.user), order.keys, cursor=request.GET.get("after"), size=PAGE_SIZE)
    name_papers(summary.paper for summary in page.rows)
    return page
