"""Rules of arXiv's text fields that every arXiv source shares: https://info.arxiv.org/help/prep.html."""

import re
from collections.abc import Iterable

from papers.identifiers import Kind, find_identifier
from papers.taxonomy import canonical_category

# A withdrawal is a new version whose remark, or whose whole abstract, says so; only arXivRaw has a flag for it.
WHAT = (
    r"(?:(?:the|this|our)\s+)?(?:paper|article|submission|manuscript|preprint|work|letter|version|note|thesis|report)"
)
WITHDRAWN = re.compile(
    rf"\A\s*(?:{WHAT}\s+)?withdrawn\b"
    rf"|\b(?:this|{WHAT})\s+(?:has\s+been|have\s+been|is|was|is\s+being|had\s+to\s+be)\s+"
    r"(?:(?:administratively|formally|now|permanently|temporarily|voluntarily)\s+)?withdrawn\b",
    re.IGNORECASE,
)
# DOIs hold commas and semicolons; one of these parts two DOIs only where the next begins behind it.
BETWEEN_DOIS = re.compile(r"\s+|[,;](?=10\.\d{4,9}/)")


def says_withdrawn(comment: str, abstract: str) -> bool:
    if "ithdrawn" not in comment and "ithdrawn" not in abstract:
        return False  # as for nearly all of millions
    return bool(WITHDRAWN.search(comment) or WITHDRAWN.match(abstract))


def fold(text: str) -> str:
    """Runs of white space as one blank; arXiv breaks titles, names and remarks over lines."""
    return " ".join(text.split())


def known_categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Canonical codes, each once, in the order given; ACM and MSC classes are left out."""
    codes = [code for term in terms if (code := canonical_category(term))]
    return tuple(dict.fromkeys(codes))


def read_dois(text: str) -> tuple[str, ...]:
    """The field may hold several, with blanks between, by some writers with commas, `doi:` or a whole link."""
    found = [read_doi(part) for part in BETWEEN_DOIS.split(text)]
    return tuple(dict.fromkeys(doi for doi in found if doi))


def read_doi(text: str) -> str | None:
    identifier = find_identifier(text)
    return identifier.value if identifier and identifier.kind == Kind.DOI else None


def join_paragraphs(text: str) -> str:
    """Lines joined into paragraphs with a blank line between; an indented line starts a paragraph.

    Where the text starts on a line of its own the whole of it was indented, which then says nothing.
    """
    if "\n " not in text and "\n\t" not in text:
        return fold(text)
    is_set_off = text.lstrip(" \t").startswith(("\n", "\r"))
    paragraphs: list[list[str]] = []
    for line in text.strip().splitlines():
        starts_paragraph = not paragraphs or (line[:1] in {" ", "\t"} and not is_set_off)
        if starts_paragraph:
            paragraphs.append([])
        paragraphs[-1] += line.split()
    return "\n\n".join(" ".join(words) for words in paragraphs if words)
