from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from shortsci.requests import ask_to_log_in, page_of_form
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


def next_page(request: HttpRequest, summary: Summary) -> str:
    """The page that the form stood on, if it is one of ours."""
    here = page_of_form(request)
    return f"{here}#summary-{summary.pk}" if here else summary.get_absolute_url()
