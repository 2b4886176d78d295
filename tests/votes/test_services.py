import threading

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.models import Summary
from summaries.services import Text, delete_summary, edit_summary
from tests.factories import UserFactory, make_summary
from votes.models import Vote
from votes.ranking import FORMULA_VERSION, hot_score, wilson_lower_bound
from votes.services import (
    InvalidVote,
    NotPublic,
    OwnSummary,
    Tally,
    cast_vote,
    mark_all_for_ranking,
    rank_changed_summaries,
    repair_drift,
)
from votes.tasks import rank_changed_summaries as rank_task

pytestmark = pytest.mark.django_db


def assert_counters_equal_rows() -> None:
    for summary in Summary.objects.all():
        up = Vote.objects.filter(summary=summary, value=1).count()
        down = Vote.objects.filter(summary=summary, value=-1).count()
        assert (summary.upvotes, summary.downvotes, summary.score) == (up, down, up - down)


@pytest.mark.parametrize(
    ("values", "tally"),
    [
        ([1], Tally(1, 1, 1, 0)),
        ([-1], Tally(-1, -1, 0, 1)),
        ([0], Tally(0, 0, 0, 0)),
        ([1, 1], Tally(1, 1, 1, 0)),
        ([1, 0], Tally(0, 0, 0, 0)),
        ([1, -1], Tally(-1, -1, 0, 1)),
        ([-1, 1, 1], Tally(1, 1, 1, 0)),
        ([1, 0, 0], Tally(0, 0, 0, 0)),
    ],
)
def test_a_vote_is_set_not_toggled(summary, voter, values, tally):
    for value in values:
        answer = cast_vote(voter=voter, summary=summary, value=value)
    assert answer == tally
    assert_counters_equal_rows()


@pytest.mark.parametrize("value", [2, -2, 100])
def test_other_values_are_refused(summary, voter, value):
    with pytest.raises(InvalidVote):
        cast_vote(voter=voter, summary=summary, value=value)
    assert not Vote.objects.exists()


def test_nobody_votes_on_their_own_or_on_a_private_text(summary, private_summary, writer, voter):
    with pytest.raises(OwnSummary):
        cast_vote(voter=writer, summary=summary, value=1)
    with pytest.raises(NotPublic):
        cast_vote(voter=voter, summary=private_summary, value=1)
    assert not Vote.objects.exists()


def test_the_database_allows_one_vote_of_plus_or_minus_one(summary, voter):
    Vote.objects.create(voter=voter, summary=summary, value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(voter=voter, summary=summary, value=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(value=2)


def test_ranking_follows_the_votes(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    assert Summary.objects.get().needs_ranking
    rank_task()
    ranked = Summary.objects.get()
    assert ranked.wilson == wilson_lower_bound(1, 0)
    assert ranked.hot == hot_score(1, 0, ranked.published_at)
    assert (ranked.formula_version, ranked.needs_ranking) == (FORMULA_VERSION, False)
    assert rank_changed_summaries() == 0


def test_an_unchanged_vote_marks_nothing(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    rank_changed_summaries()
    cast_vote(voter=voter, summary=summary, value=1)
    assert not Summary.objects.get().needs_ranking


def test_ranking_goes_through_many_in_batches(monkeypatch):
    monkeypatch.setattr("votes.services.RANK_BATCH", 2)
    for _ in range(5):
        make_summary()
    assert rank_changed_summaries() == 5
    assert mark_all_for_ranking() == 5
    assert rank_changed_summaries() == 5


def test_a_vote_is_taken_while_the_broker_is_away(
    broker_away, summary, voter, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        assert cast_vote(voter=voter, summary=summary, value=1).score == 1
    assert "its sweep will find the work" in caplog.text
    assert Summary.objects.get().needs_ranking


def test_drift_is_found_told_and_repaired(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    rank_changed_summaries()
    assert repair_drift() == []
    Summary.objects.update(upvotes=5, score=5, wilson=0.9)
    drifts = {drift.field: (drift.stored, drift.expected) for drift in repair_drift()}
    assert drifts["upvotes"] == (5, 1)
    assert drifts["score"] == (5, 1)
    assert drifts["wilson"][0] == 0.9
    assert repair_drift() == []
    assert_counters_equal_rows()


def test_old_ranks_of_a_marked_row_are_no_drift(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    assert repair_drift() == []
    assert not Summary.objects.get().needs_ranking


actions = st.lists(
    st.tuples(
        st.sampled_from(["vote", "hide", "show", "delete", "rank"]),
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from([-1, 0, 1]),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions)
def test_counters_equal_rows_whatever_happens(db, steps):
    with transaction.atomic():
        people = UserFactory.create_batch(4)
        summaries = [make_summary(writer=people[0]) for _ in range(3)]
        for action, which, who, value in steps:
            summary = Summary.objects.filter(pk=summaries[which].pk).first()
            if summary is None:
                continue
            if action == "vote":
                try:
                    cast_vote(voter=people[who], summary=summary, value=value)
                except (OwnSummary, NotPublic):
                    continue
            elif action == "rank":
                rank_changed_summaries()
            elif action == "delete":
                delete_summary(summary=summary)
            else:
                visibility = "private" if action == "hide" else "public"
                edit_summary(summary=summary, text=Text(body="x", visibility=visibility))
            assert_counters_equal_rows()
        rank_changed_summaries()
        assert repair_drift() == []
        transaction.set_rollback(True)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_voters_at_once_lose_nothing():
    """Real connections: each thread votes, changes its mind and repeats itself while another ranks."""
    summary = make_summary()
    voters = UserFactory.create_batch(12)
    errors: list[BaseException] = []

    def vote(number: int) -> None:
        try:
            for value in (1, -1, 1, 1, -1 if number % 3 == 0 else 1):
                cast_vote(voter=voters[number], summary=summary, value=value)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    def rank() -> None:
        try:
            for _ in range(20):
                rank_changed_summaries()
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(number,)) for number in range(12)]
    threads += [threading.Thread(target=rank) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert_counters_equal_rows()
    summary.refresh_from_db()
    assert (summary.upvotes, summary.downvotes) == (8, 4)
    rank_changed_summaries()
    assert repair_drift() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_voter_pressing_twice_at_once_has_one_vote():
    summary, voter = make_summary(), UserFactory()
    barrier = threading.Barrier(6)
    errors: list[BaseException] = []

    def vote() -> None:
        barrier.wait()
        try:
            cast_vote(voter=voter, summary=summary, value=1)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Vote.objects.count() == 1
    assert_counters_equal_rows()
