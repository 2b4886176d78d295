import gzip
import hashlib
import json
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from dumps.exporting import export_dump
from dumps.snapshots import one_snapshot
from summaries.models import Comment, Summary
from summaries.services import Text, add_comment, delete_comment, hide_comment, hide_summary, publish_summary
from tests.dumps.scenes import export, rows_of
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.ranking import FORMULA_VERSION, hot_score, wilson_lower_bound
from votes.services import cast_vote, rank_changed_summaries

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "zanzibar"


def whole(directory) -> str:
    return "".join(path.read_text("utf-8") for path in directory.iterdir())


def test_what_a_row_says(tmp_path, summary, voter, stranger):
    cast_vote(voter=voter, summary=summary, value=1)
    cast_vote(voter=stranger, summary=summary, value=-1)
    add_comment(writer=voter, summary=summary, body="Is it?")
    manifest = export(tmp_path)
    [row] = rows_of(tmp_path, "summaries")
    summary.refresh_from_db()
    assert row == {
        "id": summary.pk,
        "paper": summary.paper_id,
        "byline": "Writer",
        "writer": "writer",
        "tldr": summary.tldr,
        "body": summary.body,
        "paper_version": 1,
        "competing_interests": "",
        "ai_use": "",
        "published_at": summary.published_at.isoformat().replace("+00:00", "Z"),
        "edited_at": None,
        "upvotes": 1,
        "downvotes": 1,
        "score": 0,
        "comment_count": 1,
        "wilson": wilson_lower_bound(1, 1),
        "hot": hot_score(1, 1, summary.published_at),
        "formula_version": summary.formula_version,
        "is_ranked": True,
        "licence": "CC BY 4.0",
    }
    [paper] = rows_of(tmp_path, "papers")
    assert (paper["id"], paper["title"]) == (summary.paper_id, summary.paper.title)
    assert paper["identifiers"] == [{"kind": "arxiv", "value": summary.paper.arxiv_id}]
    assert (paper["authors"], paper["categories"]) == (["Ada Writer", "Ben Second"], ["cs.LG"])
    [comment] = rows_of(tmp_path, "comments")
    assert (comment["summary"], comment["writer"], comment["body"]) == (summary.pk, "voter", "Is it?")
    assert {name: entry["rows"] for name, entry in manifest["files"].items()} == {
        "papers.jsonl": 1,
        "summaries.jsonl": 1,
        "comments.jsonl": 1,
    }


def test_the_manifest_names_what_is_there(tmp_path, summary, settings):
    settings.SITE_URL = "https://example.org"
    manifest = export(tmp_path)
    assert (manifest["format"], manifest["version"], manifest["site"]) == ("shortsci-dump", 1, "https://example.org")
    assert (manifest["formula_version"], manifest["unranked"]) == (FORMULA_VERSION, 0)
    assert manifest["orders"]["best"]["keys"] == ["-wilson", "-score", "published_at", "id"]
    for name, entry in manifest["files"].items():
        content = (tmp_path / name).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "comments.jsonl",
        "manifest.json",
        "papers.jsonl",
        "summaries.jsonl",
    ]


def test_what_is_not_public_is_not_there(tmp_path, writer, stranger, voter):
    moderator = UserFactory(is_staff=True)
    make_summary(writer=writer, body=SECRET, visibility="private")
    make_summary(writer=stranger, body=SECRET, visibility="unlisted")
    hidden = make_summary(writer=voter, body=SECRET)
    add_comment(writer=stranger, summary=hidden, body=SECRET)
    hide_summary(summary=hidden, by=moderator, reason=SECRET)
    shown = make_summary(writer=writer, tldr="Shown.")
    hide_comment(comment=add_comment(writer=stranger, summary=shown, body=f"{SECRET} 1"))
    parent = add_comment(writer=stranger, summary=shown, body=f"{SECRET} 2")
    answer = add_comment(writer=voter, summary=shown, body="Kept.", parent=parent)
    delete_comment(comment=parent)
    export(tmp_path)
    assert SECRET not in whole(tmp_path)
    assert "@example" not in whole(tmp_path)
    assert [row["id"] for row in rows_of(tmp_path, "summaries")] == [shown.pk]
    assert [row["id"] for row in rows_of(tmp_path, "papers")] == [shown.paper_id]
    [comment] = rows_of(tmp_path, "comments")
    assert (comment["id"], comment["parent"]) == (answer.pk, parent.pk)


def test_an_anonymous_summary_has_no_writer_and_no_hour(tmp_path):
    wquat = UserFactory(username="wquat", display_name="Wilhelmina")
    summary = make_summary(writer=wquat, is_anonymous=True)
    add_comment(writer=wquat, summary=summary, body="I answer.")
    export(tmp_path)
    assert "wquat" not in whole(tmp_path)
    assert "Wilhelmina" not in whole(tmp_path)
    [row] = rows_of(tmp_path, "summaries")
    assert (row["writer"], row["byline"]) == (None, summary.pseudonym)
    assert row["published_at"].endswith("T00:00:00Z")
    [comment] = rows_of(tmp_path, "comments")
    assert (comment["writer"], comment["byline"]) == (None, summary.pseudonym)
    assert comment["created_at"].endswith("T00:00:00Z")


def test_papers_without_a_summary_only_when_asked_for(tmp_path, summary):
    other = PaperFactory()
    PaperFactory(state="failed")
    export(tmp_path)
    assert [row["id"] for row in rows_of(tmp_path, "papers")] == [summary.paper_id]
    export(tmp_path, "--all-papers")
    assert [row["id"] for row in rows_of(tmp_path, "papers")] == [summary.paper_id, other.pk]


def test_a_vote_that_is_not_ranked_yet_is_ranked_first(tmp_path, summary, voter):
    rank_changed_summaries()
    cast_vote(voter=voter, summary=summary, value=1)
    assert Summary.objects.get().needs_ranking
    assert export(tmp_path)["unranked"] == 0
    [row] = rows_of(tmp_path, "summaries")
    assert (row["is_ranked"], row["wilson"]) == (True, wilson_lower_bound(1, 0))


def test_compressed_and_plain_hold_the_same_and_do_not_lie_side_by_side(tmp_path, summary):
    export(tmp_path)
    plain = (tmp_path / "summaries.jsonl").read_bytes()
    (tmp_path / "mine.jsonl").write_text("{}", "utf-8")
    manifest = export(tmp_path, "--gzip")
    packed = (tmp_path / "summaries.jsonl.gz").read_bytes()
    assert gzip.decompress(packed) == plain
    assert manifest["files"]["summaries.jsonl.gz"]["sha256"] == hashlib.sha256(packed).hexdigest()
    assert not (tmp_path / "summaries.jsonl").exists()
    assert (tmp_path / "mine.jsonl").exists()
    export(tmp_path, "--gzip")
    assert (tmp_path / "summaries.jsonl.gz").read_bytes() == packed


def test_a_dump_that_stops_half_way_leaves_the_one_before(tmp_path, summary):
    export(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    Summary.objects.update(tldr="Changed.")
    steps = export_dump(tmp_path, site="https://example.org", now=timezone.now())
    for step in steps:
        if step.file.startswith("comments"):
            break
    steps.close()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_where_it_cannot_be_written_it_says_so(tmp_path, summary):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_dump", str(tmp_path / "file"))


def test_it_tells_what_it_wrote(tmp_path, summary, capfd):
    call_command("export_dump", str(tmp_path / "new" / "directory"))
    told, drawn = capfd.readouterr()
    assert told.splitlines() == ["papers.jsonl: 1 rows", "summaries.jsonl: 1 rows", "comments.jsonl: 0 rows"]
    assert "summaries.jsonl" in drawn


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(tmp_path, number, django_assert_num_queries, on_postgres):
    for _ in range(number):
        add_comment(writer=UserFactory(), summary=make_summary(), body="x")
    rank_changed_summaries()
    queries = 19 if on_postgres else 18
    with django_assert_num_queries(queries):
        export(tmp_path)


def test_the_same_site_gives_the_same_bytes(tmp_path, summary):
    export(tmp_path / "one")
    export(tmp_path / "two")
    for name in ("papers", "summaries", "comments"):
        assert (tmp_path / "one" / f"{name}.jsonl").read_bytes() == (tmp_path / "two" / f"{name}.jsonl").read_bytes()


def in_another_connection(work) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.postgresql
def test_votes_and_texts_that_come_meanwhile_are_all_in_or_all_out(tmp_path, summary, voter):
    def meanwhile() -> None:
        cast_vote(voter=voter, summary=summary, value=1)
        make_summary(body=SECRET)
        Comment.objects.create(
            summary=summary, writer=voter, body=SECRET, html="", renderer_version=1, created_at=timezone.now()
        )

    steps = export_dump(tmp_path, site="https://example.org", now=timezone.now())
    next(steps)
    in_another_connection(meanwhile)
    list(steps)
    assert SECRET not in whole(tmp_path)
    [row] = rows_of(tmp_path, "summaries")
    assert (row["upvotes"], row["wilson"], row["is_ranked"]) == (0, 0.0, True)
    assert Summary.objects.count() == 2


@pytest.mark.postgresql
def test_a_row_that_a_vote_keeps_from_being_ranked_says_so(tmp_path, summary, voter):
    """Ranking skips what a vote has locked; the dump does not wait for it either."""
    cast_vote(voter=voter, summary=summary, value=1)
    with transaction.atomic():
        Summary.objects.select_for_update().get(pk=summary.pk)
        in_another_connection(lambda: export(tmp_path))
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    [row] = rows_of(tmp_path, "summaries")
    assert manifest["unranked"] == 1
    assert (row["is_ranked"], row["upvotes"], row["wilson"]) == (False, 1, 0.0)


def test_a_snapshot_reads_and_does_not_write(summary, on_postgres):
    with one_snapshot():
        assert Summary.objects.count() == 1
    publish_summary(writer=User.objects.get(), paper=PaperFactory(), text=Text(body="x"))
    assert Summary.objects.count() == 2
