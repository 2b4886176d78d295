"""The page of a paper, which is above all the list of its summaries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from papers.models import Paper
from shortsci.keyset import paginate
from summaries.models import Summary
from summaries.querysets import ON_PAPER
from summaries.views.votes import vote_context

PAGE_SIZE = 10  # summaries, in full


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(Paper.objects.with_names().select_related("primary_category"), pk=pk)
    summaries = Summary.objects.visible_to(request.user).filter(paper=paper)
    own = summaries.filter(writer=request.user).first() if request.user.is_authenticated else None
    shown = summaries.public().select_related("writer").with_my_vote(request.user)
    page = paginate(shown, ON_PAPER, cursor=request.GET.get("after"), size=PAGE_SIZE)
    context = {"paper": paper, "page": page, "own": own, "is_first_page": not request.GET.get("after")}
    context |= vote_context(request)
    return render(request, "summaries/paper.html", context)
