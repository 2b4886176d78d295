"""How papers hang together by what public summaries of them say: who mentions whom, what builds on what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count
from django.urls import reverse

from papers.identifiers import Identifier, Kind
from papers.models import Paper
from papers.querysets import PaperQuerySet
from shortsci.prepared import Prepared, below_zero, no_text
from summaries.models import Reference, Summary
from summaries.orders import NEW
from summaries.querysets import SummaryQuerySet
from summaries.reading_paths import Key
from summaries.services.references import TOLD, Name, papers_named

MENTIONS_SHOWN = 10  # beside a paper; all of them have a page
MAXIMUM_NEIGHBOURS = 30  # works that a page shows on one side of a paper
MAXIMUM_NAMES = 2 * MAXIMUM_NEIGHBOURS  # that are looked up for them; hardly a work has more than two
MAXIMUM_LEVELS = 5
MAXIMUM_WORKS = 30  # of a reading path
MAXIMUM_EDGES = 1000  # that are read for one level of it
MAXIMUM_SAYING = 200  # summaries that say they build on a work, of which the latest papers are shown
MENTIONED = ("is_anonymous", "pseudonym", "published_at", "paper__title")  # what is told of a summary beside a paper
WRITER = ("username", "display_name", "is_active", "closed_at")
BUILT_ON = Prepared(
    lambda papers: (
        Reference.objects.public()
        .building()
        .filter(summary__paper__in=papers)
        .values_list("summary__paper", "kind", "value")
        .annotate(number=Count("pk"))
        .order_by("-number", "kind", "value")[:MAXIMUM_EDGES]
    ),
    below_zero,
)


@dataclass(frozen=True)
class Literature:
    """A work that a summary names: a paper that is here, or only a name until somebody opens it."""

    name: Name
    paper: Paper | None = None

    @property
    def key(self) -> Key:
        return f"paper:{self.paper.pk}" if self.paper else ":".join(self.name)

    @property
    def label(self) -> str:
        return str(self.paper) if self.paper else label_of(self.name)

    @property
    def url(self) -> str:
        """Where it is read or, with its name, opened."""
        if self.paper:
            return self.paper.get_absolute_url()
        kind, value = self.name
        return reverse("open_arxiv" if kind == Kind.ARXIV else "open_doi", args=[value])


def label_of(name: Name) -> str:
    kind, value = name
    return f"arXiv:{value}" if kind == Kind.ARXIV else str(Identifier(Kind(kind), value))


@dataclass(frozen=True)
class Surroundings:
    """What is shown beside a paper of others."""

    mentions: list[Summary]
    has_more_mentions: bool
    below: list[Literature]
    above: list[Paper]


def surroundings_of(paper: Paper) -> Surroundings:
    """Most papers are named nowhere: that is asked first, which is far shorter than the two questions it answers."""
    kinds, values = zip(*names_of(paper), strict=True) if paper.identifier_rows else ((), ())
    is_named = bool(first_saying(kinds).rows(values))
    mentions = latest_mentions(kinds).rows([paper.pk, *values]) if is_named else []
    return Surroundings(
        mentions=mentions[:MENTIONS_SHOWN],
        has_more_mentions=len(mentions) > MENTIONS_SHOWN,
        below=works_below(paper),
        above=papers_above(kinds).rows([paper.pk, *values]) if is_named else [],
    )


def names_of(paper: Paper) -> list[Name]:
    return [(row.kind, row.value) for row in paper.identifier_rows]


@lru_cache(maxsize=100)
def first_saying(kinds: tuple[str, ...]) -> "Prepared[tuple[int, ...]]":
    """One reference, if any, to a work with identifiers of these kinds; asked for their values."""
    return Prepared(
        lambda values: Reference.objects.to(list(zip(kinds, values, strict=True))).values_list("pk")[:1], no_text
    )


def mentions_of(paper: Paper) -> SummaryQuerySet:
    """Public summaries of other papers that name this one."""
    return mentioning(paper.pk, names_of(paper))


def mentioning(paper: int, names: Collection[Name]) -> SummaryQuerySet:
    naming = Reference.objects.to(names).values("summary")
    summaries = Summary.objects.public().filter(pk__in=naming).exclude(paper=paper)
    return summaries.select_related("paper", "writer").only(*MENTIONED, *(f"writer__{field}" for field in WRITER))


@lru_cache(maxsize=100)
def latest_mentions(kinds: tuple[str, ...]) -> "Prepared[Summary]":
    """Of a paper with identifiers of these kinds; asked for its number and their values."""

    def write(values: Sequence[Any]) -> SummaryQuerySet:
        naming = mentioning(values[0], list(zip(kinds, values[1:], strict=True)))
        return naming.order_by(*NEW.keys)[: MENTIONS_SHOWN + 1]

    return Prepared(write, number_and_names)


def number_and_names(at: int) -> int | str:
    return no_text(at) if at else below_zero(at)


def works_below(paper: Paper) -> list[Literature]:
    """What it builds on, by what most summaries say first."""
    edges = edges_below([paper.pk], most=MAXIMUM_NAMES)
    return [work for work in edges.get(paper.pk, []) if work.paper != paper][:MAXIMUM_NEIGHBOURS]


@lru_cache(maxsize=100)
def papers_above(kinds: tuple[str, ...]) -> "Prepared[Paper]":
    """What builds on a paper with identifiers of these kinds, the latest first; asked for its number and their values.

    Of a work that thousands build on, what said so last is looked at.
    """

    def write(values: Sequence[Any]) -> PaperQuerySet:
        naming = Reference.objects.public().building().to(list(zip(kinds, values[1:], strict=True))).order_by("-pk")
        papers = Paper.objects.listed().filter(pk__in=naming.values("summary__paper")[:MAXIMUM_SAYING])
        return papers.exclude(pk=values[0]).only(*TOLD).order_by("-year", "-pk")[:MAXIMUM_NEIGHBOURS]

    return Prepared(write, number_and_names)


def edges_below(paper_ids: Iterable[int], *, most: int = MAXIMUM_EDGES) -> dict[int, list[Literature]]:
    """For each paper the works that public summaries of it name as what it builds on, in two queries."""
    said = [(paper, kind, value) for paper, kind, value, _ in BUILT_ON.rows(list(paper_ids))[:most]]
    papers = papers_named({(kind, value) for _, kind, value in said})
    edges: dict[int, dict[Key, Literature]] = defaultdict(dict)
    for paper_id, kind, value in said:
        work = Literature((kind, value), papers.get((kind, value)))
        edges[paper_id].setdefault(work.key, work)
    return {paper_id: list(works.values()) for paper_id, works in edges.items()}


@dataclass
class Closure:
    """The works below a paper, as far as a path goes, and which builds on which."""

    works: dict[Key, Literature] = field(default_factory=dict)
    builds_on: dict[Key, list[Key]] = field(default_factory=dict)

    @property
    def years(self) -> dict[Key, int]:
        return {key: work.paper.year for key, work in self.works.items() if work.paper and work.paper.year}


def load_closure(paper: Paper) -> Closure:
    """Level by level, two queries each; at most MAXIMUM_LEVELS levels and MAXIMUM_WORKS works."""
    goal = Literature(("", ""), paper)
    closure = Closure({goal.key: goal})
    level = [goal]
    for _ in range(MAXIMUM_LEVELS):
        edges = edges_below([work.paper.pk for work in level if work.paper])
        level = take_level(closure, level, edges)
        if not any(work.paper for work in level):
            break
    return closure


def take_level(closure: Closure, level: list[Literature], edges: dict[int, list[Literature]]) -> list[Literature]:
    """Adds what the works of a level build on while there is room; returns what was new."""
    new: list[Literature] = []
    for work in level:
        below = edges.get(work.paper.pk, []) if work.paper else []
        for found in below:
            if found.key not in closure.works and len(closure.works) < MAXIMUM_WORKS:
                closure.works[found.key] = found
                new.append(found)
        closure.builds_on[work.key] = [found.key for found in below if found.key in closure.works]
    return new
