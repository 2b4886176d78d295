"""Papers that readers would like a summary of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from papers.models import Paper, listed_names
from shortsci.errors import DomainError
from shortsci.keyset import paginate
from shortsci.page_cache import shared_page
from shortsci.requests import ask_to_log_in, page_of_form
from summaries.forms import WishForm
from summaries.services import ask_for_summary, withdraw_request
from summaries.services.requests import MOST_WANTED, InvalidWish, is_waiting, wanted_papers

PAGE_SIZE = 25


@shared_page
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """The papers that most readers wait for first."""
    papers = wanted_papers(request.user).select_related("venue").prefetch_related(listed_names())
    page = paginate(papers, MOST_WANTED, cursor=request.GET.get("after"), size=PAGE_SIZE)
    return render(request, "summaries/wanted.html", {"page": page, "is_first_page": not request.GET.get("after")})


@require_POST
def want(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets whether the reader waits for a summary, as the pressed button says.

    Answers a script with the control, and with what is wrong in it; without a script it leads back.
    """
    paper = get_object_or_404(Paper, pk=pk)
    if not request.user.is_authenticated:
        return ask_to_log_in(request, paper.get_absolute_url())
    form = WishForm(request.POST)
    if not form.is_valid():
        raise InvalidWish
    change = ask_for_summary if form.cleaned_data["is_wanted"] else withdraw_request
    problem = ""
    try:
        paper.wanted_count = change(reader=request.user, paper=paper)
    except DomainError as error:
        if not request.headers.get("HX-Request"):
            raise
        problem = str(error)
    here = page_of_form(request) or paper.get_absolute_url()
    if not request.headers.get("HX-Request"):
        return redirect(f"{here}#wanted-{paper.pk}")
    context = {"paper": paper, "has_asked": is_waiting(request.user, paper), "here": here, "problem": problem}
    return render(request, "summaries/_wanted.html", context)
