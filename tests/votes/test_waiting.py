"""Votes of new accounts wait until the account is old enough."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from summaries.models import Summary
from summaries.services import delete_summary, hide_summary
from tests.factories import UserFactory, make_summary
from votes.models import Vote
from votes.services import cast_vote, count_due_votes, rank_changed_summaries, repair_drift
from votes.tasks import count_due_votes as task

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_days(settings) -> timedelta:
    settings.VOTE_DELAY_HOURS = 48
    return timedelta(hours=48)


def person(age: timedelta):
    return UserFactory(date_joined=timezone.now() - age)


def make_due() -> None:
    Vote.objects.filter(state="waiting").update(counts_at=timezone.now() - timedelta(seconds=1))


def test_the_delay_is_off_by_default(summary):
    tally = cast_vote(voter=person(timedelta(0)), summary=summary, value=1)
    assert (tally.score, tally.state, tally.counts_at) == (1, "counted", None)


def test_a_new_account_waits_and_an_old_one_counts(two_days, summary):
    new = person(timedelta(hours=47))
    tally = cast_vote(voter=new, summary=summary, value=1)
    assert (tally.value, tally.score, tally.state) == (1, 0, "waiting")
    assert tally.counts_at == new.date_joined + two_days
    assert not Summary.objects.get().upvotes
    old = cast_vote(voter=person(timedelta(hours=49)), summary=summary, value=1)
    assert (old.score, old.state) == (1, "counted")


def test_it_counts_when_its_time_has_come_and_not_before(two_days, summary):
    cast_vote(voter=person(timedelta(hours=47)), summary=summary, value=1)
    down = person(timedelta(hours=1))
    cast_vote(voter=down, summary=summary, value=-1, reason="thin")
    rank_changed_summaries()
    assert count_due_votes() == 0
    Vote.objects.exclude(voter=down).update(counts_at=timezone.now())
    assert count_due_votes() == 1
    counted = Summary.objects.get()
    assert (counted.upvotes, counted.downvotes, counted.score, counted.needs_ranking) == (1, 0, 1, True)
    assert list(Vote.objects.order_by("id").values_list("state", flat=True)) == ["counted", "waiting"]
    assert count_due_votes() == 0
    rank_changed_summaries()
    assert repair_drift() == []


def test_changed_and_withdrawn_while_waiting(two_days, summary):
    one, other = person(timedelta(0)), person(timedelta(0))
    cast_vote(voter=one, summary=summary, value=1)
    cast_vote(voter=one, summary=summary, value=-1)
    cast_vote(voter=other, summary=summary, value=1)
    cast_vote(voter=other, summary=summary, value=0)
    make_due()
    task()
    counted = Summary.objects.get()
    assert (counted.upvotes, counted.downvotes) == (0, 1)


def test_hidden_summaries_count_theirs_and_deleted_ones_have_none(two_days):
    hidden, deleted = make_summary(), make_summary()
    for summary in (hidden, deleted):
        cast_vote(voter=person(timedelta(0)), summary=summary, value=1)
    hide_summary(summary=hidden, by=UserFactory(is_staff=True), reason="x")
    delete_summary(summary=deleted)
    make_due()
    assert count_due_votes() == 1
    assert Summary.objects.get().upvotes == 1


def test_many_are_counted_in_batches(monkeypatch, two_days):
    monkeypatch.setattr("votes.services.waiting.BATCH", 2)
    summaries = [make_summary() for _ in range(3)]
    for summary in summaries:
        for _ in range(3):
            cast_vote(voter=person(timedelta(0)), summary=summary, value=1)
    make_due()
    assert count_due_votes() == 9
    assert {summary.upvotes for summary in Summary.objects.all()} == {3}


def test_the_api_and_the_page_say_when_it_counts(two_days, api_as, log_in, summary):
    new = person(timedelta(0))
    answer = api_as(new).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1}).json()
    assert (answer["value"], answer["score"], answer["state"]) == (1, 0, "waiting")
    assert answer["counts_at"].startswith(f"{new.date_joined + two_days:%Y-%m-%dT%H:%M}")
    mine = Summary.objects.visible_to(new).with_my_vote(new).get()
    assert (mine.my_vote_state, mine.my_vote_counts_at) == ("waiting", new.date_joined + two_days)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_and_changing_voters_at_once_count_each_vote_once(settings):
    settings.VOTE_DELAY_HOURS = 48
    summaries = [make_summary() for _ in range(4)]
    voters = [person(timedelta(0)) for _ in range(8)]
    for summary in summaries:
        for voter in voters:
            cast_vote(voter=voter, summary=summary, value=1)
    make_due()
    counted: list[int] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            counted.append(count_due_votes())
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    def change() -> None:
        try:
            for voter in voters[:4]:
                for summary in summaries:
                    cast_vote(voter=voter, summary=summary, value=-1)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=target) for target in (work, work, change, work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(counted) == 32
    rank_changed_summaries()
    assert repair_drift() == []
    assert {(summary.upvotes, summary.downvotes) for summary in Summary.objects.all()} == {(4, 4)}
