"""Rows of the database as entries, in a number of queries that does not depend on how many they are.

Here is decided what is found at all: papers that lists show, public summaries, comments that everybody reads, and
people with an open account. Nothing of an anonymous summary names its writer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Model, Q, QuerySet

from accounts.models import User
from papers.models import Authorship, Paper, PaperCategory, Resource
from search.documents import CommentEntry, Entry, PaperEntry, PersonEntry, SummaryEntry
from summaries.models import Comment, Summary

PAPER_FIELDS = (
    *("id", "title", "abstract", "keywords", "year", "venue_year", "published_on", "summary_count"),
    *("venue__slug", "venue__name", "venue__full_name"),
)
MAXIMUM_AUTHORS = 300  # of one paper; nobody looks for the thousandth


@dataclass(frozen=True, slots=True)
class Span:
    """Rows by number: some, or all from `first` to `last`, which a database reads in one go."""

    numbers: Collection[int] = field(default_factory=tuple)
    first: int = 0
    last: int = 0

    def where(self, name: str) -> Q:
        if self.last:
            return Q(**{f"{name}__gte": self.first, f"{name}__lte": self.last})
        return Q(**{f"{name}__in": self.numbers})


def read_papers(span: Span) -> Iterator[PaperEntry]:
    authors = gathered(
        Authorship.objects.filter(span.where("paper"), position__lte=MAXIMUM_AUTHORS)
        .order_by("paper", "position")
        .values_list("paper_id", "author__name")
    )
    listings = PaperCategory.objects.filter(span.where("paper")).order_by("paper", "position")
    categories = gathered(listings.values_list("paper_id", "category_id"))
    with_code = set(Resource.objects.filter(span.where("paper"), kind="code").values_list("paper_id", flat=True))
    best = Summary.objects.public().filter(span.where("paper")).values("paper").annotate(best=Max("score"))
    scores = dict(best.values_list("paper", "best"))
    for row in Paper.objects.listed().filter(span.where("pk")).order_by("pk").values_list(*PAPER_FIELDS).iterator():
        number, title, abstract, keywords, year, venue_year, published_on, count, slug, name, full_name = row
        yield PaperEntry(
            number=number,
            title=title,
            abstract=abstract,
            keywords=keywords,
            authors=authors.get(number, ()),
            categories=categories.get(number, ()),
            venue=slug or "",
            venue_names=[text for text in (name, full_name) if text],
            year=year,
            venue_year=venue_year,
            published_on=published_on,
            has=[*(["summary"] if count else []), *(["code"] if number in with_code else [])],
            score=scores.get(number, 0),
        )


def gathered(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    lists: dict[int, list[str]] = defaultdict(list)
    for number, text in rows:
        lists[number].append(text)
    return lists


def read_summaries(span: Span) -> Iterator[SummaryEntry]:
    rows = list(
        Summary.objects.public()
        .filter(span.where("pk"), paper__state=Paper.State.READY)
        .select_related("writer")
        .only("paper_id", "tldr", "body", "is_anonymous", "published_at", "score", "writer")
        .order_by("pk")
    )
    papers = papers_of(rows)
    for summary in rows:
        if summary.paper_id in papers and summary.published_at:
            yield SummaryEntry(
                number=summary.pk,
                paper=papers[summary.paper_id],
                tldr=summary.tldr,
                body=summary.body,
                by=() if summary.is_anonymous else names_of(summary.writer),
                published_at=summary.published_at,
                score=summary.score,
            )


def read_comments(span: Span) -> Iterator[CommentEntry]:
    rows = list(
        Comment.objects.visible_to(AnonymousUser())
        .filter(span.where("pk"), deleted_at=None, hidden_at=None, summary__paper__state=Paper.State.READY)
        .select_related("writer", "summary")
        .defer("html", "summary__body", "summary__html", "summary__excerpt")
        .order_by("pk")
    )
    papers = papers_of([comment.summary for comment in rows])
    for comment in rows:
        if comment.summary.paper_id in papers:
            yield CommentEntry(
                number=comment.pk,
                summary=comment.summary_id,
                paper=papers[comment.summary.paper_id],
                body=comment.body,
                by=() if comment.is_pseudonymous else names_of(comment.writer),
                created_at=comment.shown_created_at,
            )


def read_people(span: Span) -> Iterator[PersonEntry]:
    people = User.objects.filter(span.where("pk"), is_active=True, closed_at=None).order_by("pk")
    for user in people.only("username", "display_name", "bio", "date_joined", "closed_at"):
        yield PersonEntry(number=user.pk, names=names_of(user), about=user.bio, joined_at=user.date_joined)


def papers_of(summaries: Collection[Summary]) -> dict[int, PaperEntry]:
    numbers = {summary.paper_id for summary in summaries}
    return {paper.number: paper for paper in read_papers(Span(numbers))} if numbers else {}


def names_of(user: User) -> list[str]:
    """None of a former member."""
    return [] if user.closed_at else list(dict.fromkeys([user.username, str(user)]))


Reader = Callable[[Span], Iterator[Entry]]
READERS: Mapping[str, Reader] = {
    "paper": read_papers,
    "summary": read_summaries,
    "comment": read_comments,
    "person": read_people,
}


def rows_of(kind: str) -> QuerySet[Any]:
    """All that there are, also those that are not to be found."""
    models: Mapping[str, type[Model]] = {"paper": Paper, "summary": Summary, "comment": Comment, "person": User}
    return models[kind]._default_manager.all()  # noqa: SLF001 (Django documents it)
