"""What several formats need of a citation: one-line text, names in order of the list, dates, pages, addresses."""

import re
from urllib.parse import quote

from papers.citations import Citation, Person
from papers.tex import decode_tex

# Control characters, lone surrogates and noncharacters; white space among them is folded, not dropped.
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
PAGES = re.compile(r"\s*([^\s\-‐-―−]+)\s*[-‐-―−]+\s*([^\s\-‐-―−]+)\s*")


def fold(text: str) -> str:
    """One line: white space of every kind becomes one blank, what no text file should hold is dropped."""
    return " ".join(UNWRITABLE.sub("", text).split())


def plain_title(citation: Citation) -> str:
    """Unicode on one line; `$…$` stays as the source has it."""
    return fold(decode_tex(citation.title))


def plain_abstract(citation: Citation) -> str:
    return fold(decode_tex(citation.abstract))


def whole_name(person: Person) -> str:
    return fold(person.name) or fold(f"{person.given} {person.family}")


def family_and_given(person: Person) -> tuple[str, str] | None:
    """None for a collaboration and for who has one name only."""
    family, given = fold(person.family), fold(person.given)
    return (family, given) if family and given else None


def inverted_name(person: Person) -> str:
    """ "Family, Given", where only the first comma divides; a single name as it is."""
    parts = family_and_given(person)
    return f"{fold(parts[0].replace(',', ' '))}, {parts[1]}" if parts else whole_name(person)


def inverted_names(citation: Citation) -> list[str]:
    return [name for name in map(inverted_name, citation.authors) if name]


def issue_date(citation: Citation) -> tuple[int, ...]:
    """(year, month, day), (year,) or (): the day counts only where it lies in the year the paper is cited with."""
    day = citation.published_on
    if day and citation.year in {None, day.year}:
        return day.year, day.month, day.day
    return (citation.year,) if citation.year else ()


def iso_date(citation: Citation) -> str:
    """`2017-06-12`, `2017` or `""`."""
    date = issue_date(citation)
    return "-".join([f"{date[0]:04}", *(f"{part:02}" for part in date[1:])]) if date else ""


def first_and_last_page(pages: str) -> tuple[str, str]:
    """`("1", "12")` of `1-12`; an article number, or what is no plain range, is a first page without a last."""
    found = PAGES.fullmatch(fold(pages))
    return (found[1], found[2]) if found else (fold(pages), "")


def arxiv_url(citation: Citation) -> str:
    return f"https://arxiv.org/abs/{citation.arxiv_id}" if citation.arxiv_id else ""


def doi_url(citation: Citation) -> str:
    """Characters that an address may not hold are percent-encoded: https://www.doi.org/doi_handbook/2_Numbering.html."""
    return f"https://doi.org/{quote(fold(citation.doi), safe='/:;().,@!*$&+=-_~')}" if citation.doi else ""


def is_preprint(citation: Citation) -> bool:
    return not citation.container and citation.kind in {"", "preprint", "article"}
