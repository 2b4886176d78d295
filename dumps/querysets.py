"""Which rows are public data."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from papers.models import Paper
from summaries.models import Comment, Summary


def public_papers(*, with_all: bool) -> QuerySet[Paper]:
    """Those with a public summary; `with_all`, every paper whose metadata is here."""
    chosen = Q(summary_count__gt=0)
    if with_all:
        chosen |= Q(state=Paper.State.READY)
    return Paper.objects.filter(chosen).with_names()


def public_summaries() -> QuerySet[Summary]:
    return Summary.objects.public().select_related("writer").defer("html", "excerpt")


def public_comments() -> QuerySet[Comment]:
    """On public summaries, neither deleted nor hidden."""
    readable = Comment.objects.visible_to(AnonymousUser()).filter(deleted_at__isnull=True, hidden_at__isnull=True)
    return readable.for_reading().defer("html", "summary__body", "summary__html", "summary__excerpt")
