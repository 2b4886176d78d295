"""Whatever befalls the index, nothing is lost: it is built anew by itself, and the other pages go on meanwhile."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from changes.models import Change
from search.engine import noticing_damage
from search.errors import SearchUnavailable
from search.homes import BUILDING, PROGRESSING, Home, home
from search.services.building import build_index
from search.services.finding import find_papers, find_summaries
from search.services.following import follow_changes as follow
from search.tasks import build, follow_changes
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db
# A process that writes without end into the index in use, under the lock, as the follower does.
WRITER = """
import sys
import django
django.setup()
from django.conf import settings
settings.SEARCH_DIR = sys.argv[1]
from search.documents import PaperEntry, document_of
from search.engine import create_index, open_index
from search.homes import BUILDING, FOLLOWING, home
name = sys.argv[2]
with home().lock(name, wait=True):
    new = home().new_generation() if name == BUILDING else home().current()
    index = create_index(new) if name == BUILDING else open_index(new)
    writer = index.writer(15_000_000, 1)
    for number in range(1, 10**9):
        writer.add_document(document_of(PaperEntry(number=10**6 + number, title="Half of a zebra")))
        if number % 50 == 0:
            writer.commit()
            print(number, flush=True)
"""


def killed_while_writing(search_dir, lock: str) -> None:
    """After some commits, in the middle of the next."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shortsci.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(search_dir), lock], stdout=subprocess.PIPE, env=environment
    ) as process:
        for _ in range(3):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def run_tasks() -> None:
    """What beat and the workers do within a second or two; the message for the second task is taken as sent."""
    follow_changes()
    build()
    follow_changes()


@pytest.fixture
def library(writer):
    papers = [PaperFactory(title=f"Zebra {number}") for number in range(5)]
    summary = make_summary(writer=writer, paper=papers[0], body="An okapi.")
    build_index()
    return papers, summary


def is_whole(library) -> bool:
    papers, summary = library
    numbers = {number for number in find_papers("zebra", limit=10_000) if number < 10**6}
    return numbers == {paper.pk for paper in papers} and find_summaries("okapi", limit=5) == [summary.pk]


def test_a_follower_that_is_killed_in_the_middle_loses_nothing(library, search_dir, writer):
    killed_while_writing(search_dir, "following")
    late = make_summary(writer=writer, paper=library[0][1], body="A giraffe.")
    follow_changes()
    assert is_whole(library)
    assert find_summaries("giraffe", limit=5) == [late.pk]


def test_a_build_that_is_killed_is_done_again_and_leaves_nothing_behind(library, search_dir):
    in_use = home().current()
    killed_while_writing(search_dir, "building")
    assert is_whole(library)  # the old one served all the time
    assert home().current() == in_use
    assert len(list(home().root.glob("generation-*"))) == 2
    assert build_index()
    assert is_whole(library)
    assert list(home().root.glob("generation-*")) == [home().current().path]


def remove_all(place: Home) -> None:
    shutil.rmtree(place.root)


def remove_pointer(place: Home) -> None:
    place.pointer.unlink()


def remove_place(place: Home) -> None:
    (place.current().path / "place.json").unlink()


def garble_place(place: Home) -> None:
    (place.current().path / "place.json").write_text('{"papers": 3')


def remove_meta(place: Home) -> None:
    (place.current().path / "meta.json").unlink()


def garble_meta(place: Home) -> None:
    (place.current().path / "meta.json").write_text("{}")


def cut_segments(place: Home) -> None:
    for path in place.current().path.iterdir():
        if path.suffix in {".idx", ".term", ".fast", ".pos"}:
            path.write_bytes(path.read_bytes()[:10])


def remove_segments(place: Home) -> None:
    for path in place.current().path.iterdir():
        if path.suffix in {".idx", ".term", ".fast", ".store"}:
            path.unlink()


@pytest.mark.parametrize(
    "damage",
    [remove_all, remove_pointer, remove_place, garble_place, remove_meta, garble_meta, cut_segments, remove_segments],
)
def test_a_damaged_index_is_built_anew_by_itself_and_pages_go_on(library, client, damage, log_in, writer):
    damage(home())
    answer = client.get("/search/?q=zebra")
    assert answer.status_code in {200, 503}
    if answer.status_code == 503:
        assert "The search index is being built" in answer.content.decode()
    for page in ("/", f"/papers/{library[0][0].pk}/", "/categories/", "/search/"):
        assert client.get(page).status_code == 200
    assert log_in(writer).get("/").status_code == 200
    assert client.get("/search/suggest/?q=zeb").status_code == 200
    run_tasks()
    assert is_whole(library)
    assert client.get("/search/?q=zebra").status_code == 200


def test_an_index_of_another_database_is_built_anew(library):
    from changes.models import Change

    Change.objects.all().delete()
    run_tasks()
    assert is_whole(library)


def test_the_index_of_an_older_version_is_left_and_a_new_one_built(library, monkeypatch):
    monkeypatch.setattr("search.homes.SCHEMA_VERSION", 999)
    assert home().current() is None
    run_tasks()
    assert is_whole(library)


def test_while_somebody_builds_search_says_how_far(client, library):
    place = home()
    place.pointer.unlink()
    with place.lock(BUILDING), place.lock(PROGRESSING):
        place.write_progress(420, 1000)
        answer = client.get("/search/?q=zebra")
        assert not build_index()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "420 of 1,000 records" in answer.content.decode()


def test_who_looks_how_far_it_is_keeps_nobody_from_building(library):
    """Somebody looks all the time, and each build that starts meanwhile finds that it may."""
    place, is_over = home(), threading.Event()

    def look() -> None:
        while not is_over.is_set():
            place.read_progress()

    watchers = [threading.Thread(target=look) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    try:
        assert all(build_index(anew=False) for _ in range(300))
        assert build_index()
    finally:
        is_over.set()
        for watcher in watchers:
            watcher.join()
    assert place.read_progress() is None


@pytest.fixture
def full_disk():
    """No file may grow beyond some bytes: the operating system's error is that of a full disk in all but its number."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_keeps_the_index(library, full_disk):
    before = home().current()
    Change.objects.bulk_create([Change(what=Change.What.PAPER, object_id=library[0][0].pk)])
    assert follow().needs_build is False
    assert home().current() == before
    assert not before.is_damaged
    full_disk()
    assert follow().records
    assert is_whole(library)


@pytest.mark.parametrize(
    ("error", "is_kept"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (ValueError("An IO error occurred: 'No space left on device (os error 28)'"), True),
        (ValueError("An IO error occurred: 'Too many open files (os error 24)'"), True),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (ValueError("An IO error occurred: 'No such file or directory (os error 2)'"), False),
        (ValueError("Data corrupted: 'the footer'"), False),
    ],
)
def test_what_the_machine_lacks_is_no_damage(library, error, is_kept):
    before = home().current()
    with pytest.raises(SearchUnavailable), noticing_damage(before):
        raise error
    assert before.is_damaged != is_kept


@pytest.mark.parametrize("error", [BrokenPipeError(), TimeoutError()])
def test_a_connection_that_breaks_is_no_damage_either(library, error):
    before = home().current()
    with pytest.raises(type(error)), noticing_damage(before):
        raise error
    assert not before.is_damaged


def test_the_command_builds_while_the_old_one_serves(library, capsys):
    from django.core.management import CommandError, call_command

    before = home().current()
    call_command("rebuild_search")
    assert "7 records" in capsys.readouterr().out  # five papers, a summary and its writer
    assert home().current() != before
    assert is_whole(library)
    with home().lock(BUILDING), pytest.raises(CommandError):
        call_command("rebuild_search")


def test_time_is_not_wasted_while_nothing_changes(library):
    began = time.process_time()
    for _ in range(20):
        follow_changes()
    assert time.process_time() - began < 2
