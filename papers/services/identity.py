"""One paper a work: which paper a record belongs to, by its arXiv id and its DOIs and by nothing else."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from papers.identifiers import Kind
from papers.models import Paper
from papers.records import PaperRecord
from papers.services.merging import CannotMerge, merge_papers
from papers.services.rows import ARXIV, DOI, names_of
from papers.services.tables import select_among

logger = logging.getLogger(__name__)

Name = tuple[str, str]  # kind and value of an identifier

FIND_PAPERS = """
SELECT i.kind, i.value, p.id, p.state, p.source_digest, p.version, p.updated_on
FROM papers_paperidentifier i JOIN papers_paper p ON p.id = i.paper_id
WHERE i.kind = '{kind}' AND i.value AMONG
"""


@dataclass(slots=True)
class Known:
    """What is here already of the work that a record tells of."""

    paper_id: int
    state: str
    digest: int | None
    version: int | None
    updated_on: date | None
    names: set[Name] = field(default_factory=set)
    gained: set[Name] = field(default_factory=set)  # in this batch, and not written yet

    @property
    def arxiv_id(self) -> str:
        return next((value for kind, value in self.names | self.gained if kind == ARXIV), "")

    def is_current(self, record: PaperRecord, digest: int) -> bool:
        """The record says nothing new: it is the last one again, or tells of an older version."""
        if self.state != Paper.State.READY:
            return False
        if self.digest == digest:
            return True
        if record.version and self.version:
            return record.version < self.version
        return bool(record.updated_on and self.updated_on and record.updated_on < self.updated_on)

    def is_supplemented_by(self, record: PaperRecord) -> bool:
        """arXiv's word on an arXiv paper outranks the word of a journal's registry."""
        return bool(self.arxiv_id) and not record.primary_category and self.state == Paper.State.READY


def find_known(records: Sequence[PaperRecord]) -> dict[Name, Known]:
    """What is known, under each of its names."""
    rows = find_rows(Kind.ARXIV, [record.arxiv_id for record in records if record.arxiv_id])
    rows += find_rows(Kind.DOI, [doi for record in records for doi in record.dois])
    papers = {row[2]: Known(*row[2:]) for row in rows}
    for paper_id, kind, value in all_names(list(papers)):
        papers[paper_id].names.add((kind, value))
    return {(row[0], row[1]): papers[row[2]] for row in rows}


def find_rows(
    kind: Kind, values: Sequence[str]
) -> list[tuple[str, str, int, str, int | None, int | None, date | None]]:
    return select_among(FIND_PAPERS.format(kind=kind.value), values)


def all_names(paper_ids: Sequence[int]) -> list[tuple[int, str, str]]:
    return list(
        Paper.objects.filter(pk__in=paper_ids).values_list("pk", "identifiers__kind", "identifiers__value")
        if paper_ids
        else []
    )


def settle_identity(
    record: PaperRecord, known: dict[Name, Known], claimed: set[str]
) -> tuple[PaperRecord, Known | None]:
    """The paper that the record belongs to, or None for a new one, and the record with the names that are its own.

    A DOI that names another arXiv paper stays there: two preprints may claim one journal article. `claimed` gathers
    the DOIs that records of this batch have taken for papers that are not written yet.
    """
    paper = known.get((ARXIV, record.arxiv_id)) if record.arxiv_id else None
    kept: list[str] = []
    for doi in record.dois:
        other = known.get((DOI, doi))
        if other is None:
            is_mine = doi not in claimed
        elif paper is None:
            is_mine = not (other.arxiv_id and record.arxiv_id)
            paper = other if is_mine else None
        else:
            joined = join(other, paper, known)
            is_mine = joined is not None
            paper = joined or paper
        if is_mine:
            kept.append(doi)
            claimed.add(doi)
        else:
            logger.warning("doi:%s belongs to another paper and is claimed by arXiv:%s", doi, record.arxiv_id)
    settled = record if len(kept) == len(record.dois) else replace(record, dois=tuple(kept))
    if paper:
        gained = set(names_of(settled))
        paper.gained |= gained - paper.names
        known |= dict.fromkeys(gained, paper)
    return settled, paper


def join(other: Known, paper: Known, known: dict[Name, Known]) -> Known | None:
    """A paper that was opened by its DOI turns out to be this one: the two become one, which is returned.

    None where both have an arXiv id, so that they are two works.
    """
    if other is paper:
        return paper
    if other.arxiv_id and paper.arxiv_id:
        return None
    source, target = (paper, other) if other.arxiv_id else (other, paper)
    papers = Paper.objects.in_bulk([source.paper_id, target.paper_id])
    try:
        merge_papers(
            source=papers[source.paper_id],
            target=papers[target.paper_id],
            reason="one record names both",
            by_record=True,
        )
    except CannotMerge:
        return None
    target.names |= source.names
    target.gained |= source.gained
    known |= dict.fromkeys(source.names | source.gained, target)
    source.paper_id = target.paper_id  # for records of this batch that were settled on it before
    return target
