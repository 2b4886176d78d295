"""A BibTeX file of a reader: each entry opens its paper here, or is told why not."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.identifiers import Identifier, Kind
from papers.models import Paper
from papers.records import PaperRecord
from papers.services import request_paper
from papers.sources.bibtex import BibtexEntry, read_entries
from papers.tex import to_plain
from shortsci.errors import DomainError

MAXIMUM_ENTRIES = 2000  # opened from one file


class NoBibliography(DomainError):
    """Carries what the file is instead."""

    code = "no_bibliography"
    message = _("There is no BibTeX entry in this.")

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem

    def __str__(self) -> str:
        return gettext(self.problem)


@dataclass(frozen=True)
class Opened:
    """One entry: the paper that it opened and whether that is new, or what is wrong with it."""

    key: str
    line: int
    title: str
    paper: Paper | None
    is_new: bool
    problem: str


@dataclass(frozen=True)
class Bibliography:
    opened: list[Opened]
    left_out: int  # entries beyond MAXIMUM_ENTRIES

    @property
    def new(self) -> int:
        return sum(entry.is_new for entry in self.opened)

    @property
    def known(self) -> int:
        return sum(entry.paper is not None and not entry.is_new for entry in self.opened)

    @property
    def refused(self) -> int:
        return sum(entry.paper is None for entry in self.opened)


def open_bibliography(data: bytes) -> Bibliography:
    """Opens the papers of a file by their arXiv ids and DOIs.

    What an entry says of a paper is not taken over: its sources are asked. Raises a DomainError for a file that is
    too large or holds no entry.
    """
    report = read_entries(data)
    if report.problem:
        raise NoBibliography(report.problem)
    opened = [open_entry(entry) for entry in islice(report.entries, MAXIMUM_ENTRIES)]
    return Bibliography(opened, max(len(report.entries) - MAXIMUM_ENTRIES, 0))


def open_entry(entry: BibtexEntry) -> Opened:
    title = to_plain(entry.record.title) if entry.record else ""
    identifier = identifier_of(entry.record) if entry.record else None
    if identifier is None:
        return Opened(entry.key, entry.line, title, None, is_new=False, problem=entry.problem)
    try:
        paper, is_new = request_paper(identifier)
    except DomainError as error:
        return Opened(entry.key, entry.line, title, None, is_new=False, problem=str(error))
    return Opened(entry.key, entry.line, title, paper, is_new=is_new, problem="")


def identifier_of(record: PaperRecord) -> Identifier | None:
    if record.arxiv_id:
        return Identifier(Kind.ARXIV, record.arxiv_id)
    return Identifier(Kind.DOI, record.dois[0]) if record.dois else None
