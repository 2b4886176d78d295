"""Records made ready for any database; pure, so that a process of its own can do it."""

import hashlib
from dataclasses import dataclass, fields, replace
from typing import Any

import msgspec

from papers.records import AuthorRecord, PaperRecord
from papers.venues import recognise

MAXIMUM_NAME = 300  # characters


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record that any database takes, with its digest and with the venue that it names."""

    record: PaperRecord
    digest: int
    venue: str = ""  # the short name of a known one
    venue_year: int | None = None

    @classmethod
    def of(cls, record: PaperRecord) -> "Prepared":
        try:
            encoded = msgspec.json.encode(record)
            is_clean = b"\\u0000" not in encoded and not any(len(a.name) > MAXIMUM_NAME for a in record.authors)
        except UnicodeEncodeError:
            is_clean = False
        if not is_clean:
            record = without_unstorable(record)
            encoded = msgspec.json.encode(record)
        digest = hashlib.blake2b(encoded, digest_size=8).digest()
        place = recognise(
            dois=record.dois,
            journal_ref=record.journal_ref,
            comment=record.comment,
            container=record.container,
            year=year_of(record),
        )
        number = int.from_bytes(digest, signed=True)
        if not place:
            return cls(record, number)
        # A journal's registry knows the year; what a DOI or a reference shows may be the year of acceptance.
        is_registry = bool(record.container) and not record.primary_category
        return cls(record, number, place.venue.slug, (year_of(record) if is_registry else None) or place.year)


def year_of(record: PaperRecord) -> int | None:
    return record.published_on.year if record.published_on else record.year


def without_unstorable(record: PaperRecord) -> PaperRecord:
    """Without what no database takes: NUL, halves of surrogate pairs, names longer than any."""
    values = {field.name: mended(getattr(record, field.name)) for field in fields(record)}
    authors = tuple(
        AuthorRecord(storable(author.name)[:MAXIMUM_NAME], storable(author.affiliation), storable(author.family))
        for author in record.authors
    )
    return replace(PaperRecord(**values), authors=authors)


def mended(value: Any) -> Any:
    """Texts, and texts in tuples; dates, numbers and records as they are."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return tuple(storable(part) if isinstance(part, str) else part for part in value)
    return value


def storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()
