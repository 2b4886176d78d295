from django import template

from papers.models import Paper
from related.services import related_to
from summaries.literature import Surroundings

register = template.Library()


@register.inclusion_tag("related/_you_might_also_like.html")
def you_might_also_like(paper: Paper, surroundings: Surroundings | None = None) -> dict[str, object]:
    """Related papers that the page does not name anyway, in one query; the same for everybody."""
    if paper.state != Paper.State.READY:
        return {"related": []}
    return {"related": related_to(paper, without=papers_in(surroundings) if surroundings else ())}


def papers_in(surroundings: Surroundings) -> set[int]:
    below = {work.paper.pk for work in surroundings.below if work.paper}
    return {
        *below,
        *(paper.pk for paper in surroundings.above),
        *(summary.paper_id for summary in surroundings.mentions),
    }
