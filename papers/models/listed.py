"""The names of papers. Those of a list are plain rows: objects would cost more than all the rest of a page's rows."""

from collections.abc import Iterable
from typing import NamedTuple

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
FIRST_AUTHORS = Prepared(
    lambda papers: (
        Authorship.objects.first_of_each()  # type: ignore[misc]  # `number` is annotated
        .filter(paper__in=papers)
        .order_by("paper", "position")
        .values_list("paper_id", "author__name", "author__family", "number")
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


class ListedAuthor(NamedTuple):
    name: str
    family: str


class ListedAuthorship(NamedTuple):
    """One of a paper's first authors; `number` is that of all of them."""

    author: ListedAuthor
    number: int


def name_papers(papers: Iterable[Paper]) -> None:
    """Gives each paper of a list its identifiers and first authors, in two queries for all of them."""
    papers = list(papers)
    by_paper = {paper.pk: (list[ListedIdentifier](), list[ListedAuthorship]()) for paper in papers}
    for number, kind, value in IDENTIFIERS.rows(list(by_paper)):
        by_paper[number][0].append(ListedIdentifier(kind, value))
    for number, name, family, authors in FIRST_AUTHORS.rows(list(by_paper)):
        by_paper[number][1].append(ListedAuthorship(ListedAuthor(name, family), authors))
    for paper in papers:
        identifiers, authorships = by_paper[paper.pk]
        paper.__dict__.update(listed_identifiers=identifiers, listed_authorships=authorships)


def read_names(paper: Paper) -> None:
    """The identifiers and all authors of one paper, in two queries."""
    paper.__dict__.update(
        listed_identifiers=[ListedIdentifier(kind, value) for _, kind, value in IDENTIFIERS.rows([paper.pk])],
        listed_authorships=AUTHORS.rows([paper.pk]),
    )
