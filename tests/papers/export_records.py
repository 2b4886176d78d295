"""Recorded arXiv metadata as citations, and what the readers of the exports need to compare with them."""

import json
import lzma
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from papers.citations import Citation, Person
from papers.tex import decode_tex
from tests.conftest import REAL_DATA

ALL_RECORDS = REAL_DATA / "3-metadata" / "arxiv-metadata.jsonl.xz"
ODD_RECORDS = REAL_DATA / "3-metadata" / "arxiv-odd-records.jsonl"

WRITTEN_AS_COMMAND = {
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
}
CONTROL_CHARACTERS = {code: None for code in (*range(32), *range(127, 160)) if not chr(code).isspace()}
COMMAND = re.compile(r"\\(text[a-z]+)\{\}|\\([&%#_{}$])|([{}])")


@cache
def all_records() -> tuple[Citation, ...]:
    return tuple(read_records())


def read_records() -> Iterator[Citation]:
    with lzma.open(ALL_RECORDS, "rt", encoding="utf-8") as lines:
        yield from map(citation_of, lines)
    with ODD_RECORDS.open(encoding="utf-8") as lines:
        yield from map(citation_of, lines)


def citation_of(line: str) -> Citation:
    record = json.loads(line)
    created = date.fromisoformat(record["created"])
    return Citation(
        title=record["title"],
        url=f"https://shortsci.example.org/papers/{record['id']}",
        authors=tuple(person(name) for name in record["authors"].split(", ") if name.strip()),
        abstract=record["abstract"],
        year=created.year,
        published_on=created,
        updated_on=date.fromisoformat(record["updated"]) if record["updated"] else None,
        arxiv_id=record["id"],
        primary_category=record["primary_category"],
        doi=record["doi"] or "",
        comment=record["comments"] or "",
    )


def person(name: str) -> Person:
    """The last word is the family name."""
    given, _, family = name.strip().rpartition(" ")
    return Person(name=name.strip(), family=family if given else "", given=given.strip())


def inverted(person: Person) -> str:
    return f"{folded(person.family)}, {folded(person.given)}" if person.family and person.given else folded(person.name)


def folded(text: str) -> str:
    """Without control characters, of which old records hold a few."""
    return " ".join(text.translate(CONTROL_CHARACTERS).split())


def shown(tex: str) -> str:
    """The text that plain formats show."""
    return folded(decode_tex(tex))


def unescape(value: str) -> str:
    """The text that BibTeX shows for a value without formulas."""
    return COMMAND.sub(lambda found: WRITTEN_AS_COMMAND.get(found[1] or "", found[2] or ""), value)


def read_title(value: str) -> str:
    """Formulas byte for byte, the text around them unescaped; a dollar inside braces does not end a formula."""
    read, text, opened, depth = "", "", "", 0
    for token in re.findall(r"\\[()]|\\[a-z]+(?:\{\})?|\\.|.", value):
        if opened:
            depth += {"{": 1, "}": -1}.get(token, 0)
            read += token
            opened = "" if depth == 0 and token == opened else opened
        elif token in {"$", r"\("}:
            read, text, opened, depth = read + unescape(text) + token, "", {"$": "$"}.get(token, r"\)"), 0
        else:
            text += token
    return read + unescape(text)


def csl_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    particle = name.get("non-dropping-particle", "")
    joint = " " if particle and particle[-1] not in "'’" else ""
    return f"{particle}{joint}{name['family']}, {name['given']}"
