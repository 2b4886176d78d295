"""Reasons, reputation, and what a vote's state does to its changes."""

import pytest

from summaries.models import Summary
from summaries.services import SummaryGone, delete_summary
from tests.factories import UserFactory
from votes.models import Reputation, Vote
from votes.services import (
    InvalidReason,
    ReasonNeeded,
    ReasonWithoutDownVote,
    ReputationNeeded,
    cast_vote,
    repair_drift,
)

pytestmark = pytest.mark.django_db


def counters(summary: Summary) -> tuple[int, int, int]:
    stored = Summary.objects.get(pk=summary.pk)
    return stored.upvotes, stored.downvotes, stored.score


def test_a_down_vote_may_say_why(summary, voter):
    tally = cast_vote(voter=voter, summary=summary, value=-1, reason="unclear")
    assert (tally.value, tally.reason, tally.state) == (-1, "unclear", "counted")
    assert Vote.objects.get().reason == "unclear"


def test_another_reason_changes_the_reason_alone(summary, voter):
    cast_vote(voter=voter, summary=summary, value=-1, reason="unclear")
    Summary.objects.update(needs_ranking=False)
    changed_at = Vote.objects.get().changed_at
    tally = cast_vote(voter=voter, summary=summary, value=-1, reason="thin")
    assert (tally.score, tally.reason) == (-1, "thin")
    assert Vote.objects.get().changed_at == changed_at
    assert not Summary.objects.get().needs_ranking
    assert cast_vote(voter=voter, summary=summary, value=-1).reason == "thin"


def test_a_vote_turned_up_forgets_its_reason(summary, voter):
    cast_vote(voter=voter, summary=summary, value=-1, reason="copied")
    assert cast_vote(voter=voter, summary=summary, value=1).reason == ""
    assert Vote.objects.get().reason == ""


@pytest.mark.parametrize(
    ("value", "reason", "error"),
    [
        (1, "thin", ReasonWithoutDownVote),
        (0, "thin", ReasonWithoutDownVote),
        (-1, "ugly", InvalidReason),
        (-1, "x" * 11, InvalidReason),
    ],
)
def test_reasons_that_are_refused(summary, voter, value, reason, error):
    with pytest.raises(error):
        cast_vote(voter=voter, summary=summary, value=value, reason=reason)
    assert not Vote.objects.exists()


def test_by_default_a_down_vote_needs_neither_reason_nor_reputation(summary, voter):
    assert cast_vote(voter=voter, summary=summary, value=-1).score == -1


def test_a_reason_can_be_required(settings, summary, voter):
    standing = UserFactory()
    cast_vote(voter=standing, summary=summary, value=-1)
    settings.DOWNVOTE_REASON_REQUIRED = True
    with pytest.raises(ReasonNeeded):
        cast_vote(voter=voter, summary=summary, value=-1)
    assert counters(summary) == (0, 1, -1)
    assert cast_vote(voter=voter, summary=summary, value=-1, reason="other").score == -2
    assert cast_vote(voter=standing, summary=summary, value=-1).score == -2, "it stood before the rule"
    assert cast_vote(voter=standing, summary=summary, value=1).score == 0
    with pytest.raises(ReasonNeeded):
        cast_vote(voter=standing, summary=summary, value=-1)


@pytest.mark.parametrize(("points", "is_let"), [(None, False), (4, False), (5, True), (-3, False)])
def test_a_down_vote_can_ask_for_reputation(settings, summary, voter, points, is_let):
    settings.DOWNVOTE_REPUTATION = 5
    if points is not None:
        Reputation.objects.create(writer=voter, points=points)
    if is_let:
        assert cast_vote(voter=voter, summary=summary, value=-1).score == -1
        return
    with pytest.raises(ReputationNeeded, match="needs 5 points of reputation"):
        cast_vote(voter=voter, summary=summary, value=-1)
    assert counters(summary) == (0, 0, 0)
    assert cast_vote(voter=voter, summary=summary, value=1).score == 1


def test_standing_down_votes_stay_free_whatever_reputation_is_asked(settings, summary, voter):
    cast_vote(voter=voter, summary=summary, value=-1)
    settings.DOWNVOTE_REPUTATION = 5
    assert cast_vote(voter=voter, summary=summary, value=-1, reason="thin").reason == "thin"
    assert cast_vote(voter=voter, summary=summary, value=0).score == 0


@pytest.mark.parametrize("state", ["waiting", "held", "set_aside"])
def test_a_change_keeps_the_state_and_moves_no_counter(summary, voter, state):
    cast_vote(voter=UserFactory(), summary=summary, value=1)
    Vote.objects.create(voter=voter, summary=summary, value=1, state=state)
    tally = cast_vote(voter=voter, summary=summary, value=-1, reason="thin")
    assert (tally.value, tally.score, tally.state, tally.reason) == (-1, 1, state, "thin")
    assert cast_vote(voter=voter, summary=summary, value=1).state == state
    assert counters(summary) == (1, 0, 1)
    assert cast_vote(voter=voter, summary=summary, value=0).state == ""
    assert counters(summary) == (1, 0, 1)
    assert Vote.objects.count() == 1
    Summary.objects.update(needs_ranking=True)
    repair_drift()
    assert counters(summary) == (1, 0, 1), "counted by rows, it is the same"


def test_votes_that_do_not_count_are_no_drift(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    for state in ("waiting", "held", "set_aside"):
        Vote.objects.create(voter=UserFactory(), summary=summary, value=1, state=state)
    assert repair_drift() == []


def test_a_summary_deleted_meanwhile_is_told_in_a_sentence(summary, voter):
    stale = Summary.objects.get()
    delete_summary(summary=summary)
    with pytest.raises(SummaryGone, match="was deleted"):
        cast_vote(voter=voter, summary=stale, value=1)


@pytest.mark.parametrize(("values", "queries"), [([1], 4), ([1, -1], 4), ([1, 1], 2), ([1, 0], 3)])
def test_what_a_vote_costs(summary, voter, on_postgres, django_assert_num_queries, values, queries):
    """Look, whether it is a new vote; look again, write, count. PostgreSQL locks the row besides.

    In a transaction of the test, so BEGIN and COMMIT are savepoints.
    """
    found = Summary.objects.without_text().get(pk=summary.pk)
    *before, last = values
    for value in before:
        cast_vote(voter=voter, summary=found, value=value, address="8.8.8.8")
    with django_assert_num_queries(queries + 2 + on_postgres):
        cast_vote(voter=voter, summary=found, value=last, address="8.8.8.8")


def test_my_vote_comes_with_its_state_in_the_same_query(summary, voter, stranger, django_assert_num_queries):
    cast_vote(voter=voter, summary=summary, value=-1, reason="thin")
    Vote.objects.update(state="held")
    with django_assert_num_queries(1):
        mine = Summary.objects.visible_to(voter).with_my_vote(voter).get()
    assert (mine.my_vote, mine.my_vote_state, mine.my_vote_reason) == (-1, "held", "thin")
    with django_assert_num_queries(1):
        theirs = Summary.objects.visible_to(stranger).with_my_vote(stranger).get()
    assert (theirs.my_vote, theirs.my_vote_state, theirs.my_vote_reason) == (0, "", "")
    assert theirs.my_vote_counts_at is None


# In the API and on the page


def test_the_api_takes_a_reason_with_a_down_vote(api_as, voter, summary):
    client, address = api_as(voter), f"/api/v1/summaries/{summary.pk}/vote/"
    assert client.put(address, {"value": -1, "reason": "thin"}).json()["reason"] == "thin"
    assert client.put(address, {"value": -1}).json()["reason"] == "thin"
    assert client.put(address, {"value": -1, "reason": ""}).json()["reason"] == "thin"
    assert client.put(address, {"value": 1}).json()["reason"] == ""


@pytest.mark.parametrize(("value", "reason"), [(1, "thin"), (0, "thin"), (-1, "ugly"), (-1, None), (-1, 7)])
def test_the_api_names_the_field_of_a_wrong_reason(api_as, voter, summary, value, reason):
    answer = api_as(voter).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": value, "reason": reason})
    assert (answer.status_code, list(answer.json())) == (400, ["reason"])
    assert not Vote.objects.exists()


def test_the_api_says_what_is_missing_for_a_down_vote(settings, api_as, voter, summary):
    client, address = api_as(voter), f"/api/v1/summaries/{summary.pk}/vote/"
    settings.DOWNVOTE_REASON_REQUIRED = True
    answer = client.put(address, {"value": -1})
    assert (answer.status_code, answer.json()["code"]) == (400, "reason_needed")
    settings.DOWNVOTE_REPUTATION = 10
    answer = client.put(address, {"value": -1, "reason": "thin"})
    assert (answer.status_code, answer.json()["code"]) == (403, "reputation_needed")
    assert answer.json()["detail"] == "A vote down needs 10 points of reputation; you have none yet."
    assert client.put(address, {"value": 1}).status_code == 200


def test_the_form_takes_a_reason_too(log_in, voter, summary):
    client, address = log_in(voter), f"/summaries/{summary.pk}/vote/"
    assert client.post(address, {"value": "-1", "reason": "thin"}).status_code == 302
    assert Vote.objects.get().reason == "thin"
    refused = client.post(address, {"value": "-1", "reason": "ugly"})
    assert refused.status_code == 400
    assert "Choose one of the reasons" in refused.content.decode()
    assert Vote.objects.get().reason == "thin"


@pytest.mark.parametrize(
    "target", ["foo", "papers:list", "?sort=new", "#x", "//evil.example/", "https://evil.example/"]
)
def test_a_page_that_is_none_of_ours_leads_to_the_summary(client, log_in, voter, summary, target):
    form = {"value": "1", "next": target}
    address = f"/summaries/{summary.pk}/vote/"
    answer = log_in(voter).post(address, form)
    assert (answer.status_code, answer.headers["Location"]) == (302, summary.get_absolute_url())
    assert Vote.objects.get().value == 1
    kept = client.post(address, form, headers={"Sec-Fetch-Site": "same-origin"})
    assert kept.headers["Location"] == f"/accounts/login/?next={summary.get_absolute_url()}"
