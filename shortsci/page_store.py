"""Pages in the memory of one process: a bounded number of bytes, each page for seconds, each built by one thread."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, Protocol, TypeVar

import brotli
from django.conf import settings
from django.http import HttpRequest
from django.utils.text import compress_string

# In seconds since its building began, when the rows that it tells of had not been read yet.
FRESH = 1.0  # until then it is simply answered
OLDEST = 3.0  # until then it is answered to others while one thread builds the next
PATIENCE = 5.0  # for who waits for another's building
BROTLI_QUALITY = 5
OVERHEAD = 2_000  # bytes that a page takes beside its texts, at a guess


class Kept(Protocol):
    """`began` is on the monotonic clock; the size is in bytes."""

    began: float

    def size(self) -> int: ...


Thing = TypeVar("Thing", bound=Kept)


@dataclass(eq=False)
class Page:
    """An answer as it is sent, in the encodings that were asked for so far."""

    began: float
    headers: dict[str, str]
    body: bytes
    digest: str
    on_reader: Callable[[HttpRequest], object] | None = None
    encoded: dict[str, bytes] = field(default_factory=dict)

    def size(self) -> int:
        return len(self.body) + sum(map(len, list(self.encoded.values()))) + OVERHEAD

    def body_in(self, encoding: str) -> bytes:
        """Two threads that ask at once both compress, and get the same."""
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            is_brotli = encoding == "br"
            self.encoded[encoding] = (
                brotli.compress(self.body, quality=BROTLI_QUALITY) if is_brotli else compress_string(self.body)
            )
        return self.encoded[encoding]


@dataclass(eq=False)
class Building(Generic[Thing]):
    """What others wait for; `page` stays None where nothing came of it that they may have."""

    done: threading.Event = field(default_factory=threading.Event)
    page: Thing | None = None


class PageStore(Generic[Thing]):
    """The pages used last, as many as `maximum` bytes hold."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self.pages: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self.buildings: dict[Hashable, Building[Thing]] = {}
        self.used = 0
        self.lock = threading.Lock()

    def find(self, key: Hashable, build: Callable[[], Thing | None]) -> Thing | None:
        """A page that is not too old, built now if need be; None where the building made none to be kept.

        Whatever `build` raises reaches its own caller alone; the others build for themselves.
        """
        found, is_mine = self.look(key)
        if not isinstance(found, Building):
            return found
        if is_mine:
            return self.build(key, found, build)
        found.done.wait(PATIENCE)
        return found.page

    def look(self, key: Hashable) -> tuple[Thing | Building[Thing], bool]:
        """The page to be answered; or else the building to wait for, and whether it is the caller's to do."""
        now = time.monotonic()
        with self.lock:
            page, _ = self.pages.get(key, (None, 0))
            building = self.buildings.get(key)
            if page and now - page.began < (OLDEST if building else FRESH):
                self.pages.move_to_end(key)
                return page, False
            if building:
                return building, False
            building = self.buildings[key] = Building()
            return building, True

    def build(self, key: Hashable, building: Building[Thing], build: Callable[[], Thing | None]) -> Thing | None:
        try:
            building.page = build()
        finally:
            with self.lock:
                del self.buildings[key]
                self.keep(key, building.page)
            building.done.set()
        return building.page

    def keep(self, key: Hashable, page: Thing | None) -> None:
        """Under the lock. What was there before goes in any case; it is too old by now.

        The size is asked for once: another thread may add an encoding between two answers.
        """
        _, before = self.pages.pop(key, (None, 0))
        self.used -= before
        size = page.size() if page else 0
        if page is None or size > self.maximum // 4:
            return
        self.pages[key] = (page, size)
        self.used += size
        while self.used > self.maximum:
            _, (_, size) = self.pages.popitem(last=False)
            self.used -= size

    def note_size(self, key: Hashable, page: Thing) -> None:
        """A page has grown by an encoding."""
        with self.lock:
            if self.pages.get(key, (None, 0))[0] is page:
                self.keep(key, page)

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.used = 0


@cache
def page_store() -> PageStore[Page]:
    """The one of this process."""
    return PageStore(settings.PAGE_CACHE_MEGABYTES * 1024 * 1024)
