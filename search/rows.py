"""The hits of a page, read through their own doors in a number of queries that does not depend on how many they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString

from accounts.models import User
from papers.models import Paper
from papers.models.paper import byline_of
from search.schema import KINDS
from search.services.searching import Hit
from search.snippets import marked, plain_markdown, snippet
from shortsci.links import address_of
from shortsci.prepared import Prepared, below_zero
from summaries.models import Comment, Summary

# What a hit shows of its paper. Plain values: ten papers with their authors as objects take three times as long.
PAPER_FIELDS = (
    *("pk", "title", "abstract", "lead_authors", "author_count", "year", "primary_category_id", "is_withdrawn"),
    *("summary_count", "venue__slug", "venue__name"),
)


class PaperHit(NamedTuple):
    """`place` is the venue, or else the category."""

    byline: str
    year: int | None
    place: str
    place_address: str
    is_withdrawn: bool
    summary_count: int


class Row(NamedTuple):
    """One hit as the page shows it; `record` is what its template needs beside."""

    kind: str
    number: int
    address: str
    title: SafeString
    text: SafeString
    record: PaperHit | Summary | Comment | User


def rows_of(hits: Sequence[Hit], wanted: Set[str]) -> list[Row]:
    """In the order of the hits; what was hidden since the index last followed is not there."""
    found: dict[Hit, Row] = {}
    for kind in KINDS:
        numbers = [hit.number for hit in hits if hit.kind == kind]
        if numbers:
            found |= {Hit(kind, row.number): row for row in READERS[kind](numbers, wanted)}
    return [found[hit] for hit in hits if hit in found]


PAPERS = Prepared(lambda numbers: Paper.objects.listed().filter(pk__in=numbers).values_list(*PAPER_FIELDS), below_zero)


def paper_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    for row in PAPERS.rows(numbers):
        number, title, abstract, authors, author_count, year, category, is_withdrawn, summary_count, slug, venue = row
        place, kind, key = (venue, "venue", slug) if slug else (category or "", "category", category)
        record = PaperHit(
            byline=byline_of(authors, author_count),
            year=year,
            place=place,
            place_address=address_of(kind, key) if key else "",
            is_withdrawn=is_withdrawn,
            summary_count=summary_count,
        )
        address = address_of("paper", number)
        yield Row("paper", number, address, marked(title, wanted), snippet(abstract, wanted), record)


def summary_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    summaries = Summary.objects.public().filter(pk__in=numbers).select_related("writer", "paper__venue")
    for summary in summaries.defer("html", "excerpt"):
        text = plain_markdown(f"{summary.tldr}\n\n{summary.body}" if summary.tldr else summary.body)
        title = marked(summary.paper.title, wanted)
        yield Row("summary", summary.pk, summary.get_absolute_url(), title, snippet(text, wanted), summary)


def comment_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    comments = Comment.objects.visible_to(AnonymousUser()).for_reading()
    for comment in comments.filter(pk__in=numbers, deleted_at=None, hidden_at=None).defer("html", "summary__body"):
        text = snippet(plain_markdown(comment.body), wanted)
        title = marked(comment.summary.paper.title, wanted)
        yield Row("comment", comment.pk, comment.get_absolute_url(), title, text, comment)


def person_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    for user in User.objects.filter(pk__in=numbers, is_active=True, closed_at=None):
        title = marked(str(user), wanted)
        yield Row("person", user.pk, user.get_absolute_url(), title, snippet(user.bio, wanted), user)


Reader = Callable[[Sequence[int], Set[str]], Iterable[Row]]
READERS: Mapping[str, Reader] = {
    "paper": paper_rows,
    "summary": summary_rows,
    "comment": comment_rows,
    "person": person_rows,
}
