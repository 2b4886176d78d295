import threading

import pytest
from django.db import IntegrityError, connection, transaction

from summaries.models import Summary
from tests.factories import UserFactory, make_summary
from votes.models import Vote
from votes.services import (
    InvalidVote,
    NotPublic,
    OwnSummary,
    Tally,
    cast_vote,
    rank_changed_summaries,
    repair_drift,
)

pytestmark = pytest.mark.django_db


def assert_counters_equal_rows() -> None:
    for summary in Summary.objects.all():
        up = Vote.objects.filter(summary=summary, value=1).count()
        down = Vote.objects.filter(summary=summary, value=-1).count()
        assert (summary.upvotes, summary.downvotes, summary.score) == (up, down, up - down)


@pytest.mark.parametrize(
    ("values", "tally"),
    [
        ([1], Tally(1, 1, 1, 0, "counted")),
        ([-1], Tally(-1, -1, 0, 1, "counted")),
        ([0], Tally(0, 0, 0, 0)),
        ([1, 1], Tally(1, 1, 1, 0, "counted")),
        ([1, 0], Tally(0, 0, 0, 0)),
        ([1, -1], Tally(-1, -1, 0, 1, "counted")),
        ([-1, 1, 1], Tally(1, 1, 1, 0, "counted")),
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


def test_a_vote_can_be_withdrawn_where_none_can_be_cast(summary, writer, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    for visibility in ("unlisted", "private"):
        Summary.objects.update(visibility=visibility)
        with pytest.raises(NotPublic):
            cast_vote(voter=voter, summary=summary, value=-1)
    assert cast_vote(voter=voter, summary=summary, value=0).score == 0
    assert not Vote.objects.exists()


def test_the_database_allows_one_vote_of_plus_or_minus_one(summary, voter):
    Vote.objects.create(voter=voter, summary=summary, value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(voter=voter, summary=summary, value=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(value=2)


def test_a_vote_is_taken_while_the_broker_is_away(
    broker_away, summary, voter, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        assert cast_vote(voter=voter, summary=summary, value=1).score == 1
    assert "its sweep will find the work" in caplog.text
    assert Summary.objects.get().needs_ranking


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
