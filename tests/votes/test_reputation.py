"""What votes earn a writer; and that anonymous work moves no number."""

import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from summaries.models import Summary
from summaries.services import claim_summary, delete_summary, edit_summary, hide_summary, restore_summary, text_of
from tests.factories import UserFactory, make_summary
from votes.models import Reputation, ReputationDay, Vote
from votes.services import (
    cast_vote,
    close_account,
    count_all_reputations,
    count_reputation,
    count_stale_reputations,
    finish_closings,
    mark_stale,
    rank_changed_summaries,
    repair_drift,
    repair_reputations,
)
from votes.services.reputation import count_writers
from votes.tasks import count_all_reputations as nightly_task
from votes.tasks import count_stale_reputations as task

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def moderator(db) -> User:
    return UserFactory(username="moderator", is_staff=True)


def vote(summary: Summary, *values: int, at: datetime | None = None) -> None:
    """Each value by a voter of its own."""
    for value in values:
        voter = UserFactory()
        cast_vote(voter=voter, summary=summary, value=value)
        if at:
            Vote.objects.filter(voter=voter).update(changed_at=at)


def points_of(writer: User) -> int:
    """As the product comes to them: what is ranked marks its writer, what is marked is counted."""
    rank_changed_summaries()
    count_stale_reputations()
    row = Reputation.objects.filter(writer=writer).first()
    assert row is None or not row.is_stale
    return row.points if row else 0


def days_of(writer: User) -> list[tuple[str, int, int]]:
    return [
        (str(day.day), day.received, day.gained) for day in ReputationDay.objects.filter(writer=writer).order_by("day")
    ]


# ------------------------------------------------------------ what counts


def test_a_point_for_a_vote_within_the_cap_of_a_day(writer, summary, settings):
    settings.REPUTATION_DAILY_CAP = 3
    vote(summary, 1, 1, 1, 1, -1, 1, at=NOON)
    vote(make_summary(writer=writer), 1, at=NOON)
    vote(summary, 1, at=NOON + timedelta(days=1))
    vote(summary, -1, -1, at=NOON + timedelta(days=2))
    assert points_of(writer) == 3 + 1 - 2
    assert days_of(writer) == [("2026-03-02", 5, 3), ("2026-03-03", 1, 1), ("2026-03-04", -2, -2)]


def test_days_are_those_of_utc(writer, summary):
    vote(summary, 1, at=datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC))
    vote(summary, 1, at=datetime(2026, 3, 2, 0, 0, tzinfo=UTC))
    assert points_of(writer) == 2
    assert days_of(writer) == [("2026-03-01", 1, 1), ("2026-03-02", 1, 1)]


def test_it_is_never_below_zero(writer, summary):
    vote(summary, -1, -1)
    assert points_of(writer) == 0
    assert days_of(writer)[0][1:] == (-2, -2)


@pytest.mark.parametrize("state", ["waiting", "held", "set_aside"])
def test_votes_that_do_not_count_earn_nothing(writer, summary, state):
    vote(summary, 1, 1)
    Vote.objects.filter(pk=Vote.objects.first().pk).update(state=state)
    Summary.objects.update(needs_ranking=True)
    assert points_of(writer) == 1


def test_a_vote_that_is_changed_or_taken_back(writer, voter, summary):
    cast_vote(voter=voter, summary=summary, value=1)
    assert points_of(writer) == 1
    cast_vote(voter=voter, summary=summary, value=-1)
    assert points_of(writer) == 0
    assert days_of(writer)[0][1] == -1
    cast_vote(voter=voter, summary=summary, value=0)
    assert points_of(writer) == 0
    assert days_of(writer) == []


def test_what_is_hidden_or_taken_back_does_not_count_until_it_is_restored(writer, summary, moderator):
    vote(summary, 1, 1)
    assert points_of(writer) == 2
    hide_summary(summary=summary, by=moderator, reason="Copied.")
    assert points_of(writer) == 0
    restore_summary(summary=summary)
    assert points_of(writer) == 2
    for visibility, points in (("private", 0), ("public", 2), ("unlisted", 0)):
        summary = edit_summary(summary=summary, text=replace(text_of(summary), visibility=visibility))
        assert points_of(writer) == points


def test_a_deleted_summary_takes_its_points_along(writer, summary):
    vote(summary, 1, 1)
    vote(make_summary(writer=writer), 1)
    assert points_of(writer) == 3
    delete_summary(summary=summary)
    assert Reputation.objects.get(writer=writer).is_stale
    assert points_of(writer) == 1


# ------------------------------------------------------------ anonymity


def told_of(client, api_as, reader: User) -> list[str]:
    """All that names this writer's points, by whoever asks."""
    named = Summary.objects.public().signed().filter(writer__username="wilhelmina").first()
    return [
        re.sub(r'value="\w{64}"', "", client.get(address).content.decode())
        for client, address in (
            (client, "/users/wilhelmina/reputation/"),
            (client, "/users/wilhelmina/"),
            (client, f"/api/v1/summaries/{named.pk}/"),
            (client, "/api/v1/summaries/?author=wilhelmina"),
            (api_as(reader), f"/api/v1/summaries/{named.pk}/"),
        )
    ]


def test_no_number_moves_with_votes_on_anonymous_work(client, api_as, stranger):
    wilhelmina = UserFactory(username="wilhelmina")
    named, anonymous = make_summary(writer=wilhelmina), make_summary(writer=wilhelmina, is_anonymous=True)
    vote(named, 1, 1, at=NOON)
    assert points_of(wilhelmina) == 2
    before = told_of(client, api_as, stranger)
    counted_at = Reputation.objects.get().counted_at
    assert all("2" in text for text in before)
    assert '"reputation":2' in before[2]
    vote(anonymous, 1, 1, 1, at=NOON + timedelta(days=1))
    assert points_of(wilhelmina) == 2
    vote(anonymous, -1, -1, -1, -1, -1)
    assert points_of(wilhelmina) == 2
    hide_summary(summary=anonymous, by=UserFactory(is_staff=True), reason="Copied.")
    assert points_of(wilhelmina) == 2
    assert Reputation.objects.get().counted_at == counted_at  # not even counted anew
    delete_summary(summary=anonymous)
    assert not Reputation.objects.get().is_stale
    assert count_all_reputations() == 0
    assert told_of(client, api_as, stranger) == before


def test_who_wrote_only_anonymously_has_no_row_at_all(client):
    wilhelmina = UserFactory(username="wilhelmina")
    vote(make_summary(writer=wilhelmina, is_anonymous=True), 1, 1)
    assert points_of(wilhelmina) == 0
    count_all_reputations()
    assert not Reputation.objects.exists()
    assert not ReputationDay.objects.exists()
    assert "Nothing yet." in client.get("/users/wilhelmina/reputation/").content.decode()


def test_what_is_claimed_counts_with_the_days_of_its_votes():
    wilhelmina = UserFactory(username="wilhelmina")
    anonymous = make_summary(writer=wilhelmina, is_anonymous=True)
    vote(anonymous, 1, 1, at=NOON)
    assert points_of(wilhelmina) == 0
    claim_summary(summary=anonymous)
    assert points_of(wilhelmina) == 2
    assert days_of(wilhelmina) == [("2026-03-02", 2, 2)]


# ------------------------------------------------------------ counting


def test_counting_twice_changes_nothing(writer, summary):
    vote(summary, 1, 1, at=NOON)
    assert (count_reputation(writer), count_reputation(writer)) == (2, 2)
    rows = list(ReputationDay.objects.values_list("pk", "day", "received", "gained"))
    task()
    nightly_task()
    assert list(ReputationDay.objects.values_list("pk", "day", "received", "gained")) == rows


def test_marking_costs_one_statement(django_assert_num_queries):
    people = UserFactory.create_batch(3)
    with django_assert_num_queries(1):
        mark_stale([people[2].pk, people[0].pk, people[1].pk, people[0].pk])
    with django_assert_num_queries(0):
        mark_stale([])
    assert Reputation.objects.filter(is_stale=True).count() == 3
    assert (count_stale_reputations(), count_stale_reputations()) == (3, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_counting_costs_the_same_statements_for_any_number_of_writers(number, django_assert_num_queries):
    for _ in range(number):
        vote(make_summary(), 1)
    rank_changed_summaries()
    with django_assert_num_queries(11):  # seven, and savepoints around two batches, of which the second is empty
        assert count_stale_reputations() == number


def test_another_cap_is_followed_by_night(writer, summary, settings):
    vote(summary, 1, 1, 1)
    assert points_of(writer) == 3
    settings.REPUTATION_DAILY_CAP = 2
    assert count_all_reputations() == 1
    assert Reputation.objects.get(writer=writer).points == 2


def test_many_writers_go_in_batches(monkeypatch):
    monkeypatch.setattr("votes.services.reputation.WRITERS_A_BATCH", 2)
    for _ in range(5):
        vote(make_summary(), 1)
    rank_changed_summaries()
    assert count_stale_reputations() == 5
    Reputation.objects.update(points=9)
    assert count_all_reputations() == 5
    assert set(Reputation.objects.values_list("points", flat=True)) == {1}


# ------------------------------------------------------------ drift


def recount() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("recount", stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_recount_tells_and_repairs(writer, summary):
    vote(summary, 1, 1)
    assert points_of(writer) == 2
    assert recount() == (0, "no drift\n")
    Reputation.objects.update(points=7)
    assert recount() == (1, f"writer {writer.pk}: reputation was 7, the votes give 2\n")
    ReputationDay.objects.update(received=5, gained=5)
    assert recount() == (1, f"writer {writer.pk}: reputation was 2, the votes give 2\n")
    ReputationDay.objects.all().delete()
    assert recount()[0] == 1
    Reputation.objects.all().delete()
    assert recount() == (1, f"writer {writer.pk}: reputation was 0, the votes give 2\n")
    assert recount() == (0, "no drift\n")


def test_what_waits_to_be_counted_is_no_drift(writer, summary):
    vote(summary, 1)
    assert repair_reputations() == []  # its summary is not ranked yet
    vote(summary, 1)
    rank_changed_summaries()
    assert repair_reputations() == []  # marked
    assert Reputation.objects.get(writer=writer).points == 2
    vote(summary, 1)
    assert repair_drift() == []  # takes the mark for ranking, and leaves the one for counting
    assert Reputation.objects.get(writer=writer).is_stale
    assert recount() == (0, "no drift\n")
    assert Reputation.objects.get(writer=writer).points == 3


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["vote", "vote", "vote", "hide", "restore", "private", "public", "claim", "delete", "rank", "count"]
        ),
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from([-1, 0, 1]),
    ),
    max_size=25,
)


@given(ACTIONS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_points_are_those_of_the_rows(transactional, actions):
    """After any story, ranking and counting leave nothing for the nightly proof to find."""
    with transactional():
        writers, voters = UserFactory.create_batch(2), UserFactory.create_batch(4)
        moderator = UserFactory(is_staff=True)
        summaries = [
            make_summary(writer=writers[0]),
            make_summary(writer=writers[0], is_anonymous=True),
            make_summary(writer=writers[1]),
        ]
        for action, which, who, value in actions:
            tell(action, Summary.objects.filter(pk=summaries[which].pk).first(), voters[who], value, moderator)
        rank_changed_summaries()
        count_stale_reputations()
        assert repair_reputations() == []
        for writer in writers:
            row = Reputation.objects.filter(writer=writer).first()
            assert (row.points if row else 0) == points_by_hand(writer)


@pytest.fixture
def transactional(db):
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def story():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return story


def tell(action: str, summary: Summary | None, voter: User, value: int, moderator: User) -> None:
    if action == "rank":
        rank_changed_summaries()
    elif action == "count":
        count_stale_reputations()
    elif summary is None:
        return
    elif action == "vote" and summary.is_public:
        cast_vote(voter=voter, summary=summary, value=value)
    elif action == "hide":
        hide_summary(summary=summary, by=moderator, reason="Why.")
    elif action == "restore":
        restore_summary(summary=summary)
    elif action == "claim":
        claim_summary(summary=summary)
    elif action == "delete":
        delete_summary(summary=summary)
    elif action in {"private", "public"}:
        edit_summary(summary=summary, text=replace(text_of(summary), visibility=action))


def points_by_hand(writer: User) -> int:
    total = 0
    for summary in Summary.objects.filter(writer=writer, visibility="public", hidden_at=None, is_anonymous=False):
        total += sum(vote.value for vote in summary.votes.all())
    return max(0, min(total, 20))  # all of today


def test_a_former_member_has_none(writer, summary):
    vote(summary, 1, 1)
    assert points_of(writer) == 2
    close_account(user=writer, keep_summaries=True)
    finish_closings()
    vote(summary, 1)
    assert points_of(writer) == 0
    assert count_all_reputations() == 0
    assert days_of(writer) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_votes_deletions_ranking_and_counting_at_once_end_right():
    """Real connections: votes and deletions while two workers rank and two count."""
    writers, voters = UserFactory.create_batch(3), UserFactory.create_batch(6)
    summaries = [make_summary(writer=writer) for writer in writers for _ in range(4)]
    doomed = summaries[::4]
    stop = threading.Event()
    errors: list[BaseException] = []

    def work(do) -> None:
        try:
            do()
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    def cast(number: int) -> None:
        for value in (1, -1, 1):
            for summary in summaries:
                if summary not in doomed:
                    cast_vote(voter=voters[number], summary=summary, value=value)

    def delete() -> None:
        for summary in doomed:
            delete_summary(summary=summary)

    def repeat(do) -> None:
        while not stop.is_set():
            do()

    casting = [threading.Thread(target=work, args=(lambda number=number: cast(number),)) for number in range(6)]
    casting.append(threading.Thread(target=work, args=(delete,)))
    workers = [
        threading.Thread(target=work, args=(lambda do=do: repeat(do),))
        for do in (rank_changed_summaries, count_stale_reputations, count_all_reputations) * 2
    ]
    for thread in [*casting, *workers]:
        thread.start()
    for thread in casting:
        thread.join()
    stop.set()
    for thread in workers:
        thread.join()
    assert errors == []
    rank_changed_summaries()
    count_stale_reputations()
    assert repair_reputations() == []
    assert set(Reputation.objects.values_list("points", flat=True)) == {18}  # six voters on three that are left


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("there", [[1, 0], [0]], ids=["both rows, the later writer's first", "one row"])
def test_counting_everybody_waits_in_the_order_of_marking(there):
    """Who marks holds the first writer and wants the second, while the nightly count takes both."""
    writers = UserFactory.create_batch(2)
    for number in there:
        Reputation.objects.create(writer=writers[number])
    errors: list[BaseException] = []
    is_ready, is_marked = threading.Event(), threading.Event()

    def pause(execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            is_ready.set()
            is_marked.wait(10)
        return execute(sql, params, many, context)

    def count() -> None:
        try:
            with connection.execute_wrapper(pause):
                count_writers([writer.pk for writer in writers])
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    counting = threading.Thread(target=count)
    counting.start()
    assert is_ready.wait(10)
    with transaction.atomic():
        mark_stale([writers[0].pk])
        is_marked.set()
        wait_until_somebody_waits()
        mark_stale([writers[1].pk])
    counting.join()
    assert errors == []
    assert Reputation.objects.count() == 2


def wait_until_somebody_waits() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


# ------------------------------------------------------------ pages and API


def test_the_page_shows_points_plot_and_days(client, writer, summary, settings):
    settings.REPUTATION_DAILY_CAP = 2
    vote(summary, 1, 1, 1, at=NOON)
    vote(summary, -1, at=NOON + timedelta(days=3))
    points_of(writer)
    page = client.get("/users/Writer/reputation/").content.decode()
    assert "1 point from readers" in page
    assert page.count("<svg") == 2
    assert 'aria-label="Reputation of Writer from 2 March 2026 to' in page
    rows = [
        re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip() for row in re.findall("<tr>.*?</tr>", page, re.DOTALL)
    ]
    assert rows[1:] == ["5 Mar 2026 -1 -1 1", "2 Mar 2026 +3 +2 cap 2"]
    assert "style=" not in page


def test_an_empty_page_says_how_to_begin(client, writer):
    page = client.get("/users/writer/reputation/").content.decode()
    assert "0 points from readers" in page
    assert "Nothing yet." in page
    assert "<svg" not in page


def test_the_table_has_pages(client, writer, summary):
    Reputation.objects.create(writer=writer, points=60)
    for number in range(60):
        day = (NOON + timedelta(days=number)).date()
        ReputationDay.objects.create(writer=writer, day=day, received=1, gained=1)
    first = client.get("/users/writer/reputation/").content.decode()
    assert first.count('<th scope="row">') == 50
    after = re.search(r"after=([\w-]+)", first)[1]
    second = client.get(f"/users/writer/reputation/?after={after}").content.decode()
    assert second.count('<th scope="row">') == 10
    assert client.get("/users/writer/reputation/?after=x").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_queries(client, writer, summary, number, django_assert_num_queries):
    for days in range(number):
        vote(summary, 1, at=NOON + timedelta(days=days))
    points_of(writer)
    with django_assert_num_queries(4):  # the writer, the points, the curve, the days
        assert client.get("/users/writer/reputation/").content.decode().count('<th scope="row">') == number


def test_a_day_that_comes_between_two_reads_waits_for_the_next_request(client, writer, summary):
    vote(summary, 1, at=NOON)
    points_of(writer)

    def count_meanwhile(execute, sql, params, many, context):
        if 'FROM "votes_reputationday"' in sql and "DESC" in sql and ReputationDay.objects.count() == 1:
            ReputationDay.objects.create(writer=writer, day=NOON.date() + timedelta(days=1), received=1, gained=1)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count_meanwhile):
        page = client.get("/users/writer/reputation/").content.decode()
    assert page.count('<th scope="row">') == 1
    assert client.get("/users/writer/reputation/").content.decode().count('<th scope="row">') == 2


def test_who_has_no_page(client, log_in, writer, stranger):
    assert client.get("/users/nobody/reputation/").status_code == 404
    assert client.post("/users/writer/reputation/").status_code == 405
    assert log_in(stranger).get("/users/writer/reputation/").status_code == 200
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert client.get("/users/writer/reputation/").status_code == 404


def test_the_profile_links_to_it(client, writer, summary):
    vote(summary, 1, at=NOON)
    points_of(writer)
    page = client.get("/users/writer/").content.decode()
    assert '<a href="/users/writer/reputation/">Reputation 1</a>' in page
    assert 'class="reputation-plot small"' in page


def test_how_it_is_earned_tells_the_numbers_in_force(client, settings):
    settings.REPUTATION_DAILY_CAP = 37
    settings.DOWNVOTE_REPUTATION = 0
    page = client.get("/reputation/").content.decode()
    assert "37 points at most" in page
    assert "Nothing is locked here" in page
    settings.DOWNVOTE_REPUTATION = 15
    assert "needs 15 points here" in client.get("/reputation/").content.decode()
    assert client.post("/reputation/").status_code == 405


def test_the_api_tells_it(api, api_as, writer, summary, django_assert_num_queries):
    client = api_as(writer)
    assert client.get("/api/v1/me/").json()["reputation"] == 0
    vote(summary, 1, 1)
    points_of(writer)
    assert client.get("/api/v1/me/").json()["reputation"] == 2
    with django_assert_num_queries(1):
        [row] = api.get("/api/v1/summaries/").json()["results"]
    assert row["writer"] == {"username": "writer", "name": "Writer", "url": "/users/writer/", "reputation": 2}


def test_a_clock_is_not_needed(writer, summary):
    """A vote of today is on today's page."""
    vote(summary, 1)
    points_of(writer)
    assert days_of(writer) == [(str(timezone.now().astimezone(UTC).date()), 1, 1)]
