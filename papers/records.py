"""What every source of metadata answers with."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """`name` is Unicode, given name first; `family` and `given` stand only where the source tells them apart."""

    name: str
    affiliation: str = ""
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class VersionRecord:
    number: int
    submitted_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """Metadata of one paper as its source gives it; `""`, `()` and `None` stand for what it does not tell.

    Title and abstract are TeX as the source has it (accents and `$…$` undecoded), with white space folded and
    a blank line between paragraphs.
    """

    title: str
    arxiv_id: str = ""
    version: int | None = None  # the latest arXiv version that the source knows of
    abstract: str = ""
    authors: tuple[AuthorRecord, ...] = ()
    primary_category: str | None = None
    categories: tuple[str, ...] = ()  # canonical arXiv codes, the source's order
    published_on: date | None = None
    updated_on: date | None = None
    year: int | None = None  # where the source tells no full date; else it follows from `published_on`
    dois: tuple[str, ...] = ()  # canonical, without arXiv's own 10.48550
    journal_ref: str = ""
    comment: str = ""
    is_withdrawn: bool = False
    versions: tuple[VersionRecord, ...] = ()
    kind: str = ""  # article, inproceedings, book, chapter, thesis, report, dataset, software, preprint or other
    container: str = ""  # the journal's or proceedings' title
    volume: str = ""
    issue: str = ""
    pages: str = ""  # 1-12, or an article number
    publisher: str = ""
    keywords: tuple[str, ...] = ()
    license_url: str = ""
