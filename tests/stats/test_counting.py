"""The numbers against rows that were made one by one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from papers.models import Paper, PaperCategory
from papers.services import merge_papers
from shortsci.alone import alone
from stats import tasks
from stats.models import CountedTable
from stats.services import count_statistics, read_statistics
from stats.services.counting import FEWEST_VOTES, fill_months, spread
from summaries.models import Summary
from summaries.services import claim_summary, hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Vote
from votes.services import close_account

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 15, 30, tzinfo=UTC)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rows(name: str) -> list[list]:
    return CountedTable.objects.get(name=name).rows


def totals() -> dict[str, int]:
    return dict(rows("totals"))


def published(month: str, **fields: object) -> Summary:
    summary = make_summary(**fields)
    Summary.objects.filter(pk=summary.pk).update(published_at=f"{month}-01T00:00:00Z")
    return summary


def test_while_another_worker_counts_nothing_is_counted():
    with alone("statistics", seconds=60):
        tasks.count_statistics()
        assert not CountedTable.objects.exists()
    tasks.count_statistics()
    assert CountedTable.objects.exists()


# Summaries and writers


def test_summaries_are_counted_by_month_and_the_months_between_are_empty():
    published("2025-12")
    published("2025-12")
    published("2026-02")
    count_statistics(NOW)
    assert rows("summaries-by-month") == [["2025-12", 2], ["2026-01", 0], ["2026-02", 1], ["2026-03", 0]]


def test_what_is_not_public_counts_nowhere(writer):
    make_summary(visibility="private")
    make_summary(visibility="unlisted")
    hide_summary(summary=make_summary(), by=UserFactory(is_staff=True), reason="Copied.")
    count_statistics(NOW)
    assert rows("summaries-by-month") == rows("writers") == rows("writers-by-summaries") == []
    assert totals()["summaries"] == totals()["writers"] == totals()["summarised_papers"] == 0


def test_anonymous_work_counts_for_the_site_and_for_no_writer(writer):
    """Until it is claimed: a number that moves with it would give its writer away."""
    make_summary(writer=writer)
    hidden = make_summary(writer=writer, is_anonymous=True)
    count_statistics(NOW)
    assert (totals()["summaries"], totals()["writers"]) == (2, 1)
    assert rows("writers") == [[writer.pk, 1]]
    assert rows("writers-by-summaries")[:2] == [["1", 1], ["2", 0]]
    claim_summary(summary=hidden)
    count_statistics(NOW + HOUR)
    assert rows("writers") == [[writer.pk, 2]]


def test_writers_are_spread_over_ranges():
    assert spread([1, 1, 2, 3, 5, 6, 10, 20, 50, 51, 900]) == [
        ["1", 2], ["2", 1], ["3–5", 2], ["6–10", 2], ["11–20", 1], ["21–50", 1], ["51+", 2],
    ]  # fmt: skip
    assert spread([]) == []


def test_those_who_write_most_come_first_and_who_has_left_is_not_named(writer, voter):
    for _ in range(2):
        make_summary(writer=voter)
    make_summary(writer=writer)
    count_statistics(NOW)
    assert rows("writers") == [[voter.pk, 2], [writer.pk, 1]]
    assert read_statistics()["writers"].rows == [["voter", "Voter", 2], ["writer", "Writer", 1]]
    close_account(user=voter, keep_summaries=True)
    assert read_statistics()["writers"].rows == [["writer", "Writer", 1]]  # at once, before anything is counted
    count_statistics(NOW + HOUR)
    assert rows("writers") == [[writer.pk, 1]]


def test_comments_are_those_on_public_summaries(writer, voter):
    from summaries.services import add_comment

    open_one, hidden = make_summary(writer=writer), make_summary(writer=writer)
    for summary in (open_one, hidden):
        add_comment(writer=voter, summary=summary, body="Why?")
    hide_summary(summary=hidden, by=UserFactory(is_staff=True), reason="Copied.")
    count_statistics(NOW)
    assert totals()["comments"] == 1


# Papers


def opened(*days: datetime) -> list[Paper]:
    papers = [PaperFactory() for _ in days]
    for paper, day in zip(papers, days, strict=True):
        Paper.objects.filter(pk=paper.pk).update(created_at=day)
    return papers


def test_papers_add_up_and_the_settled_ones_are_not_read_again(django_assert_num_queries):
    old = opened(datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
    young = opened(NOW - HOUR)
    count_statistics(NOW)
    assert rows("papers-by-month") == [["2026-01", 1, 1], ["2026-02", 0, 1], ["2026-03", 2, 3]]
    table = CountedTable.objects.get(name="papers-by-month")
    assert table.settled == {"last": old[-1].pk, "months": {"2026-01": 1, "2026-03": 1}}
    # What is settled stays as it was counted, whatever the rows say now.
    Paper.objects.filter(pk=old[0].pk).update(created_at=NOW)
    opened(NOW + HOUR)
    count_statistics(NOW + 2 * HOUR)
    assert rows("papers-by-month")[-1] == ["2026-03", 3, 4]
    assert totals()["papers"] == 4
    count_statistics(NOW + 3 * DAY)
    assert CountedTable.objects.get(name="papers-by-month").settled["last"] == young[0].pk + 1
    assert totals()["papers"] == 4


def test_a_paper_counts_in_each_of_its_categories_and_joined_ones_once():
    one, other = PaperFactory(), PaperFactory()
    PaperCategory.objects.create(paper=one, category_id="math.NT", position=2, published_on=one.published_on)
    count_statistics(NOW)
    assert rows("papers-by-category") == [["cs.LG", "Machine Learning", 2], ["math.NT", "Number Theory", 1]]
    merge_papers(source=other, target=one)
    count_statistics(NOW + DAY)
    assert rows("papers-by-category")[0] == ["cs.LG", "Machine Learning", 1]


# Votes


def add_votes(summary: Summary, number: int, at: datetime, **fields: object) -> None:
    voters = UserFactory.create_batch(number)
    votes = Vote.objects.bulk_create(Vote(voter=voter, summary=summary, value=1, **fields) for voter in voters)
    Vote.objects.filter(pk__in=[vote.pk for vote in votes]).update(cast_at=at)
    Summary.objects.filter(pk=summary.pk).update(upvotes=F("upvotes") + number, score=F("score") + number)


def test_votes_are_told_by_weekday_and_hour(summary):
    add_votes(summary, FEWEST_VOTES - 1, datetime(2026, 3, 16, 8, 59, tzinfo=UTC))  # a Monday
    add_votes(summary, 2, datetime(2026, 3, 15, 23, 0, tzinfo=UTC))  # a Sunday
    count_statistics(NOW)
    assert rows("votes-by-weekday") == [[1, 99], [2, 0], [3, 0], [4, 0], [5, 0], [6, 0], [7, 2]]
    assert [row for row in rows("votes-by-hour") if row[1]] == [[8, 99], [23, 2]]
    assert len(rows("votes-by-hour")) == 24


def test_few_votes_tell_nothing(summary):
    add_votes(summary, FEWEST_VOTES - 1, NOW - 2 * DAY)
    count_statistics(NOW)
    assert rows("votes-by-weekday") == rows("votes-by-hour") == []
    assert CountedTable.objects.get(name="votes-by-weekday").counted_at == NOW


def test_votes_of_today_and_those_that_do_not_count_are_left_out(summary):
    add_votes(summary, FEWEST_VOTES, NOW - 2 * DAY)
    add_votes(summary, 3, NOW - HOUR)
    add_votes(summary, 3, NOW - 2 * DAY, state="held")
    count_statistics(NOW)
    assert sum(row[1] for row in rows("votes-by-weekday")) == FEWEST_VOTES


# When


def test_each_table_is_counted_as_often_as_it_should_be(summary):
    assert len(count_statistics(NOW)) == len(read_statistics())
    assert count_statistics(NOW + timedelta(minutes=59)) == []
    hourly = {"papers-by-month", "totals", "summaries-by-month", "writers-by-summaries", "writers"}
    assert set(count_statistics(NOW + HOUR)) == hourly
    midnight = NOW.replace(hour=0, minute=0) + DAY
    assert {"votes-by-weekday", "votes-by-hour"} <= set(count_statistics(midnight))


def test_counted_twice_nothing_changes(summary):
    count_statistics(NOW)
    before = list(CountedTable.objects.order_by("name").values("name", "rows", "settled"))
    count_statistics(NOW + HOUR)
    assert list(CountedTable.objects.order_by("name").values("name", "rows", "settled")) == before


def test_the_task_counts_a_fresh_site():
    tasks.count_statistics()
    assert totals() == {"papers": 0, "summarised_papers": 0, "summaries": 0, "writers": 0, "comments": 0}


@pytest.mark.parametrize("number", [1, 3])
def test_counting_costs_the_same_queries_for_any_number_of_rows(number, django_assert_num_queries):
    for _ in range(number):
        make_summary()
    count_statistics(timezone.now() - DAY)
    with django_assert_num_queries(21):
        count_statistics(timezone.now() + DAY)


def test_months_are_filled_over_the_turn_of_the_year():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert [row[0] for row in fill_months({"2025-11": 1}, now)] == ["2025-11", "2025-12", "2026-01"]
    assert fill_months({}, now) == []
