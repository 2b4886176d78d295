import pytest

from papers.models import Paper
from summaries.models import Summary
from summaries.services import ReasonMissing, hide_summary, repair_summary_counts, restore_summary
from tests.factories import UserFactory, make_summary
from votes.models import Vote
from votes.services import NotPublic, cast_vote, repair_drift

pytestmark = pytest.mark.django_db
REASON = "The text is copied from the abstract."


@pytest.fixture
def moderator():
    return UserFactory(username="moderator", is_staff=True)


@pytest.fixture
def hidden(summary, moderator) -> Summary:
    return hide_summary(summary=summary, by=moderator, reason=REASON)


def test_moderators_hide_and_bring_back_by_form(log_in, client, moderator, summary):
    own = log_in(moderator)
    address = f"/summaries/{summary.pk}"
    assert f'action="{address}/hide/"' in own.get(f"{address}/").content.decode()
    page = own.post(f"{address}/hide/", {"reason": REASON}, follow=True).content.decode()
    summary.refresh_from_db()
    assert (summary.hidden_by, summary.hidden_reason) == (moderator, REASON)
    assert REASON in page
    assert client.get(f"{address}/").status_code == 404
    assert f'action="{address}/unhide/"' in page
    page = own.post(f"{address}/unhide/", follow=True).content.decode()
    summary.refresh_from_db()
    assert (summary.hidden_at, summary.hidden_by, summary.hidden_reason) == (None, None, "")
    assert summary.body in client.get(f"{address}/").content.decode() or "It says that" in page


def test_a_hidden_summary_is_gone_everywhere_at_once_and_comes_back_as_it_was(
    client, api, voter, summary, paper, moderator
):
    cast_vote(voter=voter, summary=summary, value=1)
    before = Summary.objects.get(pk=summary.pk)
    addresses = ["/", "/?sort=new", "/?sort=top&period=day", f"/papers/{paper.pk}/", "/users/writer/"]
    hide_summary(summary=summary, by=moderator, reason=REASON)
    for address in addresses:
        assert "A large square." not in client.get(address).content.decode(), address
    looked_up = api.post("/api/v1/papers/lookup/", {"identifiers": [paper.arxiv_id]}).json()["results"][0]
    assert (looked_up["summary_count"], looked_up["best_score"]) == (0, None)
    assert api.get("/api/v1/summaries/").json()["results"] == []
    assert api.get(f"/api/v1/papers/{paper.pk}/").json()["summary_count"] == 0
    restore_summary(summary=summary)
    for address in addresses:
        assert "A large square." in client.get(address).content.decode(), address
    looked_up = api.post("/api/v1/papers/lookup/", {"identifiers": [paper.arxiv_id]}).json()["results"][0]
    assert (looked_up["summary_count"], looked_up["best_score"]) == (1, 1)
    after = Summary.objects.get(pk=summary.pk)
    for field in ("published_at", "edited_at", "upvotes", "score", "hot", "wilson", "revision_number"):
        assert getattr(after, field) == getattr(before, field), field


def test_votes_are_kept_and_no_new_ones_taken(voter, stranger, summary, moderator):
    cast_vote(voter=voter, summary=summary, value=1)
    hide_summary(summary=summary, by=moderator, reason=REASON)
    with pytest.raises(NotPublic):
        cast_vote(voter=stranger, summary=summary, value=1)
    assert Vote.objects.get().voter == voter
    assert repair_drift() == [] or Summary.objects.get().upvotes == 1


def test_counts_of_papers_leave_out_what_is_hidden_or_unlisted(writer, paper, hidden):
    make_summary(paper=paper, visibility="unlisted")
    make_summary(paper=paper)
    paper.refresh_from_db()
    assert paper.summary_count == 1
    assert repair_summary_counts() == []
    Paper.objects.update(summary_count=7)
    repair_summary_counts()
    paper.refresh_from_db()
    assert paper.summary_count == 1


def test_the_writer_is_told_why(log_in, writer, hidden):
    own = log_in(writer)
    page = own.get(f"/summaries/{hidden.pk}/").content.decode()
    assert "A moderator has hidden this summary." in page
    assert REASON in page
    assert "/unhide/" not in page
    assert "Read why" in own.get(f"/papers/{hidden.paper_id}/").content.decode()
    assert "A large square." in own.get("/users/writer/").content.decode()


def test_a_writer_cannot_edit_a_hidden_summary_back_into_sight(log_in, client, writer, hidden):
    log_in(writer).post(f"/summaries/{hidden.pk}/edit/", {"body": "New.", "tldr": "", "visibility": "public"})
    hidden.refresh_from_db()
    assert (hidden.body, hidden.hidden_reason) == ("New.", REASON)
    assert client.get(f"/summaries/{hidden.pk}/").status_code == 404
    restored = restore_summary(summary=hidden)
    assert restored.revisions.get(number=2).was_public
    assert "New." in client.get(f"/summaries/{hidden.pk}/").content.decode()


def test_hidden_twice_keeps_the_first_reason(hidden, moderator):
    hide_summary(summary=hidden, by=UserFactory(is_staff=True), reason="Another.")
    hidden.refresh_from_db()
    assert (hidden.hidden_by, hidden.hidden_reason) == (moderator, REASON)
    for _ in range(2):
        assert restore_summary(summary=hidden).hidden_at is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(log_in, moderator, summary, reason):
    with pytest.raises(ReasonMissing):
        hide_summary(summary=summary, by=moderator, reason=reason)
    response = log_in(moderator).post(f"/summaries/{summary.pk}/hide/", {"reason": reason})
    assert (response.status_code, "Say why" in response.content.decode()) == (400, True)
    summary.refresh_from_db()
    assert summary.hidden_at is None


def test_others_neither_hide_nor_bring_back(client, log_in, writer, stranger, summary, hidden):
    shown = make_summary(writer=writer)
    for word, target, status in (("hide", shown, 403), ("unhide", hidden, 404)):
        address = f"/summaries/{target.pk}/{word}/"
        assert client.post(address, {"reason": "x"}).headers["Location"].startswith("/accounts/login/")
        assert log_in(stranger).post(address, {"reason": "x"}).status_code == status
        assert log_in(writer).post(address, {"reason": "x"}).status_code == 403
        assert log_in(writer).get(address).status_code == 405
        before = target.hidden_at
        target.refresh_from_db()
        assert target.hidden_at == before
    assert "/hide/" not in log_in(stranger).get(f"/summaries/{shown.pk}/").content.decode()
    assert log_in(UserFactory(is_staff=True)).post("/summaries/99/hide/", {"reason": "x"}).status_code == 404


def test_moderators_do_not_judge_their_own_work(log_in, moderator):
    own = make_summary(writer=moderator)
    other = UserFactory(is_staff=True)
    assert log_in(moderator).post(f"/summaries/{own.pk}/hide/", {"reason": "x"}).status_code == 403
    hide_summary(summary=own, by=other, reason=REASON)
    assert log_in(moderator).post(f"/summaries/{own.pk}/unhide/").status_code == 403
    own.refresh_from_db()
    assert own.hidden_reason == REASON


def test_moderators_do_not_read_what_is_private_or_unlisted(log_in, moderator, private_summary):
    unlisted = make_summary(visibility="unlisted")
    for summary in (private_summary, unlisted):
        assert log_in(moderator).get(f"/summaries/{summary.pk}/").status_code == 404
        assert log_in(moderator).post(f"/summaries/{summary.pk}/hide/", {"reason": "x"}).status_code == 404


def test_every_decision_is_noted(summary, moderator):
    from changes.models import Change

    Change.objects.all().delete()
    hide_summary(summary=summary, by=moderator, reason=REASON)
    restore_summary(summary=summary)
    assert list(Change.objects.values_list("what", "object_id")) == [("summary", summary.pk)] * 2


def test_the_admin_lists_what_is_hidden_and_why_and_nothing_private(client, hidden, private_summary, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root1", "root@example.org", "x"))
    page = client.get("/admin/summaries/summary/?hidden_at__isempty=0").content.decode()
    assert REASON in page
    assert client.get(f"/admin/summaries/summary/{hidden.pk}/change/").status_code == 200
    assert client.get(f"/admin/summaries/summary/{private_summary.pk}/change/").status_code == 302
    everything = client.get("/admin/summaries/summary/").content.decode()
    assert str(private_summary.paper) not in everything
