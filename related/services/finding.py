"""Reading what was computed."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from papers.models import Paper
from related.models import RelatedPaper
from related.querysets import RelatedPaperQuerySet
from related.weighing import SEEN_FROM_THERE, Reason
from shortsci.prepared import Prepared, below_zero
from summaries.models import Summary
from votes.models import Vote

SHOWN = 6
STARTING_POINTS = 100  # papers that suggestions start from, the latest of them
SUGGESTIONS_READ = 500
SHOWN_FIELDS = ("title", "year", "summary_count")


@dataclass(frozen=True)
class Related:
    """A paper with the reason in a word."""

    paper: Paper
    why: str
    reason: str


@dataclass(frozen=True)
class Suggestion:
    """A paper, and the one known to the reader that it is related to most."""

    paper: Paper
    reason: str
    because_of: Paper


def related_to(paper: Paper, limit: int = SHOWN, *, without: Collection[int] = ()) -> list[Related]:
    """The best first, in one query; the same for everybody. `without` are ids of papers that are shown elsewhere.

    For a paper without summaries nothing is computed: here those are found that are related to it.
    """
    if paper.summary_count:
        found = [Related(row.related, row.why, row.reason) for row in RELATED.rows([paper.pk])]
    else:
        enough = limit + len(without)
        rows = fields_of(RelatedPaper.objects.filter(related=paper, paper__state=Paper.State.READY), "paper")
        found = [seen_from_there(row) for row in rows.order_by("-score", "-paper")[:enough]]
    return [row for row in found if row.paper.pk not in without][:limit]


def fields_of(rows: RelatedPaperQuerySet, side: str) -> RelatedPaperQuerySet:
    return rows.select_related(side).only("why", "words", *(f"{side}__{field}" for field in SHOWN_FIELDS))


RELATED = Prepared(
    lambda papers: fields_of(RelatedPaper.objects.listed().filter(paper__in=papers), "related").best_first(), below_zero
)


def seen_from_there(row: RelatedPaper) -> Related:
    paper = row.paper
    row.why = SEEN_FROM_THERE.get(Reason(row.why), Reason(row.why)).value
    return Related(paper, row.why, row.reason)


def suggestions_for(user: User, limit: int = SHOWN, *, kept: Collection[int] = ()) -> list[Suggestion]:
    """Papers related to what the reader voted up or keeps (`kept`, ids of papers), the best first.

    Without papers that the reader voted on, wrote on or keeps. For the reader alone: it tells of votes. In three
    queries, whatever the numbers.
    """
    voted = list(
        Vote.objects.filter(voter=user).order_by("-pk").values_list("summary__paper", "value")[:SUGGESTIONS_READ]
    )
    liked = [paper for paper, value in voted if value == Vote.UP]
    written = Summary.objects.filter(writer=user).order_by("-pk").values_list("paper", flat=True)[:SUGGESTIONS_READ]
    known = {*kept, *(paper for paper, _ in voted), *written}
    start = list(dict.fromkeys([*kept, *liked]))[:STARTING_POINTS]
    rows = RelatedPaper.objects.listed().filter(paper__in=start, related__summary_count__gt=0)
    found: dict[int, RelatedPaper] = {}
    for row in rows.order_by("-score", "-related").select_related("paper", "related")[:SUGGESTIONS_READ]:
        if row.related_id not in known:
            found.setdefault(row.related_id, row)
    return [Suggestion(row.related, row.reason, row.paper) for row in list(found.values())[:limit]]
