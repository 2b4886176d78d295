"""Ranking what votes have changed, and taking summaries out of the periods that they have outlived."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from changes.models import Change
from changes.services import note_changes
from shortsci.turns import turn_to_write
from summaries.models import Summary
from summaries.orders import ENDING, recency_of
from votes.ranking import FORMULA_VERSION, hot_score, wilson_lower_bound
from votes.services import statements
from votes.services.reputation import mark_stale
from votes.services.statements import Ranks

RANK_BATCH = 200  # summaries a transaction; short enough that votes never wait for it
RANKED_FROM = ["id", "writer_id", "is_anonymous", "upvotes", "downvotes", "published_at"]
PERIOD_SLICE = 5_000  # summaries a transaction, after a site stood still
RANK_FIELDS = ["wilson", "hot", "recency", "formula_version", "needs_ranking"]


def rank_changed_summaries() -> int:
    """Computes the ranks of the summaries that are marked; returns how many there were.

    Two workers at once share the work: each skips the rows that the other has locked.
    """
    done = 0
    while batch := rank_batch():
        done += batch
    return done


def rank_batch() -> int:
    with turn_to_write():
        return rank_marked()


@transaction.atomic
def rank_marked() -> int:
    marked = Summary.objects.needing_rank().select_for_update(skip_locked=True).order_by("id")
    rows = list(marked.values_list(*RANKED_FROM)[:RANK_BATCH])
    if not rows:
        return 0
    now = timezone.now()
    statements.rank({pk: ranks_of(up, down, published_at, now) for pk, _, _, up, down, published_at in rows})
    mark_stale(writer for _, writer, is_anonymous, *_ in rows if not is_anonymous)
    note_changes(Change.What.SCORE, [row[0] for row in rows], is_urgent=False)
    return len(rows)


def ranks_of(upvotes: int, downvotes: int, published_at: datetime | None, now: datetime) -> Ranks:
    return Ranks(
        wilson=wilson_lower_bound(upvotes, downvotes),
        hot=hot_score(upvotes, downvotes, published_at) if published_at else 0.0,
        recency=recency_of(published_at, now),
    )


def set_ranks(summary: Summary, now: datetime) -> None:
    ranks = ranks_of(summary.upvotes, summary.downvotes, summary.published_at, now)
    summary.wilson, summary.hot, summary.recency = ranks
    summary.formula_version = FORMULA_VERSION
    summary.needs_ranking = False


def move_periods(now: datetime | None = None) -> int:
    """Takes each summary whose period has ended into the next one; returns how many there were.

    A statement a slice, by the index summary_period_ends: it reads the rows that it moves and no others. The
    longest period goes first, so that none is moved twice.
    """
    now = now or timezone.now()
    return sum(end_period(period.recency, now) for period in reversed(ENDING))


def end_period(recency: int, now: datetime) -> int:
    """Of the rows with this recency, gives those that are too old for it the one that is theirs.

    A row that somebody else has locked waits for the next minute, and nobody waits for this.
    """
    limits = {period.recency: period.begins(now) for period in ENDING}
    moved = 0
    for lower in range(recency):  # a site that stood still for a month has more than one step to catch up on
        while slice_moved := move_slice(recency, lower, limits[lower + 1]):
            moved += slice_moved
    return moved


@transaction.atomic
def move_slice(recency: int, lower: int, limit: datetime) -> int:
    ended = Summary.objects.filter(recency=recency, recency__gt=0, published_at__lt=limit)
    free = ended.select_for_update(skip_locked=True).values("pk")[:PERIOD_SLICE]
    return Summary.objects.filter(pk__in=free).update(recency=lower)
