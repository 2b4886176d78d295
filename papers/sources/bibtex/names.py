"""Authors of a BibTeX entry: names with " and " between them, in the three forms that BibTeX knows."""

import re

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names

from papers.records import AuthorRecord
from papers.sources.bibtex.text import fold, is_enclosed, plain

MAXIMUM_AUTHORS = 10_000  # the largest collaborations sign with some 5,000
COMMENT_LINE = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
OTHERS = re.compile(r"(?:others|et\.?\s*al\.?)", re.IGNORECASE)
TRAILING_OTHERS = re.compile(r",?\s+(?:et\.?\s*al\.?|and\s+others)$", re.IGNORECASE)


def authors_of(text: str) -> tuple[AuthorRecord, ...]:
    """ "and others" and "et al." are no authors; a name in braces is a group's and is not taken apart."""
    names = split_multiple_persons_names(COMMENT_LINE.sub("", text))[:MAXIMUM_AUTHORS]
    people = [to_author(piece) for name in names for piece in split_at_commas(fold(name))]
    return tuple(person for person in people if person.name and not OTHERS.fullmatch(person.name))


def split_at_commas(name: str) -> list[str]:
    """Several names where commas stand in the place of " and ": four parts or more, each of two words or more."""
    name = TRAILING_OTHERS.sub("", name[-40:]) if len(name) <= 40 else name[:-40] + TRAILING_OTHERS.sub("", name[-40:])
    parts = [part.strip() for part in name.split(",")]
    is_list = len(parts) > 3 and "{" not in name and all(" " in part for part in parts)
    return parts if is_list else [name]


def to_author(name: str) -> AuthorRecord:
    if is_enclosed(name):
        return AuthorRecord(name=plain(name))
    try:
        parts = parse_single_name_into_parts(name.rstrip(", "))
    except InvalidNameError:
        return AuthorRecord(name=plain(name))
    given = plain(" ".join(parts.first))
    family = plain(" ".join([*parts.von, *parts.last, *parts.jr]))
    if not given:
        return AuthorRecord(name=family)
    return AuthorRecord(name=f"{given} {family}".strip(), family=family, given=given)
