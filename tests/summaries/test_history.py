from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from papers.models import PaperVersion
from summaries.models import Revision, Summary
from summaries.services import (
    EditConflict,
    VersionMoved,
    confirm_version,
    edit_summary,
    hide_summary,
    restore_revision,
    text_of,
)
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


def edit(summary: Summary, note: str = "", **changes: str) -> Summary:
    current = Summary.objects.get(pk=summary.pk)
    return edit_summary(summary=current, text=replace(text_of(current), **changes), note=note)


def numbers(revisions) -> list[int]:
    return [revision.number for revision in revisions]


@pytest.fixture
def edited(summary) -> Summary:
    """Three texts, all of them public."""
    return edit(edit(summary, body="Second with $y$."), body="Third with $z$.", note="Clearer.")


def test_each_saved_text_is_a_revision_with_its_note(edited):
    assert list(edited.revisions.values_list("number", "body", "note")) == [
        (3, "Third with $z$.", "Clearer."),
        (2, "Second with $y$.", ""),
        (1, "It says that $x^2$ is large.", ""),
    ]
    assert edited.revision_number == 3


def test_each_change_is_a_revision_and_what_changes_nothing_is_none(edited):
    before = edited.edited_at
    changed = edit(edited, competing_interests="I know the author.", note="A friend wrote it.")
    assert (changed.revision_number, changed.edited_at) == (4, before)
    edit(edited, competing_interests="I know the author.")
    assert edited.revisions.count() == 4


@pytest.mark.parametrize("choice", [{"visibility": "private"}, {"visibility": "unlisted"}, {"ai_use": "None."}])
def test_an_old_tab_does_not_undo_what_was_chosen_elsewhere(edited, choice):
    opened = edited.revision_number
    edit(edited, **choice)
    with pytest.raises(EditConflict):
        edit_summary(
            summary=edited, text=replace(text_of(edited), body="Mine.", visibility="public"), base_revision=opened
        )
    for name, value in choice.items():
        assert getattr(Summary.objects.get(pk=edited.pk), name) == value


def test_a_text_built_on_an_older_revision_is_refused(edited):
    with pytest.raises(EditConflict) as caught:
        edit_summary(summary=edited, text=replace(text_of(edited), body="Mine."), base_revision=2)
    assert caught.value.current.body == "Third with $z$."
    assert edited.revisions.count() == 3


def test_the_first_date_stays_and_the_edit_is_shown_and_bumps_nothing(client, writer):
    old = make_summary(writer=writer, tldr="The old one.")
    Summary.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=9))
    make_summary(tldr="The new one.")
    before = Summary.objects.get(pk=old.pk)
    edit(before, body="Much better.")
    after = Summary.objects.get(pk=old.pk)
    assert (after.published_at, after.hot, after.needs_ranking) == (
        before.published_at,
        before.hot,
        before.needs_ranking,
    )
    page = client.get("/?sort=new").content.decode()
    assert page.index("The new one.") < page.index("The old one.")
    assert f'(<a href="/summaries/{old.pk}/history/">edited ' in page


def test_the_history_lists_what_was_saved(client, edited):
    page = client.get(f"/summaries/{edited.pk}/history/").content.decode()
    places = [page.index(f"Revision {number}</a>") for number in (3, 2, 1)]
    assert places == sorted(places)
    assert "Clearer." in page
    assert page.count("shown now") == 1
    assert f'href="/summaries/{edited.pk}/compare/?from=2&amp;to=3"' in page
    assert page.count(">changes</a>") == 2
    assert "yours alone" not in page
    assert f'href="/summaries/{edited.pk}/history/"' in client.get(f"/summaries/{edited.pk}/").content.decode()


def test_a_revision_has_an_address_of_its_own(client, edited):
    response = client.get(f"/summaries/{edited.pk}/revisions/2/")
    page = response.content.decode()
    assert "Second with" in page
    assert "<math><mi>y</mi></math>" in page
    assert "This is an older text" in page
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "This is the text that is shown now" in client.get(f"/summaries/{edited.pk}/revisions/3/").content.decode()
    assert client.get(f"/summaries/{edited.pk}/revisions/4/").status_code == 404
    assert client.post(f"/summaries/{edited.pk}/revisions/2/").status_code == 405


def test_what_changed_between_two(client, edited):
    for query in ("from=2&to=3", "from=3&to=2"):
        page = client.get(f"/summaries/{edited.pk}/compare/?{query}").content.decode()
        assert '<del><span class="visually-hidden">[removed: </span>Second' in page
        assert '<ins><span class="visually-hidden">[added: </span>Third' in page
        assert '<span class="formula" title="$y$"><math><mi>y</mi></math></span>' in page
    assert "The two texts are the same" in client.get(f"/summaries/{edited.pk}/compare/?from=2&to=2").content.decode()


@pytest.mark.parametrize("query", ["", "from=1", "from=1&to=9", "from=x&to=1", "from=1&to=²", "from=1&to=-1"])
def test_revisions_that_are_not_there_cannot_be_compared(client, edited, query):
    assert client.get(f"/summaries/{edited.pk}/compare/?{query}").status_code == 404


def test_restoring_makes_a_new_revision(log_in, writer, edited):
    client = log_in(writer)
    address = f"/summaries/{edited.pk}/revisions/1/restore/"
    assert address in client.get(f"/summaries/{edited.pk}/revisions/1/").content.decode()
    page = client.post(address, follow=True).content.decode()
    edited.refresh_from_db()
    assert "Revision 1 is back, as revision 4." in page
    assert (edited.body, edited.revision_number) == ("It says that $x^2$ is large.", 4)
    assert edited.revisions.first().note == "Restored revision 1"
    page = client.post(address, follow=True).content.decode()
    assert "has the text that is shown already" in page
    assert edited.revisions.count() == 4


def test_only_the_writer_restores(client, log_in, stranger, edited):
    address = f"/summaries/{edited.pk}/revisions/1/restore/"
    assert client.post(address).headers["Location"].startswith("/accounts/login/")
    assert log_in(stranger).post(address).status_code == 404
    assert log_in(stranger).get(address).status_code == 405
    assert log_in(edited.writer).post(f"/summaries/{edited.pk}/revisions/9/restore/").status_code == 404
    assert address not in log_in(stranger).get(f"/summaries/{edited.pk}/revisions/1/").content.decode()
    edited.refresh_from_db()
    assert edited.revision_number == 3


def test_strangers_do_not_read_what_was_only_ever_private(client, log_in, api, api_as, writer, private_summary):
    """Drafted in private, published, taken back, worked on, published again."""
    edit(private_summary, body="Draft two.")
    edit(private_summary, visibility="public")
    shown = edit(private_summary, body="Public three.", visibility="public")
    edit(shown, body="Private four.", visibility="private")
    edit(shown, body="Private five.", visibility="unlisted")
    last = edit(shown, body="Private five.", visibility="public")
    address = f"/summaries/{last.pk}"
    assert numbers(Revision.objects.visible_to(writer)) == [7, 6, 5, 4, 3, 2, 1]
    page = client.get(f"{address}/history/").content.decode()
    assert [number for number in range(1, 8) if f"Revision {number}</a>" in page] == [3, 4, 7]
    for number in (1, 2, 5, 6):
        assert client.get(f"{address}/revisions/{number}/").status_code == 404
        assert client.get(f"{address}/compare/?from={number}&to=7").status_code == 404
    rows = api.get(f"/api/v1{address}/revisions/").json()["results"]
    assert [(row["number"], row["body"]) for row in rows] == [
        (7, "Private five."),
        (4, "Public three."),
        (3, "Draft two."),
    ]
    own = log_in(writer).get(f"{address}/history/").content.decode()
    assert own.count('<span class="tag">yours alone</span>') == 4
    assert len(api_as(writer).get(f"/api/v1{address}/revisions/").json()["results"]) == 7
    assert "A secret thought." in log_in(writer).get(f"{address}/revisions/1/").content.decode()


def test_the_history_follows_the_summary_out_of_sight(client, api, log_in, stranger, edited):
    moderator = UserFactory(is_staff=True)
    addresses = [f"/summaries/{edited.pk}/{rest}" for rest in ("history/", "revisions/1/", "compare/?from=1&to=2")]
    hide_summary(summary=edited, by=moderator, reason="Copied.")
    for address in addresses:
        assert client.get(address).status_code == 404
        assert log_in(stranger).get(address).status_code == 404
        assert log_in(moderator).get(address).status_code == 200
    assert api.get(f"/api/v1/summaries/{edited.pk}/revisions/").json()["code"] == "not_found"
    Summary.objects.update(hidden_at=None, visibility="private")
    for address in addresses:
        assert log_in(moderator).get(address).status_code == 404


def test_the_revisions_of_the_api_come_in_pages(api, edited):
    page = api.get(f"/api/v1/summaries/{edited.pk}/revisions/?page_size=2").json()
    assert (numbers_of(page), page["previous"]) == ([3, 2], None)
    assert page["results"][0]["url"] == f"/summaries/{edited.pk}/revisions/3/"
    assert numbers_of(api.get(page["next"]).json()) == [1]
    assert api.get("/api/v1/summaries/99/revisions/").status_code == 404
    assert api.post(f"/api/v1/summaries/{edited.pk}/revisions/", {}).status_code in {401, 405}
    assert api.get(f"/api/v1/summaries/{edited.pk}/revisions/?cursor=x").json()["code"] == "invalid_cursor"


def numbers_of(page: dict) -> list[int]:
    return [row["number"] for row in page["results"]]


@pytest.mark.parametrize("number", [1, 3])
def test_a_history_costs_the_same_for_any_number_of_revisions(client, summary, number, django_assert_num_queries):
    for version in range(number - 1):
        edit(summary, body=f"Text {version}")
    with django_assert_num_queries(3):
        client.get(f"/summaries/{summary.pk}/history/")


def test_patching_takes_a_note_and_the_revision_it_was_built_on(api_as, writer, edited):
    client = api_as(writer)
    answer = client.patch(
        f"/api/v1/summaries/{edited.pk}/", {"body": "Four.", "note": "By a program.", "base_revision": 3}
    )
    assert answer.json()["revision"] == 4
    assert edited.revisions.first().note == "By a program."
    answer = client.patch(f"/api/v1/summaries/{edited.pk}/", {"body": "Five.", "base_revision": 3})
    assert (answer.status_code, answer.json()["code"]) == (409, "edit_conflict")
    assert edited.revisions.count() == 4


# ------------------------------------------------------------ the paper's versions


@pytest.fixture
def moved_on(writer) -> Summary:
    """Written for v1 of a paper that is at v3 by now."""
    paper = PaperFactory(title="On Squares $x^2$", abstract="We look at squares.\nThey are large.")
    summary = make_summary(writer=writer, paper=paper)
    PaperVersion.objects.create(paper=paper, number=1, title=paper.title, abstract=paper.abstract)
    type(paper).objects.update(title="On Cubes $x^3$", abstract="We look at cubes. They are large.", version=3)
    return Summary.objects.get(pk=summary.pk)


def test_a_reader_is_told_what_changed_in_the_paper(client, moved_on):
    page = client.get(f"/summaries/{moved_on.pk}/").content.decode()
    assert "Written for v1; the paper is at v3." in page
    for text in ("Squares", "squares"):
        assert f"[removed: </span>{text}" in page
    assert 'title="$x^3$"' in page
    assert "Still right" not in page
    paper_page = client.get(f"/papers/{moved_on.paper_id}/").content.decode()
    assert f'<a href="/summaries/{moved_on.pk}/#version">What changed?</a>' in paper_page


def test_where_the_old_text_is_not_known_the_page_says_so(client, moved_on):
    PaperVersion.objects.update(title="", abstract="")
    page = client.get(f"/summaries/{moved_on.pk}/").content.decode()
    assert "are not known here" in page
    assert f"{moved_on.paper.arxiv_id}v1" in page


def test_where_only_the_text_changed_the_page_says_so(client, moved_on):
    type(moved_on.paper).objects.update(title="On Squares $x^2$", abstract="We look at squares. They are large.")
    assert "Title and abstract are the same in both." in client.get(f"/summaries/{moved_on.pk}/").content.decode()


def test_the_writer_says_that_it_is_still_right(log_in, client, writer, moved_on):
    own = log_in(writer)
    assert "Still right for v3" in own.get(f"/summaries/{moved_on.pk}/").content.decode()
    for _ in range(2):  # said twice is said once
        own.post(f"/summaries/{moved_on.pk}/still-right/", {"version": "3"})
    after = Summary.objects.get(pk=moved_on.pk)
    assert (after.paper_version, after.edited_at, after.published_at) == (3, None, moved_on.published_at)
    assert list(after.revisions.values_list("number", "note", "paper_version")) == [
        (2, "Still right for v3", 3),
        (1, "", 1),
    ]
    assert "Written for v1" not in client.get(f"/summaries/{moved_on.pk}/").content.decode()
    page = client.get(f"/summaries/{moved_on.pk}/compare/?from=1&to=2").content.decode()
    assert "looked at again for v3" in page


@pytest.mark.parametrize("version", ["2", "4", "", "x", "99999999"])
def test_a_version_that_is_not_the_latest_is_refused(log_in, writer, moved_on, version):
    response = log_in(writer).post(f"/summaries/{moved_on.pk}/still-right/", {"version": version})
    assert response.status_code == 409
    assert "another version by now" in response.content.decode()
    with pytest.raises(VersionMoved):
        confirm_version(summary=moved_on, version=2)
    assert moved_on.revisions.count() == 1


def test_only_the_writer_says_so(client, log_in, stranger, moved_on):
    address = f"/summaries/{moved_on.pk}/still-right/"
    assert client.post(address, {"version": "3"}).headers["Location"].startswith("/accounts/login/")
    assert log_in(stranger).post(address, {"version": "3"}).status_code == 404
    assert log_in(moved_on.writer).get(address).status_code == 405
    moved_on.refresh_from_db()
    assert moved_on.paper_version == 1


def test_restoring_leaves_the_rest_as_it_is(edited):
    edit(edited, ai_use="None.", visibility="unlisted")
    restored = restore_revision(revision=edited.revisions.select_related("summary").get(number=1))
    assert (restored.ai_use, restored.visibility) == ("None.", "unlisted")


def test_what_the_writer_declares_is_shown_with_the_summary(client, api, summary):
    page = client.get(f"/summaries/{summary.pk}/").content.decode()
    assert "Competing interests" not in page
    edit(summary, competing_interests="I wrote <the> code.", ai_use="It checked my grammar.")
    for address in (f"/summaries/{summary.pk}/", f"/papers/{summary.paper_id}/"):
        page = client.get(address).content.decode()
        assert "I wrote &lt;the&gt; code." in page
        assert "It checked my grammar." in page
    assert api.get(f"/api/v1/summaries/{summary.pk}/").json()["ai_use"] == "It checked my grammar."
