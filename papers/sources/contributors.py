"""Names of authors as DOI registrants write them."""

import re
from collections.abc import Iterable, Mapping

from papers.records import AuthorRecord
from papers.sources.json_answer import items, known, members, scalar, unique
from papers.sources.markup import plain_text

NOBODY = re.compile(r"|unknown|unav|null|anonymous|n\.? ?n\.?|_", re.IGNORECASE)
NO_NAME = re.compile(r"[,0-9()]")


def new_author(
    *, name: str = "", given: str = "", family: str = "", suffix: str = "", affiliation: str = ""
) -> AuthorRecord:
    """`name` is of an organisation or of someone whose parts are unknown; the parts go before it."""
    given, family, suffix = (known(plain_text(part)) for part in (given, family, suffix))
    if not family:
        return AuthorRecord(name=given or known(plain_text(name)), affiliation=affiliation)
    whole = " ".join(filter(None, (given, family, suffix)))
    return AuthorRecord(name=whole, affiliation=affiliation, family=family, given=given)


def named(authors: Iterable[AuthorRecord]) -> tuple[AuthorRecord, ...]:
    return tuple(author for author in authors if not NOBODY.fullmatch(author.name))


def affiliation_of(contributor: Mapping[str, object]) -> str:
    """Several with "; " between; each is a text or an object with a name."""
    found = items(contributor.get("affiliation"))
    return "; ".join(unique(plain_text(scalar(members(item).get("name")) or scalar(item)) for item in found))


def split_name(name: str, affiliation: str = "") -> AuthorRecord:
    """`Family, Given` turned round; with more commas, digits or many words it is something else."""
    family, _comma, given = (part.strip() for part in plain_text(name).partition(","))
    is_person = all(re.search(r"[^\W_]", part) and len(part.split()) <= 4 for part in (family, given))
    if not is_person or NO_NAME.search(family + given):
        return new_author(name=name.strip(" ,"), affiliation=affiliation)
    return new_author(given=given, family=family, affiliation=affiliation)
