import hashlib
import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from papers.models import Paper
from summaries.models import Summary
from summaries.services import claim_summary, edit_summary, text_of
from tests.dumps.scenes import export
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Vote
from votes.services import cast_vote, rank_changed_summaries

pytestmark = pytest.mark.django_db(transaction=True)


def take(directory) -> list[str]:
    out = StringIO()
    call_command("import_dump", str(directory), stdout=out, stderr=out)
    return out.getvalue().splitlines()


def empty_site() -> None:
    Vote.objects.all().delete()
    Summary.objects.all().delete()
    Paper.objects.all().delete()
    User.objects.all().delete()


@pytest.fixture
def dump(tmp_path, settings, summary, voter):
    """One signed summary with a vote, and an anonymous one, of example.org."""
    settings.SITE_URL = "https://example.org"
    cast_vote(voter=voter, summary=summary, value=1)
    make_summary(paper=summary.paper, tldr="Unnamed.", is_anonymous=True)
    export(tmp_path)
    return tmp_path


def test_papers_and_texts_come_into_an_empty_site(dump, client, api):
    was = {row.tldr: row for row in Summary.objects.select_related("paper", "writer")}
    arxiv_id = was["Unnamed."].paper.arxiv_id
    empty_site()
    assert take(dump) == ["papers: 1 new, 0 known", "summaries: 2 new, 0 changed, 0 as they were"]
    paper = Paper.objects.get()
    assert (paper.arxiv_id, paper.summary_count, paper.author_names) == (arxiv_id, 2, ["Ada Writer", "Ben Second"])
    for summary in Summary.objects.all():
        old = was[summary.tldr]
        assert (summary.body, str(summary.byline), summary.published_at) == (
            old.body,
            str(old.byline),
            old.published_at,
        )
        assert summary.revisions.get().saved_at == old.published_at
    rank_changed_summaries()
    call_command("recount")  # which exits where a counter and its rows differ
    signed = Summary.objects.get(is_anonymous=False)
    assert (signed.upvotes, signed.score, signed.wilson) == (0, 0, 0.0)  # votes stay where their voters are
    assert signed.byline.url == ""
    page = client.get(f"/summaries/{signed.pk}/").content.decode()
    assert "Writer" in page
    assert "/users/" not in page


def test_once_more_it_changes_nothing_and_a_changed_text_is_changed(dump, settings, tmp_path):
    empty_site()
    take(dump)
    people = User.objects.count()
    assert take(dump)[1] == "summaries: 0 new, 0 changed, 2 as they were"
    assert (Summary.objects.count(), User.objects.count()) == (2, people)
    lines = (dump / "summaries.jsonl").read_text("utf-8").replace("A large square.", "A larger square.")
    rewrite(dump, lines)
    assert take(dump)[1] == "summaries: 0 new, 1 changed, 1 as they were"
    assert Summary.objects.filter(tldr="A larger square.").count() == 1


def rewrite(dump, lines: str | bytes, table: str = "summaries") -> None:
    content = lines.encode() if isinstance(lines, str) else lines
    (dump / f"{table}.jsonl").write_bytes(content)
    manifest = json.loads((dump / "manifest.json").read_text("utf-8"))
    manifest["files"][f"{table}.jsonl"]["sha256"] = hashlib.sha256(content).hexdigest()
    (dump / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_what_was_claimed_there_gets_its_name_here(dump, tmp_path):
    unnamed = Summary.objects.get(is_anonymous=True)
    claim_summary(summary=unnamed)
    export(tmp_path / "later")
    empty_site()
    take(dump)
    assert take(tmp_path / "later")[1] == "summaries: 0 new, 0 changed, 2 as they were"
    assert not Summary.objects.filter(is_anonymous=True).exists()
    assert Summary.objects.count() == 2


def test_accounts_that_come_with_a_dump_are_closed_to_everybody(dump):
    empty_site()
    take(dump)
    for user in User.objects.all():
        assert not user.is_active
        assert not user.has_usable_password()
        assert user.email.endswith("@example.org.invalid")


def test_people_and_papers_that_are_here_stay_as_they_are(dump):
    """A site imports into itself: the writers here are no writers of the dump, whatever their names."""
    Summary.objects.filter(tldr="Unnamed.").delete()
    writer = User.objects.get(username="writer")
    paper = Paper.objects.get()
    assert take(dump)[0] == "papers: 0 new, 1 known"
    writer.refresh_from_db()
    paper.refresh_from_db()
    assert writer.is_active
    assert writer.summaries.count() == 1
    assert paper.summary_count == 3
    assert User.objects.filter(username="writer-at-example-org").count() == 1


def test_an_address_that_a_person_has_takes_no_text_of_another(dump):
    empty_site()
    UserFactory(username="squatter", email="writer@example.org.invalid")
    out = take(dump)
    assert out[1] == "summaries: 1 new, 0 changed, 0 as they were"
    assert "cannot be saved: somebody here has an account" in out[3]
    assert not Summary.objects.filter(writer__username="squatter").exists()


def test_compressed_it_comes_the_same(dump, tmp_path):
    export(tmp_path / "packed", "--gzip")
    empty_site()
    assert take(tmp_path / "packed")[1] == "summaries: 2 new, 0 changed, 0 as they were"


def test_what_is_no_whole_dump_is_refused(dump, tmp_path):
    with pytest.raises(CommandError, match="holds no whole dump"):
        take(tmp_path / "nowhere")
    (dump / "summaries.jsonl").write_text("", "utf-8")
    with pytest.raises(CommandError, match=r"summaries\.jsonl is missing or is not the file"):
        take(dump)
    (dump / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(CommandError, match="holds no whole dump"):
        take(dump)


def test_a_dump_of_another_form_is_refused(dump):
    manifest = json.loads((dump / "manifest.json").read_text("utf-8"))
    (dump / "manifest.json").write_text(json.dumps({**manifest, "version": 99}), "utf-8")
    with pytest.raises(CommandError, match="another form"):
        take(dump)


def test_a_row_that_cannot_be_taken_is_reported_and_the_others_come(dump):
    lines = (dump / "summaries.jsonl").read_text("utf-8").splitlines()
    broken = json.loads(lines[0])
    broken["paper"] = 999_999
    rewrite(dump, "\n".join([json.dumps(broken), lines[1]]) + "\n")
    empty_site()
    out = take(dump)
    assert out[1] == "summaries: 1 new, 0 changed, 0 as they were"
    assert "is of a paper that is not in the dump" in out[3]


@pytest.mark.parametrize("line", [b"{", b"", b"[]", b'{"id": 1}', b'{"id": "\xff"}', b"\xff"])
def test_a_line_that_is_no_row_is_told_with_its_number(dump, line):
    for table in ("papers", "summaries"):
        rewrite(dump, line + b"\n" + (dump / f"{table}.jsonl").read_bytes(), table)
    empty_site()
    out = take(dump)
    assert out[:3] == ["papers: 1 new, 0 known", "summaries: 2 new, 0 changed, 0 as they were", "2 could not be taken:"]
    assert [problem.split(":")[0] for problem in out[3:]] == ["  papers, line 1", "  summaries, line 1"]


@pytest.mark.parametrize("table", ["papers", "summaries"])
def test_a_manifest_without_a_table_is_refused(dump, table):
    manifest = json.loads((dump / "manifest.json").read_text("utf-8"))
    del manifest["files"][f"{table}.jsonl"]
    (dump / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(CommandError, match=f"names no file of {table}"):
        take(dump)


def test_an_edit_there_keeps_the_date_of_first_publication(dump, tmp_path):
    signed = Summary.objects.get(is_anonymous=False)
    edit_summary(summary=signed, text=replace(text_of(signed), body="Better."))
    published = Summary.objects.get(pk=signed.pk).published_at
    export(tmp_path / "later")
    empty_site()
    take(dump)
    take(tmp_path / "later")
    here = Summary.objects.get(is_anonymous=False)
    assert (here.body, here.published_at, here.revision_number) == ("Better.", published, 2)
    assert here.edited_at
    assert PaperFactory().pk
