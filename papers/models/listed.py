"""The names of papers. Those of a list are plain rows: objects would cost more than all the rest of a page's rows."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Prefetch

from papers.identifiers import Identifier, Kind
from papers.models.paper import Paper, PaperIdentifier
from papers.models.people import Authorship
from shortsci.prepared import Prepared, below_zero

IDENTIFIERS = Prepared(
    lambda papers: (
        PaperIdentifier.objects.filter(paper__in=papers).order_by("id").values_list("paper_id", "kind", "value")
    ),
    below_zero,
)
AUTHORS = Prepared(lambda papers: Authorship.objects.filter(paper__in=papers), below_zero)


class ListedIdentifier(NamedTuple):
    """What a list needs of a PaperIdentifier."""

    kind: str
    value: str

    def __str__(self) -> str:
        return str(Identifier(Kind(self.kind), self.value))


def listed_names(prefix: str = "") -> "Prefetch[str]":
    """The identifiers, to be prefetched for a list of rows that reach their paper over `prefix`.

    As a plain list: for each paper a relation's manager would cost more than what it holds.
    """
    return Prefetch(f"{prefix}identifiers", to_attr="listed_identifiers")


def name_papers(papers: Iterable[Paper]) -> None:
    """Gives each paper of a list its identifiers, in one query for all of them and without objects."""
    papers = list(papers)
    by_paper: dict[int, list[ListedIdentifier]] = {paper.pk: [] for paper in papers}
    for number, kind, value in IDENTIFIERS.rows(list(by_paper)):
        by_paper[number].append(ListedIdentifier(kind, value))
    for paper in papers:
        paper.__dict__["listed_identifiers"] = by_paper[paper.pk]


def read_names(paper: Paper) -> None:
    """The identifiers and all authors of one paper, in two queries."""
    name_papers([paper])
    paper.__dict__["listed_authorships"] = AUTHORS.rows([paper.pk])
