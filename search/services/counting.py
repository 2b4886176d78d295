"""How much of each kind, year, category and venue a search finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy

from search.plans import Plan
from search.schema import KINDS, LOTS

MANY = 40_000  # finds; of more, what stands in the title comes first and counts are taken from one lot
FACETS = {"year": 40, "category": 8, "venue": 8, "has": 2}  # beside the kind; how many of each are counted


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in all and of each kind, year, …; rounded where `is_estimate`."""

    total: int = 0
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    is_estimate: bool = False


def count(searcher: tantivy.Searcher, plan: Plan, *, kind: str, is_common: bool) -> Counts:
    """How many there are of each kind, and of those that are shown of each year, …

    Of very many one lot is counted and multiplied; of kinds that are few here, such as people, all are counted still.
    """
    asked = aggregations_for(kind)
    if not is_common:
        exactly = searcher.aggregate(plan.counted(), asked)
        return counts_of(kinds_in(exactly), facets_in(exactly, kind), kind)
    lot = searcher.aggregate(plan.one_lot(), asked)
    kinds, facets = kinds_in(lot, LOTS), facets_in(lot, kind, LOTS)
    few = [name for name in KINDS if 0 < searcher.doc_freq("kind", name) <= MANY]
    if few:
        exactly = searcher.aggregate(plan.of_kinds(few), asked)
        kinds = {name: number for name, number in kinds.items() if name not in few} | kinds_in(exactly)
        facets = facets_in(exactly, kind) if kind in few else facets
    return counts_of(kinds, facets, kind, is_estimate=kind not in few)


def counts_of(
    kinds: Mapping[str, int], facets: Mapping[str, Sequence[tuple[str, int]]], kind: str, *, is_estimate: bool = False
) -> Counts:
    told = {**facets, "kind": sorted(kinds.items(), key=lambda entry: KINDS.index(entry[0]))}
    return Counts(kinds.get(kind, 0) if kind else sum(kinds.values()), told, is_estimate)


def aggregations_for(kind: str) -> dict[str, dict[str, object]]:
    """With a kind chosen, years, categories, … are counted within each kind."""
    kinds = terms("kind", len(KINDS))
    facets = {name: terms(name, size) for name, size in FACETS.items()}
    return {"kind": {**kinds, "aggs": facets}} if kind else {"kind": kinds, **facets}


def terms(field_name: str, size: int) -> dict[str, object]:
    return {"terms": {"field": field_name, "size": size}}


def kinds_in(answer: Mapping[str, Any], times: int = 1) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] * times for bucket in answer["kind"]["buckets"]}


def facets_in(answer: Mapping[str, Any], kind: str, times: int = 1) -> dict[str, Sequence[tuple[str, int]]]:
    """Of one kind, or of all."""
    shown = next((bucket for bucket in answer["kind"]["buckets"] if bucket["key"] == kind), {}) if kind else answer
    return {
        name: [(name_of(bucket["key"]), bucket["doc_count"] * times) for bucket in shown[name]["buckets"]]
        for name in FACETS
        if name in shown
    }


def name_of(key: str | float) -> str:
    """A year comes as 2017.0."""
    return key if isinstance(key, str) else f"{key:.0f}"
