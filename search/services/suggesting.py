"""What may be meant by what is typed so far: papers, people, authors, categories and venues."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import tantivy
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from tantivy import Occur, Query

from accounts.models import User
from papers.models import Category, Paper, Venue
from search.engine import searching
from search.language import Beginning, filter_at_end
from search.plans import all_of, term
from search.schema import record_of, schema, stem
from search.tokens import words_of

SHORTEST = 2  # letters
LONGEST = 100  # characters of what is typed
OF_EACH = 3
OF_FILTER = 8
PAPERS = 5
ENDINGS = 8  # words that the last one may become
AUTHOR_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`note` tells what is behind the name: authors and year of a paper, the kind of anything else."""

    kind: str
    name: str
    note: str
    url: str


def suggest(text: str) -> list[Suggestion]:
    """At most some ten; while a filter is typed, what it may be held to. Raises SearchUnavailable."""
    text = text.replace("\0", " ")  # no text column holds it, and PostgreSQL cannot even be asked
    if typed := filter_at_end(text):
        return suggest_for(typed)
    words = words_of(text[:LONGEST])
    if sum(map(len, words)) < SHORTEST:
        return []
    with searching() as searcher:
        papers = paper_numbers(searcher, words)
        people = person_numbers(searcher, words)
        authors = list(authors_like(searcher, words))
    places = [*categories_like(text), *venues_like(text)]
    return [*places, *authors, *people_among(people), *papers_among(papers)]


def suggest_for(typed: Beginning) -> list[Suggestion]:
    """Each leads to the search with the filter whole."""
    words = words_of(typed.value[:LONGEST])
    if typed.field not in {"author", "by", "category", "venue"} or sum(map(len, words)) < SHORTEST:
        return []
    with searching() as searcher:
        if typed.field == "author":
            return [held_to(typed, author, author.name) for author in authors_like(searcher, words, OF_FILTER)]
        people = person_numbers(searcher, words) if typed.field == "by" else []
    if typed.field == "by":
        return [held_to(typed, person, person.note.removeprefix("@")) for person in people_among(people)]
    if typed.field == "category":
        return [held_to(typed, category, category.name) for category in categories_like(typed.value)]
    return [held_to(typed, venue, venue.url.rstrip("/").rpartition("/")[2]) for venue in venues_like(typed.value)]


def held_to(typed: Beginning, suggestion: Suggestion, value: str) -> Suggestion:
    return replace(suggestion, url=search_address(typed.become(value)))


def paper_numbers(searcher: tantivy.Searcher, words: list[str]) -> list[int]:
    return numbers_of(searcher, beginning_with(searcher, words, "title", "people"), "paper", PAPERS)


def person_numbers(searcher: tantivy.Searcher, words: list[str]) -> list[int]:
    return numbers_of(searcher, beginning_with(searcher, words, "by"), "person", OF_EACH)


def beginning_with(searcher: tantivy.Searcher, words: list[str], *fields: str) -> Query:
    """All words, and the last one as the beginning of a word."""
    *whole, last = words
    endings = [name for name, _count in searcher.terms_with_prefix("exact", last, limit=ENDINGS)] or [last]
    queries = [one_of(fields, [word]) for word in whole]
    return all_of([*queries, one_of(fields, [*dict.fromkeys([last, *endings])])])


def one_of(fields: tuple[str, ...], words: list[str]) -> Query:
    pairs = {(field, stem(word) if field == "title" else word) for field in fields for word in words}
    return Query.boolean_query([(Occur.Should, term(field, word)) for field, word in sorted(pairs)])


def numbers_of(searcher: tantivy.Searcher, query: Query, kind: str, limit: int) -> list[int]:
    of_kind = Query.const_score_query(Query.term_query(schema(), "kind", kind), 0.0)
    hits = searcher.search(all_of([of_kind, query]), limit, count=False).hits
    keys = searcher.fast_field_values("key", [address for _score, address in hits])
    return [record_of(int(key))[1] for key in keys if key is not None]


def authors_like(searcher: tantivy.Searcher, words: list[str], limit: int = OF_EACH) -> Iterator[Suggestion]:
    """By the family name, or by given name and family name; those with the most papers first."""
    typed = " ".join(words)
    if len(typed) < AUTHOR_SHORTEST:
        return
    for found, _count in searcher.terms_with_prefix("author", typed, limit=limit):
        name = found.partition("\t")[2]
        yield Suggestion("author", name, _("author"), search_address(f'author:"{name}"'))


def categories_like(text: str) -> Iterator[Suggestion]:
    typed = text.strip()[:LONGEST]
    alike = Category.objects.filter(
        Q(code__istartswith=typed) | Q(name__istartswith=typed) | Q(name__icontains=f" {typed}")
    ).order_by("code")
    for category in alike[:OF_EACH]:
        yield Suggestion("category", category.code, category.name, category.get_absolute_url())


def venues_like(text: str) -> Iterator[Suggestion]:
    typed = text.strip()[:LONGEST]
    alike = Venue.objects.filter(Q(slug__istartswith=typed) | Q(name__istartswith=typed)).order_by("slug")
    for venue in alike[:OF_EACH]:
        yield Suggestion("venue", venue.name, venue.full_name or _("venue"), venue.get_absolute_url())


def people_among(numbers: list[int]) -> Iterator[Suggestion]:
    for user in User.objects.filter(pk__in=numbers, is_active=True, closed_at=None).order_by("username"):
        yield Suggestion("person", str(user), f"@{user.username}", user.get_absolute_url())


def papers_among(numbers: list[int]) -> Iterator[Suggestion]:
    papers = Paper.objects.listed().filter(pk__in=numbers).in_bulk()
    for number in numbers:
        if paper := papers.get(number):
            note = ", ".join(part for part in (paper.byline, str(paper.year or "")) if part)
            yield Suggestion("paper", str(paper), note, paper.get_absolute_url())


def search_address(query: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': query})}"
