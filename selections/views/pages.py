"""What readers see of selections."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import Format
from papers.models import Paper
from selections.models import Selection
from selections.querysets import NEWEST
from selections.reading import listed_with_papers, read_selection
from selections.rules import can_edit_selections
from shortsci.keyset import paginate
from shortsci.page_cache import shared_page

PAGE_SIZE = 20


@shared_page
@require_safe
def selections(request: HttpRequest) -> HttpResponse:
    """Published ones, the latest first; above them, to editors, what waits on their desk."""
    page = paginate(Selection.objects.published(), NEWEST, cursor=request.GET.get("after"), size=PAGE_SIZE)
    is_editor = can_edit_selections(request.user)
    unpublished = Selection.objects.visible_to(request.user).exclude(state=Selection.State.PUBLISHED)
    context = {
        "page": page,
        "listed": listed_with_papers(page.rows),
        "is_editor": is_editor,
        "unpublished": unpublished.without_texts().order_by("-pk")[:PAGE_SIZE] if is_editor else [],
    }
    return render(request, "selections/selections.html", context)


@shared_page
@require_safe
def selection(request: HttpRequest, slug: str, form: Format | None = None) -> HttpResponseBase:
    """One selection to read; to editors a draft too. As an export, its papers."""
    found = get_object_or_404(Selection.objects.visible_to(request.user).select_related("venue"), slug=slug)
    if wanted := wanted_format(request, form):
        papers = Paper.objects.filter(picks__selection=found).order_by("picks__position", "pk")
        return export_papers(papers, wanted, name=found.slug)
    context = {"selection": found, "is_editor": can_edit_selections(request.user), **read_selection(found)}
    response = render(request, "selections/selection.html", context)
    if not found.is_published:
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
    return vary_on_accept(response)
