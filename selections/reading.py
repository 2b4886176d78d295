"""What a page prints of selections, read in a number of queries that does not depend on the rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from papers.models import Paper, listed_names
from related.models import RelatedPaper
from selections.models import Entry, Selection
from summaries.models import Summary
from summaries.services.references import papers_named

ALIKE = 3  # further papers beside each
NAMED_IN_LIST = 3  # papers of a selection that the list of selections names


class Reading(TypedDict):
    """`works` are the papers that the editor's texts name and that are not picked themselves."""

    picks: list["Pick"]
    works: list[Paper]


@dataclass(frozen=True)
class Pick:
    """An entry that was read with `for_reading`, and further papers that its readers may like."""

    entry: Entry
    alike: list[RelatedPaper]


@dataclass(frozen=True)
class Listed:
    """A selection of the list: its first papers, and how many more there are."""

    selection: Selection
    papers: list[Paper]
    more: int


def read_selection(selection: Selection) -> Reading:
    entries = list(Entry.objects.filter(selection=selection).for_reading())
    alike = alike_of([entry.paper_id for entry in entries])
    picks = [Pick(entry, alike[entry.paper_id]) for entry in entries]
    return {"picks": picks, "works": works_of(selection, entries)}


def alike_of(papers: Collection[int]) -> dict[int, list[RelatedPaper]]:
    """The best few of each paper, without those that are picked as well; one query for all."""
    rows = RelatedPaper.objects.listed().best_first().filter(paper__in=papers).exclude(related__in=papers)
    fields = ("paper_id", "score", "why", "words", "related__title", "related__year", "related__summary_count")
    found: dict[int, list[RelatedPaper]] = {paper: [] for paper in papers}
    for row in rows.select_related("related").only(*fields):
        if len(found[row.paper_id]) < ALIKE:
            found[row.paper_id].append(row)
    return found


def chosen_of(entry: Entry) -> list[Summary]:
    """Of an entry that was read with `for_reading`: the chosen summaries that everybody finds."""
    chosen: list[Summary] = getattr(entry, "chosen", [])
    return chosen


def works_of(selection: Selection, entries: Sequence[Entry]) -> list[Paper]:
    names = [*selection.works, *(name for entry in entries for name in entry.works)]
    named = papers_named([(kind, value) for kind, value in names])
    picked = {entry.paper_id for entry in entries}
    numbers = list(dict.fromkeys(paper.pk for paper in named.values() if paper.pk not in picked))
    rows = Paper.objects.select_related("venue").prefetch_related(listed_names()).in_bulk(numbers)
    return [rows[number] for number in numbers]


def listed_with_papers(selections: Iterable[Selection]) -> list[Listed]:
    rows = list(selections)
    entries = Entry.objects.filter(selection__in=rows).select_related("paper").order_by("position", "pk")
    papers: dict[int, list[Paper]] = {selection.pk: [] for selection in rows}
    for entry in entries.only("selection_id", "position", "paper__title"):
        papers[entry.selection_id].append(entry.paper)
    return [Listed(row, papers[row.pk][:NAMED_IN_LIST], max(len(papers[row.pk]) - NAMED_IN_LIST, 0)) for row in rows]
