"""For moderators: votes that came in a burst, and what becomes of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from shortsci.keyset import paginate
from shortsci.requests import UserRequest, refuse
from votes.evidence import evidence_on
from votes.forms import DecisionForm
from votes.models import Burst
from votes.rules import can_decide, can_see_bursts
from votes.services import InvalidDecision, decide_burst

PAGE_SIZE = 20
DECIDED = 10  # shown below, the latest first


@login_required
@require_safe
def held_votes(request: UserRequest) -> HttpResponse:
    """Bursts that wait for a decision, the latest first."""
    if not can_see_bursts(request.user):
        return refuse(request, _("Only moderators see the votes that are held."))
    bursts = Burst.objects.visible_to(request.user).for_list()
    page = paginate(bursts.waiting(), ("-id",), cursor=request.GET.get("after"), size=PAGE_SIZE)
    decided = [] if request.GET.get("after") else bursts.decided().order_by("-decided_at", "-id")[:DECIDED]
    context = {"page": page, "evidence": evidence_on(page.rows), "decided": decided}
    return render(request, "votes/held_votes.html", context)


@login_required
@require_POST
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Counts the votes of a burst or sets them aside, as the pressed button says."""
    if not can_see_bursts(request.user):
        return refuse(request, _("Only moderators decide on votes that are held."))
    burst = get_object_or_404(Burst.objects.visible_to(request.user).select_related("summary"), pk=pk)
    if not can_decide(request.user, burst):
        return refuse(request, _("Another moderator decides on votes on your own summary."))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidDecision
    decided = decide_burst(burst=burst, by=request.user, is_counted=form.cleaned_data["is_counted"])
    messages.success(request, _("The votes are counted.") if decided.is_counted else _("The votes are set aside."))
    return redirect("held_votes")
