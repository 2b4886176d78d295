"""Public data into files; docs/dump.md describes them."""

import gzip
import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Generic, TypeVar, cast

import msgspec
from django.db.models import Model, QuerySet

from dumps.querysets import public_comments, public_papers, public_summaries
from dumps.rows import comment_row, paper_row, summary_row
from dumps.snapshots import batches, ranked_snapshot
from summaries.serializers import LICENCE
from votes.explanations import ORDERS
from votes.ranking import FORMULA_VERSION

FORMAT = "shortsci-dump"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
PAPER_LICENCE = "CC0"
GZIP_LEVEL = 6
Row = TypeVar("Row", bound=Model)

encoder = msgspec.json.Encoder()


class FileEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Of one file in the manifest; `sha256` is of the file as it lies there, compressed or not."""

    rows: int
    bytes: int
    sha256: str


class OrderEntry(msgspec.Struct, frozen=True, kw_only=True):
    """`keys` are fields of a summary, the first one that differs decides; a minus stands for "the largest first"."""

    formula: str
    keys: list[str]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    version: int
    site: str
    made_at: datetime
    formula_version: int
    orders: dict[str, OrderEntry]
    unranked: int
    licences: dict[str, str]
    files: dict[str, FileEntry]


@dataclass(frozen=True)
class ExportProgress:
    """Rows written of one file's, and of how many."""

    file: str
    done: int
    total: int


@dataclass(frozen=True)
class Table(Generic[Row]):
    name: str
    rows: QuerySet[Row]
    line: Callable[[Row], msgspec.Struct]


def tables(*, with_all_papers: bool) -> "list[Table[Any]]":
    return [
        Table("papers", public_papers(with_all=with_all_papers), paper_row),
        Table("summaries", public_summaries(), summary_row),
        Table("comments", public_comments(), comment_row),
    ]


def export_dump(
    directory: Path, *, site: str, now: datetime, is_compressed: bool = False, with_all_papers: bool = False
) -> Iterator[ExportProgress]:
    """Writes a dump of one moment and tells after each batch how far it is.

    Files get their names when all of them are whole. A dump that was there before stays until then.
    """
    directory.mkdir(parents=True, exist_ok=True)
    suffix = ".jsonl.gz" if is_compressed else ".jsonl"
    with TemporaryDirectory(prefix=".unfinished-", dir=directory) as unfinished:
        files: dict[str, FileEntry] = {}
        with ranked_snapshot() as unranked:
            for table in tables(with_all_papers=with_all_papers):
                path = Path(unfinished, table.name + suffix)
                rows = yield from write_table(table, path)
                files[path.name] = describe_file(path, rows)
        manifest = describe_dump(site=site, now=now, unranked=unranked, files=files)
        Path(unfinished, MANIFEST).write_bytes(msgspec.json.format(encoder.encode(manifest), indent=2) + b"\n")
        put_in_place(Path(unfinished), directory)


def write_table(table: Table[Row], path: Path) -> Generator[ExportProgress, None, int]:
    """Returns the number of rows."""
    total, done = table.rows.count(), 0
    yield ExportProgress(path.name, done, total)
    with open_for_writing(path) as file:
        for batch in batches(table.rows):
            file.writelines(encoder.encode(table.line(row)) + b"\n" for row in batch)
            done += len(batch)
            yield ExportProgress(path.name, done, total)
    return done


def open_for_writing(path: Path) -> AbstractContextManager[BinaryIO]:
    """By its ending compressed. No date goes into a compressed file, so that the same rows give the same bytes."""
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.GzipFile(path, "wb", compresslevel=GZIP_LEVEL, mtime=0))
    return path.open("wb")


def describe_file(path: Path, rows: int) -> FileEntry:
    with path.open("rb") as file:
        return FileEntry(rows=rows, bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


def describe_dump(*, site: str, now: datetime, unranked: int, files: dict[str, FileEntry]) -> Manifest:
    return Manifest(
        format=FORMAT,
        version=FORMAT_VERSION,
        site=site,
        made_at=now,
        formula_version=FORMULA_VERSION,
        orders={name: OrderEntry(formula=order.formula, keys=list(order.fields)) for name, order in ORDERS.items()},
        unranked=unranked,
        licences={"papers": PAPER_LICENCE, "summaries": LICENCE, "comments": LICENCE},
        files=files,
    )


def put_in_place(unfinished: Path, directory: Path) -> None:
    """The manifest goes first and comes last: where it lies, the files beside it are those that it names."""
    (directory / MANIFEST).unlink(missing_ok=True)
    for old in [*directory.glob("*.jsonl"), *directory.glob("*.jsonl.gz")]:
        if not (unfinished / old.name).exists() and old.name.split(".")[0] in {"papers", "summaries", "comments"}:
            old.unlink()
    for path in sorted(unfinished.iterdir(), key=lambda path: path.name == MANIFEST):
        path.replace(directory / path.name)
