"""What stands around the hits of a page: kinds, orders and facets as links, numbers of pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from papers.models import Venue
from search.language import Query, as_term
from search.plans import groups_of
from search.schema import stem
from search.services.ordering import SORTS
from search.services.searching import Found
from search.tokens import spellings, words_of
from shortsci.prepared import Prepared, no_text

PAGE_SIZE = 10
MAXIMUM_PAGES = 30  # nobody reads further; who wants more narrows the search

KIND_NAMES = {
    "": _("Everything"),
    "paper": _("Papers"),
    "summary": _("Summaries"),
    "comment": _("Comments"),
    "person": _("People"),
}
# As addresses have them.
KIND_KEYS = {"all": "", "papers": "paper", "summaries": "summary", "comments": "comment", "people": "person"}
SORT_NAMES = dict(zip(SORTS, (_("Relevance"), _("Score"), _("Date")), strict=True))
FACET_NAMES = {"year": _("Year"), "category": _("Category"), "venue": _("Venue"), "has": _("With")}
HAVING_NAMES = {"summary": _("a summary"), "code": _("code")}

ORDINARY = {"kind": "all", "sort": "relevance", "literal": 0, "page": 1}  # what an address does not say

quoted = lru_cache(maxsize=2_000)(quote_plus)  # a page has the same words in forty addresses


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes one thing about the search."""

    name: str
    address: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of a results page says."""

    q: str
    kind: str = "all"
    sort: str = "relevance"
    page: int = 1
    is_literal: bool = False

    def link(self, **changed: str | int) -> str:
        """Another page of results; whatever changes leads to its first page."""
        values = {"q": self.q, "kind": self.kind, "sort": self.sort, "literal": int(self.is_literal), "page": 1}
        values |= changed
        shown = [(name, str(value)) for name, value in values.items() if value != ORDINARY.get(name)]
        return "?" + "&".join([f"{name}={quoted(value)}" for name, value in shown])

    def narrowed(self, terms: Iterable[str]) -> list[str]:
        """For each term, the page of results with it added to what is typed; quicker than a `link` for each."""
        typed = f"?q={quoted(self.q)}"
        rest = self.link().removeprefix(typed)
        between = "+" if self.q else ""
        return [f"{typed}{between}{quoted(term)}{rest}" for term in terms]


def wanted_stems(asked: Query) -> frozenset[str]:
    """The stems that a result marks."""
    words = [part for group in groups_of(asked.words) for part in (*group.parts, group.joined) if part]
    words += [word for words in asked.words if words.is_phrase for word in words_of(words.text)]
    words += [word for chosen in asked.filters if chosen.field in {"author", "by"} for word in words_of(chosen.value)]
    return frozenset(stem(form) for word in words for form in spellings(word))


def kinds_for(address: Address, found: Found) -> list[Choice]:
    counts = dict(found.facets.get("kind", ()))
    return [
        Choice(
            str(KIND_NAMES[kind]),
            address.link(kind=key),
            counts.get(kind, 0) if kind else None,
            is_current=key == address.kind,
        )
        for key, kind in KIND_KEYS.items()
    ]


def sorts_for(address: Address) -> list[Choice]:
    return [
        Choice(str(name), address.link(sort=key), is_current=key == address.sort) for key, name in SORT_NAMES.items()
    ]


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
            Choice(str(named.get(value, value)), link, count)
            for (value, count), link in zip(counts, links, strict=True)
        ]
        if choices:
            facets.append(Facet(str(name), choices))
    return facets


VENUES = Prepared(lambda slugs: Venue.objects.filter(slug__in=slugs).values_list("slug", "name"), no_text)


def venue_names(found: Found) -> Mapping[str, str | Promise]:
    return dict(VENUES.rows([slug for slug, _count in found.facets.get("venue", ())]))


def chosen_for(address: Address, asked: Query) -> list[Choice]:
    """What the search is held to, each with the way to let it go."""
    return [Choice(chosen.source, address.link(q=asked.without(chosen))) for chosen in asked.filters]


def pages_of(found: Found) -> int:
    return min(-(-found.total // PAGE_SIZE), MAXIMUM_PAGES)
