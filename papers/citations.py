"""A paper as other programs cite it: the one form that every export is written from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is the whole name, given name first; a collaboration has no `family` and no `given`."""

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Title and abstract are TeX as their source has it; everything else is Unicode text."""

    title: str
    url: str  # the paper's page here, a whole address
    authors: tuple[Person, ...] = ()
    abstract: str = ""
    year: int | None = None
    published_on: date | None = None
    updated_on: date | None = None
    arxiv_id: str = ""
    version: int | None = None
    primary_category: str = ""
    doi: str = ""
    kind: str = ""  # as in PaperRecord; "" for a preprint
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    comment: str = ""
    journal_ref: str = ""
    keywords: tuple[str, ...] = ()
