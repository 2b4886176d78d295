from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from summaries.models import Summary
from votes.forms import VoteForm
from votes.services import InvalidVote, cast_vote


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets the vote that the pressed button carries; answers with the control, or leads back without a script."""
    summary = get_object_or_404(Summary.objects.visible_to(request.user), pk=pk)
    if not request.user.is_authenticated:
        return ask_to_log_in(request, next_page(request, summary))
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise InvalidVote
    cast_vote(voter=request.user, summary=summary, value=form.cleaned_data["value"])
    if request.headers.get("HX-Request"):
        counted = Summary.objects.visible_to(request.user).with_my_vote(request.user).get(pk=pk)
        return render(request, "votes/_votes.html", {"summary": counted, "vote_next": request.POST.get("next", "")})
    return redirect(next_page(request, summary))


def ask_to_log_in(request: HttpRequest, target: str) -> HttpResponse:
    """A script would put the log-in page in the control's place, so it is told to go there instead."""
    response = redirect_to_login(target)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


def next_page(request: HttpRequest, summary: Summary) -> str:
    """The page that the form stood on, if it is one of ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return f"{target}#summary-{summary.pk}" if is_ours else summary.get_absolute_url()
