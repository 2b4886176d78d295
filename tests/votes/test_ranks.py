"""Ranks and periods as the tasks keep them, and what keeping them costs."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shortsci.celery import app
from summaries.models import Summary
from summaries.orders import recency_of
from summaries.services import edit_summary, text_of
from tests.factories import PaperFactory, UserFactory, make_summary
from votes import tasks
from votes.models import Reputation, Vote
from votes.ranking import FORMULA_VERSION, hot_score, wilson_lower_bound
from votes.services import cast_vote, move_periods, rank_all, rank_changed_summaries, repair_drift
from votes.services.rank_tables import rank_old_formulas, read_pairs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_many(number: int) -> list[Summary]:
    """Summaries past the services, where only their numbers matter; published over three years."""
    writer, chance, now = UserFactory(), random.Random(1), timezone.now()
    papers = [PaperFactory() for _ in range(3)]
    fields = {"writer": writer, "body": "x", "html": "x", "renderer_version": 1, "formula_version": FORMULA_VERSION}
    rows = []
    for turn in range(number):
        published_at = now - timedelta(seconds=chance.randint(0, 3 * 365 * 86_400))
        up, down = chance.randint(0, 9), chance.randint(0, 9)
        row = Summary(
            paper=papers[turn % 3], merged_from=papers[(turn + 1) % 3], published_at=published_at, upvotes=up,
            downvotes=down, score=up - down, wilson=wilson_lower_bound(up, down),
            hot=hot_score(up, down, published_at), recency=recency_of(published_at, now), **fields,
        )  # fmt: skip
        rows.append(row)
    return Summary.objects.bulk_create(rows)


def plan_of(sql: str) -> str:
    """PostgreSQL reads a small table whole unless it is told not to; what matters is which index it has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            cursor.execute("SET LOCAL enable_seqscan = on")
            return plan
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(row[3] for row in cursor.fetchall())


def statements(work: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        work()
    return [query["sql"] for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]


def rows_touched(work: Callable[[], object]) -> int:
    """On PostgreSQL the rows of the table that were read; on SQLite the steps of its virtual machine, in tens."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_upd FROM pg_stat_xact_user_tables"
            " WHERE relname = 'summaries_summary'"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql)
            before = cursor.fetchone()[0]
            work()
            cursor.execute(sql)
            return cursor.fetchone()[0] - before
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.connection.set_progress_handler(count, 10)
    work()
    connection.connection.set_progress_handler(None, 0)
    return steps


def test_ranking_follows_the_votes(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    assert Summary.objects.get().needs_ranking
    tasks.rank_changed_summaries()
    ranked = Summary.objects.get()
    assert ranked.wilson == wilson_lower_bound(1, 0)
    assert ranked.hot == hot_score(1, 0, ranked.published_at)
    assert (ranked.formula_version, ranked.needs_ranking, ranked.recency) == (FORMULA_VERSION, False, 4)
    assert rank_changed_summaries() == 0


def test_an_unchanged_vote_marks_nothing(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    rank_changed_summaries()
    cast_vote(voter=voter, summary=summary, value=1)
    assert not Summary.objects.get().needs_ranking


def test_ranking_goes_through_many_in_batches(monkeypatch):
    monkeypatch.setattr("votes.services.ranks.RANK_BATCH", 2)
    for _ in range(5):
        make_summary()
    assert rank_changed_summaries() == 5
    assert rank_changed_summaries() == 0


def test_ranking_puts_the_period_right(summary):
    Summary.objects.update(published_at=timezone.now() - 40 * DAY, needs_ranking=True)
    rank_changed_summaries()
    assert Summary.objects.get().recency == 1


def test_after_one_vote_the_same_rows_are_touched_in_a_small_and_in_a_large_table(voter):
    def vote_and_rank(summary: Summary, value: int) -> int:
        def work() -> None:
            cast_vote(voter=voter, summary=summary, value=value)
            assert rank_changed_summaries() == 1

        return rows_touched(work)

    first = make_many(60)[30]
    analyze()
    vote_and_rank(first, 1)  # the driver prepares its statements
    small = vote_and_rank(first, -1)
    make_many(3000)
    analyze()
    large = vote_and_rank(first, 1)
    assert small > 0
    assert large <= small * 1.05 + 2


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE summaries_summary")


def test_marked_rows_are_found_by_their_index(summary):
    [select, *rest] = statements(rank_changed_summaries)
    assert "summary_needs_ranking" in plan_of(select)
    [update] = [sql for sql in rest if "UPDATE summaries_summary" in sql]
    assert update.endswith("WHERE id = %s")


PERIOD_ENDS = [(0, 4), (1, 3), (6, 3), (7, 2), (29, 2), (30, 1), (364, 1), (365, 0), (4000, 0)]


@pytest.mark.parametrize(("days", "recency"), PERIOD_ENDS)
def test_a_summary_goes_from_period_to_period(summary, days, recency):
    now = timezone.now()
    for before in range(5):  # whatever it was in, and however long the task stood still
        Summary.objects.update(published_at=now - days * DAY - timedelta(seconds=1), recency=before)
        assert move_periods(now) == int(before > recency)
        assert Summary.objects.get().recency == min(before, recency)
        assert move_periods(now) == 0


def test_the_task_of_each_minute_moves_them(summary):
    Summary.objects.update(published_at=timezone.now() - 8 * DAY)
    tasks.move_periods()
    assert Summary.objects.get().recency == 2


def test_what_was_never_public_stays_young_until_it_is(private_summary):
    assert move_periods(timezone.now() + 1000 * DAY) == 0
    Summary.objects.update(created_at=timezone.now() - 1000 * DAY)
    private = Summary.objects.get()
    edit_summary(summary=private, text=text_of(make_summary()))
    private.refresh_from_db()
    assert (private.recency, private.visibility) == (4, "public")


def test_periods_are_moved_by_their_index_and_no_other_rows_are_read(summary):
    make_many(400)
    analyze()
    now = timezone.now()
    move_periods(now)
    for sql in statements(lambda: move_periods(now)):
        if sql.startswith("UPDATE"):
            assert "summary_period_ends" in plan_of(sql)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    idle = rows_touched(lambda: move_periods(now))
    make_many(2000)
    move_periods(now + timedelta(hours=1))
    assert rows_touched(lambda: move_periods(now + timedelta(hours=1))) <= idle * 1.05 + 2


def test_many_are_moved_in_slices(monkeypatch):
    monkeypatch.setattr("votes.services.ranks.PERIOD_SLICE", 3)
    make_many(20)
    Summary.objects.update(published_at=timezone.now() - 40 * DAY, recency=4)
    updates = statements(lambda: move_periods() == 20)
    assert sum(sql.startswith("UPDATE") for sql in updates) > 20 // 3
    assert set(Summary.objects.values_list("recency", flat=True)) == {
        recency_of(timezone.now() - 40 * DAY, timezone.now())
    }


def test_what_is_marked_is_left_to_those_who_mark_the_writer_too(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    Summary.objects.update(formula_version=0)
    assert rank_old_formulas(read_pairs()) == 0
    assert Summary.objects.get().needs_ranking
    rank_changed_summaries()
    assert Reputation.objects.get(writer=summary.writer).is_stale
    Summary.objects.update(formula_version=0)
    assert rank_old_formulas(read_pairs()) == 1


def test_the_tasks_are_on_the_timetable():
    times = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"votes.tasks.rank_changed_summaries", "votes.tasks.move_periods", "votes.tasks.rank_all"} <= times
    app.loader.import_default_modules()
    assert times <= set(app.tasks)


# ------------------------------------------------------------------ everything at once


def test_rank_all_ranks_what_is_marked_and_what_an_older_formula_ranked(summary, voter):
    other = make_summary()
    rank_changed_summaries()
    cast_vote(voter=voter, summary=summary, value=1)
    Summary.objects.filter(pk=other.pk).update(formula_version=FORMULA_VERSION - 1, wilson=0.7, hot=3.0)
    ranking = rank_all()
    assert (ranking.ranked, ranking.drift) == (2, {})
    other.refresh_from_db()
    assert (other.wilson, other.hot) == (0.0, hot_score(0, 0, other.published_at))
    again = rank_all()
    assert (again.ranked, again.drift) == (0, {})


def test_rank_all_goes_through_the_ids_in_ranges(monkeypatch):
    monkeypatch.setattr("votes.services.rank_tables.RANGE", 7)
    make_many(40)
    Summary.objects.update(upvotes=0, downvotes=0, score=0, formula_version=0)
    Summary.objects.filter(pk__in=[row.pk for row in Summary.objects.all()[5:30]]).delete()
    ranking = rank_all()
    assert (ranking.ranked, ranking.drift) == (15, {})
    assert not Summary.objects.exclude(wilson=0).exists()


def test_rank_all_says_what_had_drifted_and_repairs_it(summary, voter, caplog):
    cast_vote(voter=voter, summary=summary, value=1)
    rank_changed_summaries()
    Summary.objects.update(upvotes=7, score=7)
    assert rank_all().drift == {"upvotes": 1, "score": 1}
    assert f"summary {summary.pk}: upvotes was 7, its votes give 1" in caplog.text
    assert rank_all().drift == {}


def test_ranks_by_sql_are_the_ranks_by_python_to_the_last_bit():
    """Any moment to the microsecond, before 1970 too, and any counts."""
    rows, chance = make_many(1500), random.Random(2)
    for row in rows:
        microseconds = chance.randrange(86_400 * 1_000_000)
        row.published_at = datetime(1960, 1, 1, tzinfo=UTC) + timedelta(
            days=chance.randint(0, 40_000), microseconds=chance.choice([microseconds, microseconds // 10**6 * 10**6])
        )
        row.upvotes, row.downvotes = chance.randint(0, 10 ** chance.randint(0, 6)), chance.randint(0, 300)
        row.score, row.recency = row.upvotes - row.downvotes, 0
    rows[0].published_at, rows[0].visibility = None, "private"
    fields = ["published_at", "visibility", "upvotes", "downvotes", "score", "recency"]
    Summary.objects.bulk_update(rows, fields)
    Summary.objects.update(formula_version=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("votes.services.nightly.repair_summaries", lambda *_: [])  # there are no votes behind the counts
        assert rank_all(datetime(1960, 1, 1, tzinfo=UTC)).ranked == 1500
    for row in Summary.objects.all():
        assert row.wilson == wilson_lower_bound(row.upvotes, row.downvotes)
        expected = hot_score(row.upvotes, row.downvotes, row.published_at) if row.published_at else 0.0
        assert row.hot == expected, row.published_at


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_rankings_of_everything_at_once_and_votes_beside_them(monkeypatch):
    """Nothing is lost, nothing waits in a circle, and nobody takes what is on its way for drift."""
    monkeypatch.setattr("votes.services.rank_tables.SHARED_FROM", 20)
    monkeypatch.setattr("votes.services.rank_tables.RANGE", 7)
    rows = make_many(60)
    Summary.objects.update(upvotes=0, downvotes=0, score=0, wilson=0, hot=0, formula_version=0)
    voters = UserFactory.create_batch(6)
    errors: list[object] = []

    def in_thread(work: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001
                errors.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def vote(voter) -> None:
        chance = random.Random(voter.pk)
        for _ in range(60):
            cast_vote(voter=voter, summary=chance.choice(rows), value=chance.choice([1, -1, 0]))

    def rank() -> None:
        for _ in range(5):
            if drift := rank_all().drift:
                errors.append(drift)
            Summary.objects.filter(pk__in=[row.pk for row in rows[:20]]).update(formula_version=0)

    threads = [in_thread(lambda voter=voter: vote(voter)) for voter in voters] + [in_thread(rank) for _ in range(2)]
    for thread in threads:
        thread.join()
    assert errors == []
    assert rank_all().drift == {}
    assert repair_drift() == []
    for row in Summary.objects.all():
        up, down = (Vote.objects.filter(summary=row, value=value).count() for value in (1, -1))
        assert (row.upvotes, row.downvotes, row.wilson) == (up, down, wilson_lower_bound(up, down))
