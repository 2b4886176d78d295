"""The store of pages: bounded in bytes, and each page built by one thread while the others wait or get the last one."""

import threading
import time
from collections.abc import Callable

import pytest

from shortsci import page_store as store_module
from shortsci.page_store import FRESH, OLDEST, Page, PageStore
from tests.project.clock import Clock


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("shortsci.page_store.time", clock)
    return clock


def page(body: str = "text", began: float | None = None) -> Page:
    return Page(time.monotonic() if began is None else began, {}, body.encode(), "digest")


def test_ten_thousand_addresses_take_no_more_memory():
    """Each page of its own, as an attacker asks for them."""
    store = PageStore(1_000_000)
    for number in range(10_000):
        kept = store.find(number, lambda: page("x" * 5_000))
        assert kept is not None
    assert store.used <= 1_000_000
    assert store.used == sum(kept.size() for kept, _ in store.pages.values())
    assert 100 < len(store.pages) < 200
    assert store.buildings == {}
    assert store.find(9_999, lambda: None) is not None


def test_a_page_larger_than_a_quarter_is_answered_and_not_kept():
    store = PageStore(1_000)
    assert store.find("key", lambda: page("x" * 2_000)).body == b"x" * 2_000
    assert not store.pages


class Growing:
    """A page that another thread adds an encoding to each time that it is looked at."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.looks = 0

    def size(self) -> int:
        self.looks += 1
        return 10 * self.looks


def test_a_page_that_grows_meanwhile_is_taken_off_as_it_was_put_on():
    store: PageStore[Growing] = PageStore(1_000)
    store.find("key", Growing)
    assert store.used == store.pages["key"][1]
    store.note_size("key", store.pages["key"][0])
    assert store.used == store.pages["key"][1]
    store.keep("key", None)
    assert store.used == 0


def together(number: int, work: Callable[[], object]) -> list[object]:
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(work())) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(results) == number
    return results


def test_one_thread_builds_and_the_others_wait():
    store, builds, may_end = PageStore(10**6), [], threading.Event()

    def build() -> Page:
        builds.append(1)
        may_end.wait(10)
        return page()

    begun = threading.Thread(target=store.find, args=("key", build))
    begun.start()
    threading.Timer(0.05, may_end.set).start()
    found = together(20, lambda: store.find("key", build))
    begun.join(10)
    assert len(builds) == 1
    assert len({id(kept) for kept in found}) == 1


def test_the_others_get_the_page_before_while_it_is_not_too_old(clock):
    store = PageStore(10**6)
    old = store.find("key", lambda: page("old", clock.now))
    clock.now += FRESH
    began, may_end = threading.Event(), threading.Event()

    def build() -> Page:
        began.set()
        may_end.wait(10)
        return page("new", clock.now)

    builder = threading.Thread(target=store.find, args=("key", build))
    builder.start()
    began.wait(10)
    assert store.find("key", build) is old
    clock.now += OLDEST
    threading.Timer(0.05, may_end.set).start()
    assert store.find("key", build).body == b"new"  # too old by now: it waits
    builder.join(10)


def test_a_building_that_fails_lets_the_others_go():
    store, began = PageStore(10**6), threading.Event()

    def fail() -> Page:
        began.set()
        time.sleep(0.05)
        raise RuntimeError("no database")

    def ask() -> str:
        try:
            return str(store.find("key", fail))
        except RuntimeError as error:
            return str(error)

    results = together(4, ask)
    assert "no database" in results
    assert set(results) <= {"no database", "None"}
    assert store.buildings == {}
    assert store.find("key", page) is not None


def test_a_waiting_thread_builds_for_itself_when_it_takes_too_long(monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE", 0.01)
    store, began, may_end = PageStore(10**6), threading.Event(), threading.Event()

    def build() -> Page:
        began.set()
        may_end.wait(10)
        return page()

    builder = threading.Thread(target=store.find, args=("key", build))
    builder.start()
    began.wait(10)
    assert store.find("key", build) is None
    may_end.set()
    builder.join(10)
