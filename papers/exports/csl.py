"""CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html (appendices III and IV)."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import TypedDict, cast

from papers.citations import Citation, Person
from papers.exports.keys import with_keys
from papers.exports.parts import (
    family_and_given,
    first_and_last_page,
    fold,
    is_preprint,
    issue_date,
    plain_abstract,
    plain_title,
    whole_name,
)

TYPES = {
    "": "article-journal",
    "preprint": "article-journal",
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "book": "book",
    "chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
# "van der Waerden", "van 't Hoff", "de l'Hôpital"; a name without a capital is left whole.
PARTICLE = re.compile(
    r"((?:[a-zà-öø-ÿ][^\s'’]*\s+|['’][a-z]\s+)*(?:[dl]['’])?)(?=[^\sa-zà-öø-ÿ])(.+)",
)

Name = TypedDict("Name", {"family": str, "given": str, "non-dropping-particle": str, "literal": str}, total=False)
Date = TypedDict("Date", {"date-parts": list[list[int]]})
Item = TypedDict(
    "Item",
    {
        "id": str,
        "type": str,
        "title": str,
        "author": list[Name],
        "issued": Date,
        "container-title": str,
        "volume": str,
        "issue": str,
        "page": str,
        "publisher": str,
        "DOI": str,
        "archive": str,
        "number": str,
        "URL": str,
        "abstract": str,
        "keyword": str,
    },
    total=False,
)


def dump(citations: Iterable[Citation]) -> Iterator[str]:
    """One JSON array, an item at a time."""
    opening = "[\n"
    for item in items(citations):
        yield opening + json.dumps(item, ensure_ascii=False)
        opening = ",\n"
    yield "\n]\n" if opening == ",\n" else "[]\n"


def items(citations: Iterable[Citation]) -> Iterator[Item]:
    """`id` is the key of the BibTeX export, unique within the dump; variables without a value are left out."""
    for key, citation in with_keys(citations):
        yield item(key, citation)


def item(key: str, citation: Citation) -> Item:
    made: Item = {
        "id": key,
        "type": "article" if is_preprint(citation) else TYPES.get(citation.kind, "document"),
        "title": plain_title(citation),
        "author": [name(person) for person in citation.authors if whole_name(person)],
        "container-title": fold(citation.container),
        "volume": fold(citation.volume),
        "issue": fold(citation.issue),
        "page": "-".join(filter(None, first_and_last_page(citation.pages))),
        "publisher": fold(citation.publisher),
        "DOI": fold(citation.doi),
        "URL": fold(citation.url),
        "abstract": plain_abstract(citation),
        "keyword": ", ".join(map(fold, citation.keywords)),
    }
    made |= issued(citation)
    made |= archived(citation)
    return cast("Item", {variable: value for variable, value in made.items() if value})


def issued(citation: Citation) -> Item:
    date = issue_date(citation)
    return {"issued": {"date-parts": [list(date)]}} if date else {}


def archived(citation: Citation) -> Item:
    """Styles print a preprint's publisher, which arXiv is as far as nobody else has published it."""
    if not citation.arxiv_id:
        return {}
    archive: Item = {"archive": "arXiv", "number": f"arXiv:{citation.arxiv_id}"}
    return archive | {"publisher": fold(citation.publisher) or "arXiv"} if is_preprint(citation) else archive


def name(person: Person) -> Name:
    """`literal` for a collaboration and for who has one name only."""
    parts = family_and_given(person)
    if parts is None:
        return {"literal": whole_name(person)}
    particle, family = split_particle(parts[0])
    made: Name = {"family": family, "given": parts[1]}
    return made | {"non-dropping-particle": particle} if particle else made


def split_particle(family: str) -> tuple[str, str]:
    """`("van der", "Waerden")`; the first is "" for a name without a particle."""
    found = PARTICLE.fullmatch(family)
    return (found[1].strip(), found[2]) if found else ("", family)
