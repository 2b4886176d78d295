"""One summary: read and delete; views.editor has the writing."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from papers.models import listed_names
from shortsci.page_cache import shared_page
from shortsci.requests import UserRequest, refuse
from summaries.models import Summary
from summaries.querysets import SummaryQuerySet
from summaries.rules import can_edit, can_moderate
from summaries.services import delete_summary
from summaries.views.threads import comment_context
from summaries.views.versions import version_change
from summaries.views.votes import vote_context


@shared_page
@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Summary.objects.visible_to(request.user).with_my_vote(request.user)
    return render_summary(request, get_object_or_404(with_paper(visible), pk=pk))


@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """An unlisted summary, for whoever has its address. Published since, it is found at its public one."""
    found = with_paper(Summary.objects.shared_under(secret).with_my_vote(request.user)).first()
    if found:
        return render_summary(request, found)
    return redirect(get_object_or_404(Summary.objects.public(), secret=secret))


def with_paper(summaries: SummaryQuerySet) -> SummaryQuerySet:
    return summaries.select_related("writer", "paper__primary_category").prefetch_related(listed_names("paper__"))


def render_summary(request: HttpRequest, summary: Summary) -> HttpResponse:
    """What only some may read goes into no search engine, no cache and no address of a page that is left for."""
    context = {
        "summary": summary,
        "paper": summary.paper,
        "is_own": can_edit(request.user, summary),
        "can_moderate": can_moderate(request.user, summary),
        "version_change": version_change(summary, summary.paper),
        "shared_address": settings.SITE_URL + summary.shared_url if summary.restriction == "unlisted" else "",
        **vote_context(request),
        **comment_context(request, summary),
    }
    response = render(request, "summaries/summary.html", context)
    if summary.restriction:
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "same-origin"  # "no-referrer" would make our own forms look foreign
        response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: UserRequest, pk: int) -> HttpResponse:
    """Asks first, on a page of its own that works without JavaScript."""
    summary = get_object_or_404(Summary.objects.visible_to(request.user).select_related("paper"), pk=pk)
    if not can_edit(request.user, summary):
        return refuse(request, _("Only its writer can delete a summary."))
    if request.method == "GET":
        return render(request, "summaries/delete.html", {"summary": summary})
    delete_summary(summary=summary)
    messages.success(request, _("Your summary is deleted."))
    return redirect(summary.paper)
