"""The index of this machine, opened for reading: looked at anew whenever it has changed on the disk."""

import errno
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from search.errors import SearchUnavailable
from search.homes import Generation, home
from search.schema import register_analyzers, schema

opening = threading.Lock()
ROOM = 64_000_000  # bytes
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EROFS}
OS_ERROR = re.compile(r"\(os error ([0-9]+)\)")


@dataclass
class Opened:
    """An index that is kept open. `stamp` tells which commit its searcher shows."""

    generation: Generation
    index: tantivy.Index
    stamp: tuple[int, int]


@lru_cache(maxsize=8)
def opened_at(path: Path) -> Opened:
    generation = Generation(path)
    index = open_index(generation)
    index.config_reader("manual")
    return Opened(generation, index, stamp_of(generation))


def open_index(generation: Generation) -> tantivy.Index:
    index = tantivy.Index.open(str(generation.path))
    register_analyzers(index)
    return index


def create_index(generation: Generation) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(generation.path))
    register_analyzers(index)
    return index


def stamp_of(generation: Generation) -> tuple[int, int]:
    """Changes with each commit and each merge: tantivy puts a new file in the place of the old one."""
    status = (generation.path / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino


@contextmanager
def searching() -> Iterator[tantivy.Searcher]:
    """A searcher on what is in use. Raises SearchUnavailable where there is none, or where it turns out damaged."""
    generation = generation_in_use()
    with noticing_damage(generation):
        yield current_searcher(generation)


def generation_in_use() -> Generation:
    """Raises SearchUnavailable."""
    generation = home().current()
    if generation is None or generation.is_damaged:
        raise SearchUnavailable
    return generation


def current_searcher(generation: Generation) -> tantivy.Searcher:
    with opening:
        opened = opened_at(generation.path)
        stamp = stamp_of(generation)
        if stamp != opened.stamp:
            opened.index.reload()
            opened.stamp = stamp
        return opened.index.searcher()


@contextmanager
def noticing_damage(generation: Generation) -> Iterator[None]:
    """Whatever tantivy says of files that are not as it left them means a new index, never an error page.

    Where the machine has no room for more, the index is as it was, and a new one would need more room still.
    """
    try:
        yield
    except BaseException as error:
        if not is_of_files(error):
            raise
        if is_of_machine(error) or not has_room(generation.path):
            raise SearchUnavailable from error
        opened_at.cache_clear()
        if home().current() == generation:  # else it was replaced at this very moment
            generation.mark_damaged(f"{type(error).__name__}: {error}")
        raise SearchUnavailable from error


def is_of_machine(error: BaseException) -> bool:
    """A full disk and the like, or a writer that such an error has left behind. Tantivy tells the number in words."""
    told = OS_ERROR.search(str(error))
    number = error.errno if isinstance(error, OSError) and error.errno else int(told[1]) if told else 0
    return number in NO_ROOM or "LockBusy" in str(error)


def has_room(path: Path) -> bool:
    """For what a writer holds. One that was stopped by an error in a thread of its own does not tell which."""
    try:
        with tempfile.TemporaryFile(dir=path) as file:
            os.posix_fallocate(file.fileno(), 0, ROOM)
    except FileNotFoundError:
        return True  # it is the index that is gone
    except OSError:
        return False
    return True


def is_of_files(error: BaseException) -> bool:
    """A panic in Rust comes as a class of its own that cannot be imported. A connection is no file."""
    of_files = isinstance(error, OSError | ValueError) and not isinstance(error, ConnectionError | TimeoutError)
    return of_files or type(error).__name__ == "PanicException"
