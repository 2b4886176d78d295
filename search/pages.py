"""What a page of results is made of: rows read through their own doors, facets as links, numbers of pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Authorship, Paper, Venue, first_authors
from search.language import Query, as_term
from search.plans import groups_of
from search.schema import KINDS, stem
from search.services.searching import SORTS, Found, Hit
from search.snippets import marked, plain_markdown, snippet
from search.tokens import spellings, words_of
from summaries.models import Comment, Summary

PAGE_SIZE = 10
MAXIMUM_PAGES = 30  # nobody reads further; who wants more narrows the search

KIND_NAMES = {
    "": _("Everything"),
    "paper": _("Papers"),
    "summary": _("Summaries"),
    "comment": _("Comments"),
    "person": _("People"),
}
# What a hit shows of its paper.
PAPER_FIELDS = (
    *("title", "abstract", "year", "primary_category_id", "is_withdrawn", "summary_count"),
    *("venue__slug", "venue__name"),
)
# As addresses have them.
KIND_KEYS = {"all": "", "papers": "paper", "summaries": "summary", "comments": "comment", "people": "person"}
SORT_NAMES = dict(zip(SORTS, (_("Relevance"), _("Score"), _("Date")), strict=True))
FACET_NAMES = {"year": _("Year"), "category": _("Category"), "venue": _("Venue"), "has": _("With")}
HAVING_NAMES = {"summary": _("a summary"), "code": _("code")}


@dataclass(frozen=True, slots=True)
class Row:
    """One hit as the page shows it; `record` is the paper, summary, comment or person."""

    kind: str
    record: Model
    title: SafeString
    text: SafeString

    @property
    def template(self) -> str:
        return f"search/_{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes one thing about the search."""

    name: str | Promise
    address: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    name: str | Promise
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of a results page says."""

    q: str
    kind: str = "all"
    sort: str = "relevance"
    page: int = 1
    is_literal: bool = False

    def link(self, **changed: object) -> str:
        """Another page of results; whatever changes leads to its first page."""
        values = {"q": self.q, "kind": self.kind, "sort": self.sort, "literal": self.is_literal, "page": 1, **changed}
        ordinary = {"kind": "all", "sort": "relevance", "literal": False, "page": 1}
        shown = {name: value for name, value in values.items() if value != ordinary.get(name)}
        return "?" + urlencode({name: 1 if value is True else value for name, value in shown.items()})

    def narrowed(self, terms: Iterable[str]) -> list[str]:
        """For each term, the page of results with it added to what is typed; quicker than a `link` for each."""
        typed = f"?q={quote_plus(self.q)}"
        rest = self.link().removeprefix(typed)
        between = "+" if self.q else ""
        return [f"{typed}{between}{quote_plus(term)}{rest}" for term in terms]


def rows_of(hits: Sequence[Hit], wanted: Set[str]) -> list[Row]:
    """In the order of the hits; what was hidden since the index last followed is not there."""
    found: dict[Hit, Row] = {}
    for kind in KINDS:
        numbers = [hit.number for hit in hits if hit.kind == kind]
        if numbers:
            found |= {Hit(kind, row.record.pk): row for row in READERS[kind](numbers, wanted)}
    return [found[hit] for hit in hits if hit in found]


def paper_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    papers = Paper.objects.listed().filter(pk__in=numbers).select_related("venue").only(*PAPER_FIELDS)
    for paper in papers.prefetch_related(author_names()):
        yield Row("paper", paper, marked(paper.title, wanted), snippet(paper.abstract, wanted))


def author_names() -> "Prefetch[str]":
    """Of the first authors, without what a hit does not show."""
    authorships = Authorship.objects.first_of_each().only("paper_id", "position", "author__name")
    return Prefetch("authorships", authorships)


def summary_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    summaries = Summary.objects.public().filter(pk__in=numbers).select_related("writer", "paper__venue")
    for summary in summaries.defer("html", "excerpt").prefetch_related(first_authors("paper__")):
        text = plain_markdown(f"{summary.tldr}\n\n{summary.body}" if summary.tldr else summary.body)
        yield Row("summary", summary, marked(summary.paper.title, wanted), snippet(text, wanted))


def comment_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    comments = Comment.objects.visible_to(AnonymousUser()).for_reading()
    for comment in comments.filter(pk__in=numbers, deleted_at=None, hidden_at=None).defer("html", "summary__body"):
        text = snippet(plain_markdown(comment.body), wanted)
        yield Row("comment", comment, marked(comment.summary.paper.title, wanted), text)


def person_rows(numbers: Sequence[int], wanted: Set[str]) -> Iterable[Row]:
    for user in User.objects.filter(pk__in=numbers, is_active=True, closed_at=None):
        yield Row("person", user, marked(str(user), wanted), snippet(user.bio, wanted))


Reader = Callable[[Sequence[int], Set[str]], Iterable[Row]]
READERS: Mapping[str, Reader] = {
    "paper": paper_rows,
    "summary": summary_rows,
    "comment": comment_rows,
    "person": person_rows,
}


def wanted_stems(asked: Query) -> set[str]:
    """The stems that a result marks."""
    words = [part for group in groups_of(asked.words) for part in (*group.parts, group.joined) if part]
    words += [word for words in asked.words if words.is_phrase for word in words_of(words.text)]
    words += [word for chosen in asked.filters if chosen.field in {"author", "by"} for word in words_of(chosen.value)]
    return {stem(form) for word in words for form in spellings(word)}


def kinds_for(address: Address, found: Found) -> list[Choice]:
    counts = dict(found.facets.get("kind", ()))
    return [
        Choice(
            KIND_NAMES[kind],
            address.link(kind=key),
            counts.get(kind, 0) if kind else None,
            is_current=key == address.kind,
        )
        for key, kind in KIND_KEYS.items()
    ]


def sorts_for(address: Address) -> list[Choice]:
    return [Choice(name, address.link(sort=key), is_current=key == address.sort) for key, name in SORT_NAMES.items()]


def facets_for(address: Address, found: Found) -> list[Facet]:
    """Those that would narrow the search; what it is held to already is among `chosen_for`."""
    names = {"venue": venue_names(found), "has": HAVING_NAMES}
    facets = []
    for field, name in FACET_NAMES.items():
        taken = {chosen.value for chosen in found.asked.filters if chosen.field == field}
        counts = [(value, count) for value, count in found.facets.get(field, ()) if value not in taken]
        if field == "year":
            counts = [] if taken else sorted(counts, reverse=True)[:12]
        named = names.get(field, {})
        links = address.narrowed(as_term(field, value) for value, _count in counts)
        choices = [
            Choice(named.get(value, value), link, count) for (value, count), link in zip(counts, links, strict=True)
        ]
        if choices:
            facets.append(Facet(name, choices))
    return facets


def venue_names(found: Found) -> Mapping[str, str | Promise]:
    slugs = [slug for slug, _count in found.facets.get("venue", ())]
    return dict(Venue.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}


def chosen_for(address: Address, asked: Query) -> list[Choice]:
    """What the search is held to, each with the way to let it go."""
    return [Choice(chosen.source, address.link(q=asked.without(chosen))) for chosen in asked.filters]


def pages_of(found: Found) -> int:
    return min(-(-found.total // PAGE_SIZE), MAXIMUM_PAGES)
