"""Pages that list summaries: the front page and a writer's own."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import Format
from papers.models import Paper
from shortsci.keyset import paginate
from summaries.models import Summary
from summaries.querysets import HOT, NEW, PERIODS, TOP, SummaryQuerySet
from summaries.views.votes import vote_context

PAGE_SIZE = 15
SORTS = {"hot": HOT, "new": NEW, "top": TOP}
SORT_NAMES = {"hot": "Hot", "new": "New", "top": "Top"}
PERIOD_NAMES = {"day": "today", "week": "this week", "month": "this month", "year": "this year", "all": "of all time"}


@require_safe
def front(request: HttpRequest, form: Format | None = None) -> HttpResponseBase:
    """Public summaries; an unknown sort or period falls back to the default one. As an export, the papers of all."""
    if wanted := wanted_format(request, form):
        papers = Paper.objects.filter(summary_count__gt=0).order_by("-summary_count", "-pk")
        return export_papers(papers, wanted, name="summarised-papers")
    sort = request.GET.get("sort", "hot") if request.GET.get("sort") in SORTS else "hot"
    period = request.GET.get("period", "all") if request.GET.get("period") in PERIODS else "all"
    summaries = Summary.objects.public().published_within(period, timezone.now()).for_list(request.user)
    page = paginate(summaries, SORTS[sort], cursor=request.GET.get("after"), size=PAGE_SIZE)
    context = {
        "page": page,
        "sort": sort,
        "sorts": SORT_NAMES,
        "period": period,
        "periods": PERIOD_NAMES,
        "is_first_page": not request.GET.get("after"),
        **vote_context(request),
    }
    return vary_on_accept(render(request, "summaries/front.html", context))


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
    page = paginate(signed.for_list(request.user), NEW, cursor=request.GET.get("after"), size=PAGE_SIZE)
    context = {
        "writer": writer,
        "page": page,
        "unseen": unseen_by_others(request.user) if is_own else [],
        "number": signed.count(),
        "is_own": is_own,
        **vote_context(request),
    }
    return vary_on_accept(render(request, "summaries/user.html", context))


def unseen_by_others(writer: User | AnonymousUser) -> SummaryQuerySet:
    """What a writer's own page shows to them alone: unpublished, hidden, and published without the name."""
    own = Summary.objects.visible_to(writer).filter(writer_id=writer.pk)
    return own.exclude(pk__in=own.public().signed()).for_list(writer).order_by("-id")
