"""The index follows the log of changes: each second, and at once after a commit that wrote something.

What changed is taken out and put in again as it is now, so that it does no harm to do it twice. Papers come by the
million when a snapshot is loaded; they have a place in the log of their own, and everything else goes before them.
Scores change with every vote; they have one too, and are brought up to date by the minute.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import tantivy
from django.utils import timezone

from changes.models import Change
from changes.reading import Place, Reading, read_changes
from search.documents import document_of
from search.engine import noticing_damage, open_index
from search.errors import SearchUnavailable
from search.homes import FOLLOWING, Generation, Places, home
from search.records import READERS, Span
from search.schema import key_of, schema
from summaries.models import Comment, Summary

logger = logging.getLogger(__name__)

FOLLOW_TASK = "search.tasks.follow_changes"
HEAP = 32_000_000  # bytes that the writer may hold
PAPERS_A_COMMIT = 4_000  # some two seconds; so long, at most, does a summary wait for papers
OTHERS_A_COMMIT = 20_000  # changes that are looked at; those of papers among them cost nothing
SCORES_WAIT = timedelta(minutes=1)  # an hour of quiet ends with the next vote, a storm of votes is read so often
PATIENCE = 20.0  # seconds; then the next call goes on
CHUNK = 500  # numbers in one query

What = Change.What


@dataclass(frozen=True, slots=True)
class Followed:
    """`needs_build` says that there is no index to go on with."""

    records: int = 0
    needs_build: bool = False


def follow_changes() -> Followed:
    """Brings the index of this machine up to the log's end. Does nothing where another process is at it."""
    with home().lock(FOLLOWING) as is_free:
        if not is_free:
            return Followed()
        generation = home().current()
        places = generation.read_places() if generation and not generation.is_damaged else None
        if generation is None or places is None:
            return Followed(needs_build=True)
        try:
            with noticing_damage(generation):
                return follow_from(generation, places)
        except SearchUnavailable as error:
            if not generation.is_damaged:
                # Without the traceback: whoever keeps one keeps the writer in it, and with it the lock on the index.
                logger.error("the search index cannot be written now: %s", str(error.__cause__))  # noqa: TRY400
                return Followed()
            logger.warning("the search index is damaged and will be built anew: %s", error.__cause__)
            return Followed(needs_build=True)


def follow_from(generation: Generation, places: Places) -> Followed:
    done = 0
    until = monotonic() + PATIENCE
    is_behind = True
    while is_behind and monotonic() < until:
        others = read_changes(places.others, limit=OTHERS_A_COMMIT)
        papers = read_changes(places.papers, limit=PAPERS_A_COMMIT)
        scores = read_scores(places.scores, others.place)
        if others.is_lost or papers.is_lost or scores.is_lost:
            logger.warning("the log of changes is not the one that the search index has followed")
            generation.mark_damaged("another log of changes")
            return Followed(records=done, needs_build=True)
        done += apply_changes(generation, affected(others, papers, scores))
        following = Places(papers=papers.place, scores=scores.place, others=others.place)
        if following != places:
            generation.write_places(following)
        places, is_behind = following, others.has_more or papers.has_more or scores.has_more
    return Followed(records=done)


def read_scores(place: Place, newest: Place) -> Reading:
    """Nothing while the last that was read is young, or while there is nothing newer."""
    is_young = place.change_at and timezone.now() - datetime.fromisoformat(place.change_at) < SCORES_WAIT
    if is_young or (place.change_id == newest.change_id and not place.gaps):
        return Reading(changes=(), place=place)
    return read_changes(place, limit=OTHERS_A_COMMIT)


@dataclass(frozen=True, slots=True)
class Affected:
    """Numbers of what is to be read again; of the comments on a summary all go, whatever became of them."""

    papers: frozenset[int]
    summaries: frozenset[int]
    comments: frozenset[int]
    people: frozenset[int]
    with_comments: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.papers or self.summaries or self.comments or self.people)


def affected(others: Reading, papers: Reading, scores: Reading) -> Affected:
    numbers: dict[str, set[int]] = defaultdict(set)
    for what, number in others.changes:
        numbers[what].add(number)
    changed = {number for what, number in papers.changes if what == What.PAPER}
    people = numbers[What.USER]
    summaries = numbers[What.SUMMARY] | signed_by(people) | written_on(changed)
    comments = numbers[What.COMMENT] | commented_by(people)
    scored = {number for what, number in scores.changes if what == What.SCORE} - summaries
    return Affected(
        papers=frozenset(changed | papers_of(summaries | scored)),
        summaries=frozenset(summaries | scored),
        comments=frozenset(comments | comments_on(summaries)),
        people=frozenset(people),
        with_comments=frozenset(summaries),
    )


def in_chunks(numbers: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def signed_by(people: Collection[int]) -> set[int]:
    """Their name stands with these. What they wrote anonymously does not change with their name."""
    signed = Summary.objects.public().signed()
    return {pk for chunk in in_chunks(people) for pk in signed.filter(writer__in=chunk).values_list("pk", flat=True)}


def commented_by(people: Collection[int]) -> set[int]:
    rows = Comment.objects.filter(deleted_at=None)
    return {pk for chunk in in_chunks(people) for pk in rows.filter(writer__in=chunk).values_list("pk", flat=True)}


def written_on(papers: Collection[int]) -> set[int]:
    rows = Summary.objects.public()
    return {pk for chunk in in_chunks(papers) for pk in rows.filter(paper__in=chunk).values_list("pk", flat=True)}


def papers_of(summaries: Collection[int]) -> set[int]:
    rows = Summary.objects.all()
    return {pk for chunk in in_chunks(summaries) for pk in rows.filter(pk__in=chunk).values_list("paper_id", flat=True)}


def comments_on(summaries: Collection[int]) -> set[int]:
    rows = Comment.objects.all()
    return {pk for chunk in in_chunks(summaries) for pk in rows.filter(summary__in=chunk).values_list("pk", flat=True)}


def apply_changes(generation: Generation, changed: Affected) -> int:
    """Returns how many records were looked at again."""
    if not changed:
        return 0
    index = open_index(generation)
    papers = changed.papers | indexed_papers_of(index, changed.summaries)
    kinds = {"paper": papers, "summary": changed.summaries, "comment": changed.comments, "person": changed.people}
    writer = index.writer(HEAP, 1)
    delete_all(writer, "on_summary", changed.with_comments)
    for kind, numbers in kinds.items():
        delete_all(writer, "key", [key_of(kind, number) for number in numbers])
        for chunk in in_chunks(numbers):
            for entry in READERS[kind](Span(numbers=chunk)):
                writer.add_document(document_of(entry))
    writer.commit()
    writer.wait_merging_threads()
    return sum(len(numbers) for numbers in kinds.values())


def delete_all(writer: tantivy.IndexWriter, field: str, values: Collection[int]) -> None:
    """By a query: the way by terms that tantivy-py has takes numbers for signed ones and finds none."""
    if values:
        writer.delete_documents_by_query(tantivy.Query.term_set_query(schema(), field, sorted(values)))


def indexed_papers_of(index: tantivy.Index, summaries: Collection[int]) -> frozenset[int]:
    """The papers that these were written on as far as the index knows: a deleted summary cannot be asked any more."""
    if not summaries:
        return frozenset()
    keys = [key_of("summary", number) for number in summaries]
    searcher = index.searcher()
    hits = searcher.search(tantivy.Query.term_set_query(schema(), "key", keys), len(keys), count=False).hits
    papers = searcher.fast_field_values("paper", [address for _, address in hits])
    return frozenset(int(number) for number in papers if number is not None)
