"""Computing the related papers of one paper after the other, in short transactions."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from papers.models import Paper
from related.models import RelatedPaper, StalePaper
from related.services.authors import signs_from_authors
from related.services.citations import signs_from_citations
from related.services.readers import signs_from_readers
from related.services.texts import alike, words_of
from related.weighing import Reason, Sign, cosine, shared_words, weigh, weigh_place, weigh_words

KEPT = 12  # for each paper; more than are shown, since a page leaves out what it names elsewhere
WEIGHED = 40  # candidates whose texts are compared
MARKS_READ = 2_000
TRY_AGAIN_AFTER = timedelta(minutes=5)
LEAST_SCORE = 0.1
Entry = tuple[int, float, str, str]  # related paper, score, why, words


@dataclass(frozen=True)
class Found:
    """A candidate, with what makes it comparable."""

    paper: Paper
    score: float
    why: Reason
    words: str = ""

    @property
    def entry(self) -> Entry:
        return self.paper.pk, round(self.score, 4), self.why.value, self.words


def relate_stale_papers(limit: int, now: datetime | None = None) -> int:
    """Computes anew what is marked, the latest first, up to `limit` papers; returns how many there were.

    A mark goes only after its paper was computed, so a run that was killed is done again. Two workers at once do the
    same work and write the same rows, one after the other. What was computed without the search index is tried again.
    """
    now = now or timezone.now()
    by_paper = read_marks(limit, now)
    for number, marks in by_paper.items():
        if not relate_paper(number, now):
            StalePaper.objects.create(paper_number=number, due_at=now + TRY_AGAIN_AFTER)
        StalePaper.objects.filter(pk__in=marks).delete()
    return len(by_paper)


def read_marks(limit: int, now: datetime) -> dict[int, list[int]]:
    """For each paper the rows that mark it."""
    marks = StalePaper.objects.filter(due_at__lte=now).order_by("-pk").values_list("pk", "paper_number")[:MARKS_READ]
    by_paper: dict[int, list[int]] = {}
    for pk, number in marks:
        if number in by_paper or len(by_paper) < limit:
            by_paper.setdefault(number, []).append(pk)
    return by_paper


def relate_paper(paper_id: int, now: datetime | None = None) -> bool:
    """Makes the stored rows of the paper say what speaks for others today; nothing is read under a lock.

    Says whether texts were asked too: false while this machine has no search index.
    """
    paper = Paper.objects.filter(pk=paper_id).first()
    is_alive = paper is not None and paper.state == Paper.State.READY and paper.summary_count > 0
    found, is_complete = find_related(paper, now or timezone.now()) if paper and is_alive else ([], True)
    wanted = sorted(row.entry for row in found)
    stored = RelatedPaper.objects.filter(paper=paper_id).order_by("related")
    if wanted != list(stored.values_list("related", "score", "why", "words")):
        replace_rows(paper_id, wanted)
    return is_complete


@transaction.atomic
def replace_rows(paper_id: int, wanted: Collection[Entry]) -> None:
    """Papers are locked in the order of their ids, as joining two of them does; one that is gone is left out."""
    papers = Paper.objects.select_for_update(no_key=True).filter(pk__in=[paper_id, *(row[0] for row in wanted)])
    there = set(papers.order_by("pk").values_list("pk", flat=True))
    RelatedPaper.objects.filter(paper=paper_id).delete()
    RelatedPaper.objects.bulk_create(
        RelatedPaper(paper_id=paper_id, related_id=related, score=score, why=why, words=words)
        for related, score, why, words in wanted
        if related in there and paper_id in there
    )


def find_related(paper: Paper, now: datetime) -> tuple[list[Found], bool]:
    """All that speaks for a paper, the likeliest candidates compared by their texts too; the best first.

    And whether the search index was there to name candidates.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    signs = [
        *signs_from_citations(paper.pk),
        *signs_from_readers(paper.pk, until=midnight),
        *signs_from_authors(paper.pk),
    ]
    likely = {weighed.paper for weighed in weigh(signs)[:WEIGHED]}
    named = alike(paper)
    own = words_of(paper)
    candidates = read_candidates(paper, likely | set(named or ()))
    by_paper: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        by_paper[sign.paper].append(sign)
    found = [weigh_candidate(paper, own, candidate, by_paper[candidate.pk]) for candidate in candidates]
    strong = [row for row in found if row.score >= LEAST_SCORE]
    return sorted(strong, key=lambda row: (-row.score, -row.paper.pk))[:KEPT], named is not None


def read_candidates(paper: Paper, ids: Collection[int]) -> list[Paper]:
    fields = ("title", "abstract", "primary_category", "venue", "venue_year", "summary_count")
    return list(Paper.objects.listed().filter(pk__in=ids).exclude(pk=paper.pk).only(*fields).order_by("pk"))


def weigh_candidate(paper: Paper, own: Counter[str], candidate: Paper, signs: Collection[Sign]) -> Found:
    """`own` are the paper's words, `signs` those that speak for the candidate."""
    other = words_of(candidate)
    of_words = Sign(candidate.pk, Reason.WORDS, weigh_words(cosine(own, other)))
    weighed = weigh([*signs, of_words])[0]
    place = weigh_place(
        same_category=paper.primary_category_id == candidate.primary_category_id,
        same_venue=candidate.venue_id is not None and paper.venue_id == candidate.venue_id,
        has_summaries=candidate.summary_count > 0,
    )
    words = shared_words(own, other) if weighed.reason is Reason.WORDS else ""
    return Found(candidate, min(1.0, weighed.score * place), weighed.reason, words)
