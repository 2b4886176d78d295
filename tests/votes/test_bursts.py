"""Bursts of votes: noticed, held, shown to moderators, decided."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Notification, User
from accounts.services import link_accounts
from shortsci.redis import redis_client
from summaries.models import Summary
from tests.factories import UserFactory, make_summary
from votes.models import Burst, Vote
from votes.services import Tally, cast_vote, count_due_votes, decide_burst, rank_changed_summaries, repair_drift

pytestmark = pytest.mark.django_db
HOME, ELSEWHERE = "8.8.8.{}", "9.9.{}.1"


@pytest.fixture
def moderator() -> User:
    return UserFactory(username="moderator", is_staff=True)


@pytest.fixture(autouse=True)
def small(settings) -> None:
    settings.BURST_VOTES_ON_SUMMARY = 5
    settings.BURST_VOTES_FROM_NETWORK = 3


def vote(summary: Summary, address: str = "", value: int = 1, voter: User | None = None) -> Tally:
    return cast_vote(voter=voter or UserFactory(), summary=summary, value=value, address=address)


def from_home(summary: Summary, number: int) -> list[Tally]:
    return [vote(summary, HOME.format(place)) for place in range(number)]


def from_everywhere(summary: Summary, number: int) -> list[Tally]:
    return [vote(summary, ELSEWHERE.format(place)) for place in range(number)]


def states() -> list[str]:
    return list(Vote.objects.order_by("id").values_list("state", flat=True))


def forget_time(settings) -> None:
    """As if the minutes were over."""
    redis_client().flushdb()


# Noticing


def test_by_default_ten_people_on_one_network_vote_at_once(settings, summary):
    settings.BURST_VOTES_ON_SUMMARY, settings.BURST_VOTES_FROM_NETWORK = 1000, 30
    assert {tally.state for tally in from_home(summary, 10)} == {"counted"}
    assert not Burst.objects.exists()


def test_a_burst_on_a_summary_holds_what_comes_after_the_limit(summary, moderator):
    tallies = from_everywhere(summary, 7)
    assert [tally.state for tally in tallies] == ["counted"] * 5 + ["held"] * 2
    assert (tallies[-1].value, tallies[-1].score) == (1, 5)
    burst = Burst.objects.get()
    assert (burst.kind, burst.network, burst.decided_at) == ("summary", "", None)
    assert burst.votes.count() == 2
    stored = Summary.objects.get()
    assert (stored.upvotes, stored.score) == (5, 5)
    rank_changed_summaries()
    assert repair_drift() == []


def test_a_burst_from_one_range_is_held_whole(summary):
    vote(summary, "9.9.9.9")
    tallies = from_home(summary, 4)
    assert [tally.state for tally in tallies] == ["counted"] * 3 + ["held"]
    assert states() == ["counted", "held", "held", "held", "held"]
    burst = Burst.objects.get()
    assert (burst.kind, len(burst.network), burst.votes.count()) == ("network", 16, 4)
    assert Summary.objects.get().score == 1
    assert tallies[-1].score == 1
    assert repair_drift() == []


def test_one_range_on_two_summaries_is_no_burst(summary):
    other = make_summary()
    for place in range(3):
        vote(summary, HOME.format(place))
        vote(other, HOME.format(place))
    assert not Burst.objects.exists()


@pytest.mark.parametrize("address", ["", "127.0.0.1", "10.0.0.{}", "192.168.1.{}", "fe80::{}", "no address"])
def test_addresses_that_say_nothing_make_no_burst(settings, summary, address):
    settings.BURST_VOTES_ON_SUMMARY = 0
    for place in range(1, 8):
        assert vote(summary, address.format(place)).state == "counted"
    assert not Burst.objects.exists()


def test_zero_sets_no_limit(settings, summary):
    settings.BURST_VOTES_ON_SUMMARY = settings.BURST_VOTES_FROM_NETWORK = 0
    assert {tally.state for tally in from_home(summary, 8)} == {"counted"}
    assert redis_client().keys("crowd:*") == []


def test_one_person_is_no_crowd(summary, voter):
    for value in (1, -1, 1, 0, 1, -1, 1, 1):
        assert vote(summary, "8.8.8.8", value, voter).state in {"counted", ""}
    assert not Burst.objects.exists()


def test_who_cannot_vote_is_not_counted(summary, writer, settings):
    settings.BURST_VOTES_ON_SUMMARY = 1
    from votes.services import OwnSummary

    with pytest.raises(OwnSummary):
        vote(summary, "8.8.8.8", voter=writer)
    assert vote(summary, "8.8.8.8").state == "counted"


def test_votes_that_come_slowly_count(settings, summary):
    for place in range(9):
        if place % 3 == 0:
            forget_time(settings)
        assert vote(summary, HOME.format(place)).state == "counted"


def test_only_the_minutes_of_the_setting_are_looked_at(settings, summary):
    """The clock is Redis's; what it counted is moved into the past."""
    from_everywhere(summary, 5)
    key = f"crowd:{summary.pk}:"
    assert 0 < redis_client().pttl(key) <= 600_000
    for member, moment in redis_client().zrange(key, 0, -1, withscores=True):
        redis_client().zadd(key, {member: moment - 600_001})
    assert vote(summary).state == "counted"
    assert redis_client().zcard(key) == 1


def test_a_vote_that_stands_keeps_its_state_in_a_burst(summary, voter):
    vote(summary, voter=voter)
    from_everywhere(summary, 6)
    assert vote(summary, value=-1, voter=voter).state == "counted"


def test_older_votes_of_the_range_are_not_touched(summary):
    old = UserFactory()
    vote(summary, "8.8.8.1", voter=old)
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    from_home(summary, 3)
    assert states() == ["counted", "held", "held", "held"]


def test_the_address_is_kept_nowhere(summary):
    from_home(summary, 5)
    kept = " ".join(str(row) for model in (Burst, Vote, Notification) for row in model.objects.values())
    stored = [key.decode() for key in redis_client().keys("*")]
    assert "8.8.8" not in kept + " ".join(stored)


def test_votes_are_taken_as_if_slow_while_redis_is_away(broker_away, summary):
    assert {tally.state for tally in from_home(summary, 8)} == {"counted"}
    assert not Burst.objects.exists()


def test_a_new_burst_is_told_to_moderators_once(summary, moderator, writer):
    writer.is_staff = True
    writer.save()
    UserFactory(username="reader")
    from_everywhere(summary, 8)
    notice = Notification.objects.get()
    assert (notice.reader, notice.kind) == (moderator, "moderation")
    assert notice.url == f"/moderation/votes/#burst-{Burst.objects.get().pk}"
    assert str(summary.paper) in notice.text


def test_anonymous_writers_stay_so_in_notices(moderator, writer):
    summary = make_summary(writer=writer, is_anonymous=True)
    from_everywhere(summary, 6)
    decide_burst(burst=Burst.objects.get(), by=moderator, is_counted=False)
    texts = [notice.text for notice in Notification.objects.all()]
    assert len(texts) == 2
    for text in texts:
        assert summary.pseudonym in text
        assert str(writer) not in text


# Deciding


def test_counted_votes_move_the_counters_once(summary, moderator):
    from_everywhere(summary, 5)
    vote(summary)
    vote(summary, value=-1)
    burst = Burst.objects.get()
    for _ in range(2):
        decided = decide_burst(burst=burst, by=moderator, is_counted=True)
        stored = Summary.objects.get()
        assert (stored.upvotes, stored.downvotes, stored.score) == (6, 1, 5)
    assert (decided.decided_by, decided.is_counted) == (moderator, True)
    assert set(states()) == {"counted"}
    assert not Notification.objects.exclude(reader=moderator).exists()
    rank_changed_summaries()
    assert repair_drift() == []


def test_votes_set_aside_are_kept_and_their_voters_told(summary, moderator):
    from_everywhere(summary, 5)
    held = UserFactory()
    vote(summary, voter=held)
    burst = Burst.objects.get()
    for _ in range(2):
        decide_burst(burst=burst, by=moderator, is_counted=False)
    assert states() == ["counted"] * 5 + ["set_aside"]
    assert Summary.objects.get().score == 5
    notice = Notification.objects.exclude(reader=moderator).get()
    assert (notice.reader, notice.url) == (held, f"/summaries/{summary.pk}/")
    assert "has set aside your vote" in notice.text
    assert repair_drift() == []


def test_a_moderator_can_change_their_mind_for_the_voters_alone(summary, moderator):
    from_everywhere(summary, 6)
    burst = Burst.objects.get()
    decide_burst(burst=burst, by=moderator, is_counted=False)
    decide_burst(burst=burst, by=moderator, is_counted=True)
    assert Summary.objects.get().score == 6
    assert Notification.objects.filter(text__contains="your vote on the summary").count() == 2
    decide_burst(burst=burst, by=moderator, is_counted=False)
    assert Summary.objects.get().score == 6, "votes that count are not taken away"
    assert Burst.objects.get().is_counted


def test_after_counting_them_the_crowd_is_counted_anew(summary, moderator, django_capture_on_commit_callbacks):
    from_everywhere(summary, 6)
    with django_capture_on_commit_callbacks(execute=True):
        decide_burst(burst=Burst.objects.get(), by=moderator, is_counted=True)
    assert [tally.state for tally in from_everywhere(summary, 6)] == ["counted"] * 5 + ["held"]
    assert Burst.objects.waiting().count() == 1


def test_a_range_that_goes_on_after_it_was_set_aside_opens_another_burst(summary, moderator):
    from_home(summary, 4)
    decide_burst(burst=Burst.objects.get(), by=moderator, is_counted=False)
    assert vote(summary, "8.8.8.77").state == "held"
    assert Burst.objects.waiting().get().votes.count() == 1
    assert states() == ["set_aside"] * 4 + ["held"]


def test_votes_let_through_once_are_not_held_again(summary, moderator, settings):
    from_home(summary, 4)
    decide_burst(burst=Burst.objects.get(), by=moderator, is_counted=True)
    assert vote(summary, "8.8.8.77").state == "held"
    assert states() == ["counted"] * 4 + ["held"]


def test_votes_of_new_accounts_wait_after_the_decision(settings, summary, moderator):
    settings.VOTE_DELAY_HOURS = 48
    for place in range(4):
        joined = timezone.now() - timedelta(hours=100 if place % 2 else 1)
        vote(summary, HOME.format(place), voter=UserFactory(date_joined=joined))
    assert states() == ["held"] * 4
    assert count_due_votes() == 0
    decide_burst(burst=Burst.objects.get(), by=moderator, is_counted=True)
    assert states() == ["waiting", "counted", "waiting", "counted"]
    assert Summary.objects.get().score == 2
    Vote.objects.update(counts_at=timezone.now())
    assert count_due_votes() == 2
    assert Summary.objects.get().score == 4


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_real_burst_opens_once_and_two_moderators_decide_once(settings):
    summary = make_summary()
    voters = UserFactory.create_batch(16)
    moderators = UserFactory.create_batch(2, is_staff=True)
    errors: list[BaseException] = []

    def run(action) -> threading.Thread:
        def guarded() -> None:
            try:
                action()
            except BaseException as error:  # noqa: BLE001
                errors.append(error)
            finally:
                connection.close()

        return threading.Thread(target=guarded)

    def all_at_once(actions) -> None:
        threads = [run(action) for action in actions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []

    all_at_once([lambda voter=voter: vote(summary, "8.8.8.8", voter=voter) for voter in voters])
    burst = Burst.objects.get()
    stored = Summary.objects.get()
    assert stored.score == Vote.objects.filter(state="counted").count() <= 3
    assert Vote.objects.count() == 16
    decisions = [lambda by=by: decide_burst(burst=burst, by=by, is_counted=True) for by in moderators * 2]
    changes = [lambda voter=voter: vote(summary, value=-1, voter=voter) for voter in voters[:5]]
    all_at_once(decisions + changes)
    stored = Summary.objects.get()
    assert (stored.upvotes, stored.downvotes) == (11, 5)
    rank_changed_summaries()
    assert repair_drift() == []


# Withdrawing does not free a vote


def test_a_held_vote_that_is_cast_anew_is_held_again(settings, summary, moderator):
    people = UserFactory.create_batch(4)
    for place, voter in enumerate(people):
        vote(summary, HOME.format(place), voter=voter)
    burst = Burst.objects.get()
    forget_time(settings)
    assert vote(summary, value=0, voter=people[0]).state == ""
    assert vote(summary, voter=people[0]).state == "held"
    assert Vote.objects.get(voter=people[0]).burst == burst
    decide_burst(burst=burst, by=moderator, is_counted=False)
    for value in (0, 0, -1, 1, 0, 1):
        tally = vote(summary, value=value, voter=people[0])
    assert (tally.state, tally.score) == ("set_aside", 0)
    assert decide_burst(burst=burst, by=moderator, is_counted=True).is_counted
    summary.refresh_from_db()
    assert summary.score == 4
    assert repair_drift() == []


def test_after_the_burst_was_counted_a_withdrawn_vote_can_be_cast(settings, summary, moderator):
    people = UserFactory.create_batch(4)
    for place, voter in enumerate(people):
        vote(summary, HOME.format(place), voter=voter)
    vote(summary, value=0, voter=people[0])
    decide_burst(burst=Burst.objects.get(), by=moderator, is_counted=True)
    forget_time(settings)
    assert vote(summary, voter=people[0]).state == "counted"


def test_another_account_of_the_same_person_does_not_free_it_either(settings, summary):
    people = UserFactory.create_batch(4)
    for place, voter in enumerate(people):
        vote(summary, HOME.format(place), voter=voter)
    twin = UserFactory()
    link_accounts(one=people[0], other=twin, by=people[1])
    forget_time(settings)
    vote(summary, value=0, voter=people[0])
    twin.refresh_from_db()
    assert vote(summary, voter=twin).state == "held"


def test_other_summaries_and_counted_votes_are_cast_anew_as_ever(settings, summary):
    people = UserFactory.create_batch(4)
    for place, voter in enumerate(people):
        vote(summary, HOME.format(place), voter=voter)
    forget_time(settings)
    vote(summary, value=0, voter=people[0])
    other = make_summary()
    for value in (1, 0, 1):
        tally = vote(other, value=value, voter=people[0])
    assert (tally.state, tally.score) == ("counted", 1)
    assert vote(summary).state == "counted"
