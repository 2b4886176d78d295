"""Snapshots of arXiv's metadata in JSON Lines.

Two layouts are known by their fields: the one of https://www.kaggle.com/datasets/Cornell-University/arxiv, with
`versions` and `authors_parsed`, and a flat one with `created`, `updated` and one string of authors.
"""

import gzip
import hashlib
import lzma
import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, cast

import msgspec

from papers.identifiers import InvalidIdentifier, Kind, parse_identifier
from papers.names import split_authors
from papers.preparing import Prepared
from papers.records import AuthorRecord, PaperRecord, VersionRecord
from papers.sources.arxiv_text import fold, join_paragraphs, known_categories, read_dois, says_withdrawn
from papers.sources.errors import SourceError
from papers.taxonomy import canonical_category
from papers.tex import decode_tex

MAXIMUM_LINE = 4 * 1024 * 1024  # bytes; the longest record of arXiv has some 100 kB
KEY_BYTES = 1024 * 1024


class BadLine(SourceError):
    """A line that is no record; the message says what is wrong with it."""


class VersionLine(msgspec.Struct):
    version: str
    created: str


class Line(msgspec.Struct):
    """Both layouts together; what a record has not stays empty."""

    id: str
    title: str
    authors: str = ""
    abstract: str | None = ""
    comments: str | None = None
    doi: str | None = None
    categories: str | list[str] = ""
    primary_category: str | None = None
    created: str | None = None
    updated: str | None = None
    journal_ref: str | None = msgspec.field(name="journal-ref", default=None)
    license: str | None = None
    versions: list[VersionLine] = []
    update_date: str | None = None
    authors_parsed: list[list[str]] = []


decoder = msgspec.json.Decoder(Line)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open file: its lines, and how far the reading is on disk."""

    file: IO[bytes]
    disk: IO[bytes]
    size: int  # bytes on disk

    def lines(self) -> Iterator[bytes]:
        """Each line; of one that is too long, the beginning, which then is no record."""
        while line := self.file.readline(MAXIMUM_LINE):
            end = line
            while not end.endswith(b"\n") and len(end) == MAXIMUM_LINE:
                end = self.file.readline(MAXIMUM_LINE)
            yield line

    @property
    def position(self) -> int:
        """Bytes on disk that were read."""
        return self.disk.tell()


@contextmanager
def open_snapshot(path: Path) -> Iterator[Snapshot]:
    """Plain, .gz or .xz, by the file's name."""
    with path.open("rb") as disk:
        size = path.stat().st_size
        if path.suffix == ".xz":
            with lzma.open(disk) as file:
                yield Snapshot(cast("IO[bytes]", file), disk, size)
        elif path.suffix == ".gz":
            with gzip.open(disk) as file:
                yield Snapshot(cast("IO[bytes]", file), disk, size)
        else:
            yield Snapshot(disk, disk, size)


def file_key(path: Path) -> str:
    """Tells snapshots apart by their size and their first megabyte."""
    with path.open("rb") as file:
        return hashlib.sha256(f"{path.stat().st_size} ".encode() + file.read(KEY_BYTES)).hexdigest()


@dataclass(frozen=True, slots=True)
class ParsedLines:
    items: list[Prepared]
    problems: list[str]


def end_with_parent() -> None:
    """Ends this process when the one that started it is killed; it would wait for lines for ever."""

    def wait_for_its_end() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait_for_its_end, daemon=True).start()


def parse_lines(lines: list[bytes], first_number: int) -> bytes:
    """ParsedLines in MessagePack: it travels between processes at a tenth of pickle's cost."""
    parsed = ParsedLines([], [])
    for number, line in enumerate(lines, start=first_number):
        try:
            if line.strip():
                parsed.items.append(Prepared.of(parse_line(line)))
        except BadLine as error:
            parsed.problems.append(f"line {number:,}: {error}")
    return msgspec.msgpack.encode(parsed)


def parse_line(line: bytes) -> PaperRecord:
    """Raises BadLine."""
    try:
        given = decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadLine(f"no record in JSON ({error})") from error
    title = fold(given.title)
    if not title:
        raise BadLine(f"{given.id}: no title")
    try:
        identifier = parse_identifier(given.id)
    except InvalidIdentifier as error:
        raise BadLine(f"{given.id!r} is no arXiv id") from error
    if identifier.kind != Kind.ARXIV:
        raise BadLine(f"{given.id!r} is no arXiv id")
    comment = fold(given.comments or "")
    abstract = join_paragraphs(given.abstract or "")
    versions = read_versions(given.versions)
    categories = read_categories(given)
    return PaperRecord(
        title=title,
        arxiv_id=identifier.value,
        version=versions[-1].number if versions else None,
        abstract=abstract,
        authors=read_authors(given),
        primary_category=canonical_category(given.primary_category or "") or next(iter(categories), None),
        categories=categories,
        published_on=read_date(given.created) or (versions[0].submitted_on if versions else None),
        updated_on=read_date(given.updated) or (versions[-1].submitted_on if versions else read_date(given.created)),
        dois=read_dois(given.doi) if given.doi else (),
        journal_ref=fold(given.journal_ref or ""),
        comment=comment,
        is_withdrawn=says_withdrawn(comment, abstract),
        versions=versions,
        license_url=given.license or "",
    )


def read_authors(given: Line) -> tuple[AuthorRecord, ...]:
    if not given.authors_parsed:
        return split_authors(given.authors)
    people = [[decode_tex(part) for part in parts] for parts in given.authors_parsed]
    return tuple(AuthorRecord(name, family=parts[0]) for parts in people if (name := printed_name(parts)))


def printed_name(parts: list[str]) -> str:
    """Parts are family name, given name, suffix."""
    family, given, suffix = [*parts, "", "", ""][:3]
    return fold(f"{given} {family} {suffix}")


def read_categories(given: Line) -> tuple[str, ...]:
    codes = given.categories.split() if isinstance(given.categories, str) else given.categories
    return known_categories(codes)


def read_versions(lines: list[VersionLine]) -> tuple[VersionRecord, ...]:
    """In the order of their numbers; a number or a date that cannot be read is left out."""
    found = {}
    for line in lines:
        number = line.version.removeprefix("v")
        if number.isdecimal() and len(number) < 5:
            found[int(number)] = VersionRecord(int(number), read_mail_date(line.created))
    return tuple(found[number] for number in sorted(found))


def read_date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def read_mail_date(text: str) -> date | None:
    """`Mon, 2 Apr 2007 19:18:42 GMT`, in UTC."""
    try:
        return parsedate_to_datetime(text).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None
