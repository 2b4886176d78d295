"""Which of all finds come first: the page of them that is asked for, in one of three orders."""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from search.plans import Plan, combined, term
from search.schema import schema

RELEVANCE, SCORE, DATE = "relevance", "score", "date"
SORTS = (RELEVANCE, SCORE, DATE)


@dataclass(frozen=True, slots=True)
class Part:
    """Which of all finds, and in which order."""

    kind: str = ""
    sort: str = RELEVANCE
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """Finds that come before those of the next one, by a field or, without one, by relevance."""

    query: Query
    field: str | None = None


def best_addresses(searcher: tantivy.Searcher, plan: Plan, part: Part, *, is_common: bool) -> list[tantivy.DocAddress]:
    if part.sort == SCORE:
        return across(searcher, tiers_by_score(plan, is_common=is_common), part.limit, part.offset)
    if part.sort == DATE:
        return addresses_of(searcher, Tier(plan.counted(), DATE), part.limit, part.offset)
    if is_common and (narrow := plan.narrow()) is not None:
        addresses = addresses_of(searcher, Tier(narrow), part.limit, part.offset)
        if len(addresses) == part.limit:
            return addresses
    return addresses_of(searcher, Tier(plan.query()), part.limit, part.offset)


def addresses_of(searcher: tantivy.Searcher, tier: Tier, limit: int, offset: int) -> list[tantivy.DocAddress]:
    hits = searcher.search(tier.query, limit, count=False, order_by_field=tier.field, offset=offset).hits
    return [address for _, address in hits]


def across(searcher: tantivy.Searcher, tiers: Sequence[Tier], limit: int, offset: int) -> list[tantivy.DocAddress]:
    """As if the tiers were one list; those that the page does not reach are not looked at."""
    addresses: list[tantivy.DocAddress] = []
    for tier in tiers:
        found = addresses_of(searcher, tier, limit - len(addresses), offset)
        addresses += found
        if len(addresses) == limit:
            break
        if offset:  # what of this tier stands on the pages before; all of it, where nothing stands on this one
            offset = 0 if found else offset - len(addresses_of(searcher, tier, offset, 0))
    return addresses


def tiers_by_score(plan: Plan, *, is_common: bool) -> list[Tier]:
    """Points are given to summaries, and most papers have none: only those that have are ordered by their scores. All
    others have 0 and are ordered by relevance; what was voted below 0 comes last."""
    with_summary = (Occur.Must, term("has", "summary"))
    needed = [*plan.needed(), with_summary]
    return [
        Tier(combined([*needed, scored(0, None)]), SCORE),
        *[Tier(without_summary(query)) for query in by_relevance(plan, is_common=is_common)],
        Tier(combined([*needed, scored(None, -1)]), SCORE),
    ]


def scored(least: int | None, most: int | None) -> tuple[Occur, Query]:
    return (Occur.Must, Query.range_query(schema(), "score", tantivy.FieldType.Integer, least, most))


def without_summary(query: Query) -> Query:
    return combined([(Occur.Must, query), (Occur.MustNot, term("has", "summary"))])


def by_relevance(plan: Plan, *, is_common: bool) -> list[Query]:
    """Of very many, what stands in the title first; no find is in two of the queries."""
    narrow = plan.narrow() if is_common else None
    if narrow is None:
        return [plan.query()]
    return [narrow, combined([(Occur.Must, plan.query()), (Occur.MustNot, narrow)])]
