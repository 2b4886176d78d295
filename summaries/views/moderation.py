"""Moderators hide a summary and bring it back; a writer puts a name on an anonymous one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from shortsci.requests import UserRequest, refuse
from summaries.models import Summary
from summaries.rules import can_edit, can_moderate
from summaries.services import claim_summary, hide_summary, restore_summary


@login_required
@require_POST
def hide(request: UserRequest, pk: int) -> HttpResponse:
    summary = get_object_or_404(Summary.objects.visible_to(request.user), pk=pk)
    if not can_moderate(request.user, summary):
        return refuse(request, _("Only moderators hide summaries, and never their own."))
    hide_summary(summary=summary, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("The summary is hidden. Its writer sees the reason."))
    return redirect(summary)


@login_required
@require_POST
def unhide(request: UserRequest, pk: int) -> HttpResponse:
    summary = get_object_or_404(Summary.objects.visible_to(request.user), pk=pk)
    if not can_moderate(request.user, summary):
        return refuse(request, _("Only moderators bring summaries back, and never their own."))
    restore_summary(summary=summary)
    messages.success(request, _("The summary is back for everybody."))
    return redirect(summary)


@login_required
@require_http_methods(["GET", "POST"])
def claim(request: UserRequest, pk: int) -> HttpResponse:
    """Asks first: a name that was public cannot be taken back."""
    summary = get_object_or_404(Summary.objects.visible_to(request.user).select_related("writer", "paper"), pk=pk)
    if not can_edit(request.user, summary):
        return refuse(request, _("Only its writer can put a name on a summary."))
    if request.method == "GET":
        return render(request, "summaries/claim.html", {"summary": summary})
    claim_summary(summary=summary)
    messages.success(request, _("The summary carries your name now."))
    return redirect(summary)
