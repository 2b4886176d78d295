"""The page of a paper, which is above all the list of its summaries."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from papers.citing import cite
from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import highwire, jsonld
from papers.linking import links_elsewhere, signposts
from papers.models import Paper
from papers.rules import can_merge_papers
from shortsci.keyset import paginate
from shortsci.page_cache import shared_page
from summaries.literature import surroundings_of
from summaries.models import Summary
from summaries.orders import BEST, ON_PAPER, named
from summaries.reviews import review
from summaries.services.requests import is_waiting
from summaries.views.votes import vote_context

PAGE_SIZE = 10  # summaries, in full


@shared_page
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper with its summaries; one that was joined with another leads there; by Accept also an export."""
    papers = Paper.objects.with_names().select_related("primary_category")
    paper = get_object_or_404(papers.prefetch_related("resources__added_by"), pk=pk)
    if paper.state == Paper.State.MERGED:
        return redirect(paper.redirect.target, permanent=False)
    is_ready = paper.state == Paper.State.READY
    if is_ready and (form := wanted_format(request, None)):
        return export_papers(Paper.objects.filter(pk=pk).order_by("pk"), form, name=f"paper-{pk}")
    summaries = Summary.objects.visible_to(request.user).filter(paper=paper)
    own = summaries.filter(writer=request.user).first() if request.user.is_authenticated else None
    shown = summaries.public().select_related("writer").with_my_vote(request.user)
    order = named(ON_PAPER, request.GET.get("sort"), BEST)
    page = paginate(shown, order.keys, cursor=request.GET.get("after"), size=PAGE_SIZE)
    citation = cite(paper)
    context = {
        "paper": paper,
        "page": page,
        "own": own,
        "order": order,
        "orders": ON_PAPER.values(),
        "is_first_page": not request.GET.get("after"),
        "surroundings": surroundings_of(paper) if is_ready and not request.GET.get("after") else None,
        "has_asked": request.user.is_authenticated and not paper.summary_count and is_waiting(request.user, paper),
        "here": request.path,
        "versions": list(paper.versions.all()),
        "links": links_elsewhere(paper),
        "can_merge": can_merge_papers(request.user),
        "highwire": highwire.tags(citation) if is_ready else [],
        "jsonld": {**jsonld.scholarly_article(citation), "review": [review(s) for s in page.rows]}
        if is_ready
        else None,
    }
    for summary in page.rows:
        summary.paper = paper
    response = render(request, "summaries/paper.html", context | vote_context(request))
    if is_ready:
        response["Link"] = signposts(paper, site=settings.SITE_URL)
    else:
        response["Cache-Control"] = "no-store"  # who waits for the metadata asks every few seconds
    return vary_on_accept(response)
