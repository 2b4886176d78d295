"""The page of a paper, which is above all the list of its summaries."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from papers.citing import cite
from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import highwire, jsonld
from papers.linking import links_elsewhere, signposts
from papers.models import Paper, PaperCategory, Resource, read_names
from papers.rules import can_merge_papers
from shortsci.page_cache import shared_page
from shortsci.prepared import Prepared, below_zero
from summaries.in_full import TEXTS
from summaries.literature import surroundings_of
from summaries.models import Summary
from summaries.orders import BEST, ON_PAPER, named
from summaries.reviews import review
from summaries.services.requests import is_waiting
from summaries.views.votes import vote_context

PAGE_SIZE = 10  # summaries, in full
PAPERS = Prepared(lambda papers: Paper.objects.filter(pk__in=papers).select_related("venue"), below_zero)
LISTINGS = Prepared(lambda papers: PaperCategory.objects.filter(paper__in=papers), below_zero)
RESOURCES = Prepared(lambda papers: Resource.objects.filter(paper__in=papers).select_related("added_by"), below_zero)


@shared_page
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper with its summaries; one that was joined with another leads there; by Accept also an export."""
    paper = PAPERS.first([pk])
    if paper is None:
        raise Http404
    if paper.state == Paper.State.MERGED:
        return redirect(paper.redirect.target, permanent=False)
    is_ready, is_first_page = paper.state == Paper.State.READY, not request.GET.get("after")
    if is_ready and (form := wanted_format(request, None)):
        return export_papers(Paper.objects.filter(pk=pk).order_by("pk"), form, name=f"paper-{pk}")
    read_names(paper)
    order = named(ON_PAPER, request.GET.get("sort"), BEST)
    shown, cursor = Summary.objects.public().filter(paper=paper), request.GET.get("after")
    page = TEXTS.page(shown, order, user=request.user, cursor=cursor, size=PAGE_SIZE, is_part=True)
    context = {
        "paper": paper,
        "page": page,
        "own": own_summary(request.user, paper),
        "order": order,
        "orders": ON_PAPER.values(),
        "is_first_page": is_first_page,
        "surroundings": surroundings_of(paper) if is_ready and is_first_page else None,
        "resources": RESOURCES.rows([paper.pk]) if is_ready and is_first_page else (),
        "has_asked": request.user.is_authenticated and not paper.summary_count and is_waiting(request.user, paper),
        "here": request.path,
        "can_merge": can_merge_papers(request.user),
        **facts_about(paper),
        **for_programs(paper, page.rows),
    }
    for summary in page.rows:
        summary.paper = paper
    response = render(request, "summaries/paper.html", context | vote_context(request))
    if is_ready:
        response["Link"] = signposts(paper, site=settings.SITE_URL)
    else:
        response["Cache-Control"] = "no-store"  # who waits for the metadata asks every few seconds
    return vary_on_accept(response)


def own_summary(user: User | AnonymousUser, paper: Paper) -> Summary | None:
    if not user.is_authenticated:
        return None
    own = Summary.objects.visible_to(user).filter(paper=paper, writer=user)
    return own.only("visibility", "hidden_at", "secret", "html").first()


def facts_about(paper: Paper) -> dict[str, object]:
    """What its head shows."""
    return {
        "listings": LISTINGS.rows([paper.pk]),
        "versions": list(paper.versions.defer("title", "abstract")) if (paper.version or 0) > 1 else [],
        "links": links_elsewhere(paper),
    }


def for_programs(paper: Paper, summaries: list[Summary]) -> dict[str, object]:
    """What the page tells search engines and reference managers, once there is something to tell."""
    if paper.state != Paper.State.READY:
        return {}
    citation = cite(paper)
    reviews = [review(summary) for summary in summaries]
    return {
        "highwire": highwire.tags(citation),
        "jsonld": {**jsonld.scholarly_article(citation), "review": reviews},
    }
