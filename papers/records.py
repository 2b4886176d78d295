"""What every source of metadata answers with."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AuthorRecord:
    name: str
    affiliation: str = ""


@dataclass(frozen=True)
class PaperRecord:
    """Metadata of one paper as its source gives it; `""` and `None` stand for what it does not tell."""

    arxiv_id: str
    version: int | None
    title: str
    abstract: str
    authors: tuple[AuthorRecord, ...]
    primary_category: str | None
    categories: tuple[str, ...]
    published_on: date | None
    updated_on: date | None
    dois: tuple[str, ...] = ()
    journal_ref: str = ""
    comment: str = ""
    is_withdrawn: bool = False
