from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from shortsci.addresses import client_address
from shortsci.errors import DomainError
from shortsci.origins import comes_from_here
from shortsci.requests import ask_to_log_in, page_of_form, refuse
from summaries.models import Summary
from votes.forms import PendingVoteForm, VoteForm
from votes.models import Vote
from votes.pending import keep_vote
from votes.services import InvalidReason, InvalidVote, cast_vote, check_vote_rate


# Pages for people without an account are the same bytes for all and hold no token; see docs/decisions/0017.
@csrf_exempt
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets the vote that the pressed button carries, or keeps it until its person has logged in."""
    if request.user.is_authenticated:
        return vote_of_user(request, pk)
    if "csrfmiddlewaretoken" in request.POST:
        return vote_with_token(request, pk)
    is_ours = comes_from_here(request)
    if is_ours is None:
        return confirm(request, pk)
    return keep(request, pk) if is_ours else refuse(request, _("This vote was sent from a page of another site."))


@csrf_protect
def vote_of_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers with the control, or leads back without a script."""
    summary = get_object_or_404(Summary.objects.visible_to(request.user), pk=pk)
    is_scripted = bool(request.headers.get("HX-Request"))
    problem: DomainError | None = None
    try:
        cast_from_form(request, summary)
    except DomainError as error:
        if not is_scripted:
            raise
        problem = error
    if is_scripted:
        return render_control(request, pk, problem)
    return redirect(next_page(request, summary))


def cast_from_form(request: HttpRequest, summary: Summary) -> None:
    form = VoteForm(request.POST)
    if not form.is_valid() or not request.user.is_authenticated:
        raise InvalidReason if "value" not in form.errors else InvalidVote
    check_vote_rate(request.user)
    value = form.cleaned_data["value"]
    reason = form.cleaned_data["reason"] if value == Vote.DOWN else ""  # the select stands in the form of all buttons
    cast_vote(voter=request.user, summary=summary, value=value, reason=reason, address=client_address(request))


def render_control(request: HttpRequest, pk: int, problem: DomainError | None) -> HttpResponse:
    """As the database has it now, with the reason of a refusal beside it."""
    counted = get_object_or_404(Summary.objects.visible_to(request.user).with_my_vote(request.user), pk=pk)
    context = {
        "summary": counted,
        "vote_next": request.POST.get("next", ""),
        "problem": problem or "",
        "asks_reason": problem is None and request.POST.get("value") == "-1",
    }
    return render(request, "votes/_control.html", context, status=problem.status if problem else 200)


@csrf_protect
def vote_with_token(request: HttpRequest, pk: int) -> HttpResponse:
    return keep(request, pk)


def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Until the log-in, which it leads to."""
    summary, value = summary_and_value(request, pk)
    keep_vote(request.session, summary=summary.pk, value=value)
    return ask_to_log_in(request, next_page(request, summary))


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A browser that does not say where the form stood is asked on a page of its own."""
    summary, value = summary_and_value(request, pk)
    context = {"summary": summary, "value": value, "vote_next": page_of_form(request)}
    return render(request, "votes/confirm.html", context)


def summary_and_value(request: HttpRequest, pk: int) -> tuple[Summary, int]:
    summary = get_object_or_404(Summary.objects.visible_to(request.user).without_text(), pk=pk)
    form = PendingVoteForm(request.POST)
    if not form.is_valid():
        raise InvalidVote
    return summary, form.cleaned_data["value"]


def next_page(request: HttpRequest, summary: Summary) -> str:
    """The page that the form stood on, if it is one of ours."""
    here = page_of_form(request)
    return f"{here}#summary-{summary.pk}" if here else summary.get_absolute_url()
