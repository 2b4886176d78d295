import gzip
import json
import lzma
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections

from changes.models import Change
from papers import loading
from papers.loading import load_snapshot, may_set
from papers.models import Paper, SnapshotLoad
from papers.services.rows import WRITTEN
from papers.services.tables import check_references
from papers.sources.snapshot import BadLine, parse_line

pytestmark = pytest.mark.django_db
KAGGLE = {
    "id": "0704.0001",
    "submitter": "A. Writer",
    "authors": "C. Bal\\'azs, E. L. Berger and T. M. P. Tait",
    "title": "Calculation of things\n  at large",
    "comments": "37 pages; Phys. Rev. D",
    "journal-ref": "Phys.Rev.D76:013009,2007",
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": None,
    "categories": "hep-ph math.MP",
    "license": "http://example.org/licence",
    "abstract": "  One line\nand the next.\n  A second paragraph.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Bal\\'azs", "C.", ""], ["Berger", "E. L.", ""], ["Tait", "T. M. P.", "Jr."]],
}
FLAT = {
    "id": "math/0203274",
    "title": "Diff\\'erentielles",
    "authors": "Yves André, Bo Li",
    "abstract": "We show.",
    "categories": ["math.GM", "math.AC"],
    "primary_category": "math.GM",
    "comments": "65 pages",
    "doi": None,
    "acm_class": None,
    "created": "2002-03-26",
    "updated": None,
}


def line(**fields: object) -> bytes:
    return json.dumps({**FLAT, **fields}).encode() + b"\n"


def many(number: int) -> bytes:
    return b"".join(line(id=f"2103.{index:05d}", title=f"Title {index}") for index in range(1, number + 1))


def load(path: Path) -> loading.LoadProgress:
    return list(load_snapshot(path))[-1]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(loading, "BATCH_LINES", 10)


def test_the_layout_of_kaggle():
    record = parse_line(json.dumps(KAGGLE).encode())
    assert (record.arxiv_id, record.version, record.title) == ("0704.0001", 2, "Calculation of things at large")
    assert record.abstract == "One line and the next.\n\nA second paragraph."
    assert [(a.name, a.family) for a in record.authors] == [
        ("C. Balázs", "Balázs"),
        ("E. L. Berger", "Berger"),
        ("T. M. P. Tait Jr.", "Tait"),
    ]
    assert (str(record.published_on), str(record.updated_on)) == ("2007-04-02", "2007-07-24")
    assert (record.categories, record.primary_category) == (("hep-ph", "math-ph"), "hep-ph")
    assert record.dois == ("10.1103/physrevd.76.013009",)
    assert record.license_url == "http://example.org/licence"


def test_the_flat_layout():
    record = parse_line(line())
    assert (record.arxiv_id, record.version, record.versions) == ("math/0203274", None, ())
    assert [author.name for author in record.authors] == ["Yves André", "Bo Li"]
    assert (str(record.published_on), str(record.updated_on)) == ("2002-03-26", "2002-03-26")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "no record in JSON"),
        (b"\xff\xfe", "no record in JSON"),
        (b'{"id": "1706.03762"}', "no record in JSON"),
        (line(title=" "), "no title"),
        (line(id="10.1000/182"), "is no arXiv id"),
        (line(id="junk"), "is no arXiv id"),
        (line(authors=3), "no record in JSON"),
    ],
)
def test_bad_lines_say_what_is_wrong(bad, reason):
    with pytest.raises(BadLine, match=reason):
        parse_line(bad)


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_a_file_is_loaded_whole(tmp_path, suffix, pack):
    path = tmp_path / f"snapshot.jsonl{suffix}"
    path.write_bytes(pack(many(25)))
    progress = load(path)
    assert (progress.report.created, progress.lines, Paper.objects.count()) == (25, 25, 25)
    assert Change.objects.count() == 25
    assert SnapshotLoad.objects.get().finished_at


def test_a_second_run_updates_only_what_changed(tmp_path):
    path = tmp_path / "snapshot.jsonl"
    path.write_bytes(many(12))
    load(path)
    path.write_bytes(many(12).replace(b"Title 7", b"Title seven"))
    report = load(path).report
    assert (report.created, report.updated, report.unchanged) == (0, 1, 11)
    report = load(path).report
    assert (report.created, report.updated, report.unchanged) == (0, 0, 12)


def test_stopped_half_way_it_goes_on_where_it_was(tmp_path):
    path = tmp_path / "snapshot.jsonl"
    path.write_bytes(many(35))
    steps = load_snapshot(path)
    next(steps)
    next(steps)
    steps.close()  # as Ctrl-C does
    assert (Paper.objects.count(), SnapshotLoad.objects.get().lines_done) == (20, 20)
    progress = load(path)
    assert (progress.skipped, progress.report.created, Paper.objects.count()) == (20, 15, 35)


def test_bad_lines_are_reported_by_number_and_the_good_ones_kept(tmp_path, capsys):
    path = tmp_path / "snapshot.jsonl"
    path.write_bytes(many(11) + b"{broken\n\n" + line(id="junk") + line(id="2104.00001", created="not a day"))
    call_command("load_arxiv", path)
    output = capsys.readouterr()
    assert "12 new, 0 changed, 0 as they were." in output.out
    assert "2 could not be loaded:" in output.err
    assert "line 12: no record in JSON" in output.err
    assert "line 14: 'junk' is no arXiv id" in output.err
    assert Paper.objects.get(identifiers__value="2104.00001").published_on is None


def test_a_line_that_the_database_refuses_does_not_take_its_batch_along(tmp_path, capsys):
    versions = [{"version": "v9999", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}]
    path = tmp_path / "snapshot.jsonl"
    path.write_bytes(many(3) + line(id="2104.00001", versions=versions) + line(id="2104.00002", doi="x" * 600))
    call_command("load_arxiv", path)
    assert Paper.objects.count() == 5
    assert Paper.objects.get(identifiers__value="2104.00001").version == 9999


def test_a_file_that_is_cut_off_keeps_what_was_read_and_says_so(tmp_path):
    path = tmp_path / "snapshot.jsonl.xz"
    content = b"".join(line(id=f"2103.{index:05d}", title=f"{index} {index * 7919:x}" * 50) for index in range(1, 900))
    path.write_bytes(lzma.compress(content)[:-400])
    with pytest.raises(CommandError, match="cannot be read to its end"):
        call_command("load_arxiv", path)


def test_a_missing_file_is_a_sentence():
    with pytest.raises(CommandError, match="There is no file"):
        call_command("load_arxiv", "/nowhere.jsonl")


def test_an_empty_file(tmp_path, capsys):
    path = tmp_path / "empty.jsonl"
    path.touch()
    call_command("load_arxiv", path)
    assert "Nothing to load." in capsys.readouterr().out


def test_a_line_without_an_end_is_not_read_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("papers.sources.snapshot.MAXIMUM_LINE", 1000)
    path = tmp_path / "snapshot.jsonl"
    path.write_bytes(b'{"id": "' + b"x" * 5000 + b"\n" + line(id="2103.00001", abstract=""))
    progress = load(path)
    assert (progress.problem_count, progress.report.created) == (1, 1)


READ_AHEAD = """
import sys, time, django
django.setup()
from pathlib import Path
from papers.loading import ReadAhead
from papers.sources.snapshot import open_snapshot
with open_snapshot(Path(sys.argv[1])) as snapshot:
    batches = ReadAhead(snapshot, 0)
    print(batches.take().lines, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the process table of Linux")
def test_a_killed_load_leaves_no_process_behind(tmp_path):
    file = tmp_path / "snapshot.jsonl"
    file.write_text(json.dumps(KAGGLE) + "\n")
    with subprocess.Popen([sys.executable, "-c", READ_AHEAD, file], stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout.readline() == "1\n"
        children = Path(f"/proc/{load.pid}/task/{load.pid}/children").read_text().split()
        load.kill()
    assert children
    deadline = time.monotonic() + 10
    while any(is_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [child for child in children if is_alive(child)]


def is_alive(process: str) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


# ---------------------------------------------------------------- references, on PostgreSQL


def show(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def without_look_up(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.postgresql
def test_references_are_looked_up_again_after_a_load(tmp_path):
    file = tmp_path / "snapshot.jsonl"
    file.write_bytes(many(3))
    during = [show("session_replication_role") for _ in load_snapshot(file)]
    assert set(during) == {"replica"}
    assert show("session_replication_role") == "origin"


@pytest.mark.postgresql
def test_a_row_that_refers_to_nothing_ends_the_load_with_an_error(tmp_path):
    file = tmp_path / "snapshot.jsonl"
    file.write_bytes(many(3))
    load(file)
    without_look_up("DELETE FROM papers_author WHERE name = 'Bo Li'")
    with pytest.raises(IntegrityError, match=r"3 rows of .papers_authorship. refer by .author_id."):
        check_references(WRITTEN)
    without_look_up("DELETE FROM papers_authorship WHERE position = 2")
    check_references(WRITTEN)


@pytest.mark.postgresql
def test_a_role_that_may_not_is_left_with_the_look_ups():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_loader")
        cursor.execute("SET LOCAL ROLE plain_loader")
        assert not may_set("session_replication_role")
        cursor.execute("RESET ROLE")
        cursor.execute("GRANT SET ON PARAMETER session_replication_role TO plain_loader")
        cursor.execute("SET LOCAL ROLE plain_loader")
        assert may_set("session_replication_role")
        cursor.execute("RESET ROLE")


def test_where_nobody_can_be_named_for_a_setting_none_may(monkeypatch):
    """PostgreSQL 14, which has no such function, and SQLite."""
    monkeypatch.setitem(connections["default"].__dict__, "pg_version", 140_020)
    assert not may_set("session_replication_role")
