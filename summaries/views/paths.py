"""How a paper hangs together with others: what to read before it, and who speaks of it."""

from dataclasses import dataclass
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from papers.models import Paper
from shortsci.keyset import paginate
from shortsci.page_cache import shared_page
from summaries.literature import Literature, load_closure, mentions_of
from summaries.orders import NEW
from summaries.path_pictures import Box, Picture, draw_in_a_column, draw_in_layers
from summaries.reading_paths import find_reading_path

PAGE_SIZE = 25


@dataclass(frozen=True)
class Drawing:
    """A picture with the works that its boxes stand for."""

    name: str
    picture: Picture
    boxes: list[tuple[Box, Literature]]

    @property
    def view_width(self) -> int:
        """With two units on each side, so that no border is cut."""
        return ceil(self.picture.width) + 4

    @property
    def view_height(self) -> int:
        return ceil(self.picture.height) + 4


@shared_page
@require_safe
def reading_path(request: HttpRequest, pk: int) -> HttpResponse:
    """What to read first, as a picture and as a list."""
    paper = get_object_or_404(Paper.objects.prefetch_related("identifiers"), pk=pk)
    if paper.state == Paper.State.MERGED:
        return redirect("reading_path", paper.redirect.target_id)
    closure = load_closure(paper)
    goal = f"paper:{pk}"
    path = find_reading_path(goal, closure.builds_on, closure.years)
    titles = {key: work.label for key, work in closure.works.items()}
    pictures = {"wide": draw_in_layers(path, titles), "narrow": draw_in_a_column(path, titles)}
    drawings = [
        Drawing(name, picture, [(box, closure.works[box.key]) for box in picture.boxes])
        for name, picture in pictures.items()
    ]
    works = [closure.works[key] for key in path.order]
    context = {"paper": paper, "works": works, "drawings": drawings if len(works) > 1 else []}
    return render(request, "summaries/path.html", context)


@shared_page
@require_safe
def mentions(request: HttpRequest, pk: int) -> HttpResponse:
    """All public summaries that speak of the paper, the newest first."""
    paper = get_object_or_404(Paper.objects.prefetch_related("identifiers"), pk=pk)
    if paper.state == Paper.State.MERGED:
        return redirect("mentions", paper.redirect.target_id)
    page = paginate(mentions_of(paper), NEW.keys, cursor=request.GET.get("after"), size=PAGE_SIZE)
    return render(request, "summaries/mentions.html", {"paper": paper, "page": page})
