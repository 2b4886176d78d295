"""One search: what is found, in which order, and what was probably meant where nothing is."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

import tantivy

from search.engine import current_searcher, generation_in_use, noticing_damage
from search.language import Query as Asked
from search.language import parse_query
from search.plans import Group, Plan, groups_of
from search.schema import record_of, stem
from search.services.counting import MANY, Counts, count
from search.services.ordering import RELEVANCE, Part, best_addresses
from search.spelling import corrections

FEW = 3  # finds; with fewer a slip is looked for
OFFERED_FROM = 5  # times as many finds
COMMON = 10_000  # texts with a word; of more, nobody looks whether two such words stand together in them
COUNTING = ThreadPoolExecutor(max_workers=4, thread_name_prefix="counting")  # as a process has threads for requests


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    number: int


def nothing() -> Future[Counts]:
    counted: Future[Counts] = Future()
    counted.set_result(Counts())
    return counted


@dataclass(frozen=True, slots=True)
class Found:
    """`asked` is what was looked for in the end. The counts come later than the hits: who asks for them waits.

    `corrected` holds words that were taken for slips: replaced where `is_replaced`, else only offered. `is_relaxed`
    says that some of the words may be missing.
    """

    asked: Asked
    hits: Sequence[Hit] = ()
    counting: Future[Counts] = field(default_factory=nothing)
    noticing: Callable[[], AbstractContextManager[None]] = nullcontext
    corrected: Mapping[str, str] = field(default_factory=dict)
    is_replaced: bool = False
    is_relaxed: bool = False

    @property
    def counts(self) -> Counts:
        """Raises SearchUnavailable."""
        with self.noticing():
            return self.counting.result()

    @property
    def total(self) -> int:
        return max(self.counts.total, len(self.hits))

    @property
    def facets(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        return self.counts.facets

    @property
    def is_estimate(self) -> bool:
        return self.counts.is_estimate

    def has(self, number: int) -> bool:
        """Whether there are so many; what is shown tells it sooner than the counts do."""
        return len(self.hits) >= number or self.total >= number


def search(
    text: str, *, kind: str = "", sort: str = RELEVANCE, limit: int = 10, offset: int = 0, is_literal: bool = False
) -> Found:
    """Looks for what is typed; where that is not to be found, for what was probably meant, and then for less of it.

    With `is_literal` only for what is typed. Raises SearchUnavailable.
    """
    asked = parse_query(text)
    if not asked.asks_for_something:
        return Found(asked=asked)
    part = Part(kind=kind, sort=sort, limit=limit, offset=offset)
    generation = generation_in_use()
    noticing = partial(noticing_damage, generation)
    with noticing():
        searcher = current_searcher(generation)
        found = look_for(searcher, asked, part)
        if not is_literal and not found.has(FEW):
            found = look_further(searcher, found, part)
    return replace(found, noticing=noticing)


def look_further(searcher: tantivy.Searcher, found: Found, part: Part) -> Found:
    asked = found.asked
    groups = groups_of(asked.words)
    corrected = corrections(searcher, groups, asked.filters)
    if corrected and not found.has(1):
        meant = look_for(searcher, parse_query(asked.with_words(corrected)), part)
        if meant.has(1):
            return replace(meant, corrected=corrected, is_replaced=True)
    if found.has(1):
        return offering(searcher, found, corrected, part)
    if len(groups) < 2:
        return found
    return look_for_less(searcher, found, corrected, part)


def offering(searcher: tantivy.Searcher, found: Found, corrected: Mapping[str, str], part: Part) -> Found:
    """What may have been meant is offered only where there is much more of it."""
    if not corrected:
        return found
    meant = look_for(searcher, parse_query(found.asked.with_words(dict(corrected))), Part(part.kind, limit=1))
    return replace(found, corrected=corrected) if meant.total >= OFFERED_FROM * found.total else found


def look_for_less(searcher: tantivy.Searcher, nothing_found: Found, corrected: Mapping[str, str], part: Part) -> Found:
    """All words but one, then half of them. What stands nowhere is none of those that are there."""
    asked = nothing_found.asked
    meant = parse_query(asked.with_words(dict(corrected))) if corrected else asked
    groups = groups_of(meant.words)
    standing = [group for group in groups if not stands_nowhere(searcher, group)]
    for least in dict.fromkeys([max(len(groups) - 1, 1), (len(groups) + 1) // 2]):
        if least > len(standing):
            continue
        found = look_for_words(searcher, meant, standing, part, least=least)
        if found.has(1):
            return replace(found, corrected=corrected, is_replaced=bool(corrected), is_relaxed=True)
    return replace(nothing_found, corrected=corrected)


def look_for(searcher: tantivy.Searcher, asked: Asked, part: Part) -> Found:
    groups = groups_of(asked.words)
    if any(stands_nowhere(searcher, group) for group in groups):
        return Found(asked)
    return look_for_words(searcher, asked, groups, part)


def look_for_words(
    searcher: tantivy.Searcher, asked: Asked, groups: Sequence[Group], part: Part, *, least: int | None = None
) -> Found:
    """All of the words, or `least` of them; and whatever else is asked for."""
    rarest = how_common(searcher, groups)
    is_common = rarest > MANY
    among_few = 0 < rarest <= MANY and (least is None or least >= len(groups))
    plan = Plan(asked, groups, part.kind, least, is_near_anywhere=rarest <= COMMON, among_few=among_few)
    counted = replace(plan, kind="")  # all kinds, since the page tells how many there are of each
    # Beside what follows, and beside what is read of the hits: tantivy lets others run meanwhile.
    counting = COUNTING.submit(count, searcher, counted, kind=part.kind, is_common=is_common)
    addresses = best_addresses(searcher, plan, part, is_common=is_common)
    keys = searcher.fast_field_values("key", addresses)
    return Found(asked, [Hit(*record_of(int(key))) for key in keys if key is not None], counting)


def stands_nowhere(searcher: tantivy.Searcher, group: Group) -> bool:
    """Of a word with one spelling, and no year, which finds what is of that year."""
    return group.is_plain and not group.is_year and not searcher.doc_freq("words", stem(group.word))


def how_common(searcher: tantivy.Searcher, groups: Sequence[Group]) -> int:
    """In how many texts the rarest word stands; 0 without words, and with a year, which is looked up in its own way."""
    if not groups or any(group.is_year for group in groups):
        return 0
    return min(searcher.doc_freq("words", stem(group.word)) for group in groups)
