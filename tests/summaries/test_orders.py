"""Orders and periods on pages and in the API, against an order computed apart from the database."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shortsci.keyset import after, paginate
from summaries.models import Summary
from summaries.orders import ALL, ALL_TIME, HOT, ON_LISTS, ON_PAPER, ON_USER, PERIODS, longer_than, named
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.services import cast_vote, rank_changed_summaries

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

# What each order means, said once more without the names of columns in front of it.
MEANINGS: dict[str, Callable[[Summary], Any]] = {
    "hot": lambda s: (-s.hot, -s.pk),
    "new": lambda s: (-s.published_at.timestamp(), -s.pk),
    "old": lambda s: (s.published_at.timestamp(), s.pk),
    "top": lambda s: (-(s.upvotes - s.downvotes), -s.published_at.timestamp(), -s.pk),
    "discussed": lambda s: (-s.comment_count, -s.published_at.timestamp(), -s.pk),
    "best": lambda s: (-s.wilson, -(s.upvotes - s.downvotes), s.published_at.timestamp(), s.pk),
}
LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}


def set_numbers(summary: Summary, *, up: int = 0, down: int = 0, comments: int = 0, days: float = 0) -> Summary:
    """As votes, comments and time leave it; ranked by the product. A task would lower `recency` a minute later."""
    Summary.objects.filter(pk=summary.pk).update(
        upvotes=up,
        downvotes=down,
        score=up - down,
        comment_count=comments,
        published_at=timezone.now() - timedelta(days=days),
        needs_ranking=True,
    )
    rank_changed_summaries()
    summary.refresh_from_db()
    return summary


@pytest.fixture
def shelf(writer, paper) -> list[Summary]:
    """Twelve summaries with many ties, six of them on one paper and six by one writer."""
    made = []
    for number in range(12):
        summary = make_summary(
            paper=paper if number % 2 else PaperFactory(),
            writer=writer if number in {0, 1, 2, 4, 6, 8} else UserFactory(),
        )
        numbers = {
            "up": number % 3,
            "down": number % 2,
            "comments": number % 4,
            "days": [0.5, 3, 20, 100, 500][number % 5],
        }
        made.append(set_numbers(summary, **numbers))
    return made


def expected(summaries: list[Summary], order: str, period: str = "all") -> list[int]:
    begins = timezone.now() - timedelta(days=LENGTHS.get(period, 100_000))
    return [s.pk for s in sorted(summaries, key=MEANINGS[order]) if s.published_at >= begins]


def shown(client, address: str) -> list[int]:
    page = client.get(address).content.decode()
    return [int(number) for number in re.findall(r'<article class="(?:card|full)" id="summary-(\d+)"', page)]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("order", ON_LISTS)
def test_the_front_page_and_the_api_in_every_order_and_period(client, api, shelf, order, period):
    found = expected(shelf, order, period)
    assert shown(client, f"/?sort={order}&period={period}") == found
    rows = api.get(f"/api/v1/summaries/?sort={order}&period={period}").json()["results"]
    assert [row["id"] for row in rows] == found
    assert len(found) == {"day": 3, "week": 6, "month": 8, "year": 10, "all": 12}[period]


@pytest.mark.parametrize("order", ON_PAPER)
def test_a_paper_in_every_order(client, api, shelf, paper, order):
    found = expected([s for s in shelf if s.paper_id == paper.pk], order)
    assert len(found) == 6
    assert shown(client, f"/papers/{paper.pk}/?sort={order}") == found
    rows = api.get(f"/api/v1/summaries/?sort={order}&paper={paper.pk}").json()["results"]
    assert [row["id"] for row in rows] == found


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("order", ON_USER)
def test_a_writer_in_every_order_and_period(client, api, shelf, writer, order, period):
    found = expected([s for s in shelf if s.writer_id == writer.pk], order, period)
    assert shown(client, f"/users/writer/?sort={order}&period={period}") == found
    rows = api.get(f"/api/v1/summaries/?sort={order}&period={period}&author=writer").json()["results"]
    assert [row["id"] for row in rows] == found


def test_what_no_order_and_no_period_is_falls_back(client, api, shelf, paper):
    on_paper = [s for s in shelf if s.paper_id == paper.pk]
    assert shown(client, "/?sort=best&period=decade") == expected(shelf, "hot")
    assert shown(client, f"/papers/{paper.pk}/?sort=hot") == expected(on_paper, "best")
    assert shown(client, "/users/writer/?sort=&period=") == expected(
        [s for s in shelf if s.writer.username == "writer"], "new"
    )
    ids = [row["id"] for row in api.get("/api/v1/summaries/?sort=nonsense&period=nonsense").json()["results"]]
    assert ids == expected(shelf, "hot")


def test_the_api_lists_the_oldest_first_over_all_and_the_best_of_a_writer(api, shelf, writer):
    def ids(query: str) -> list[int]:
        return [row["id"] for row in api.get(f"/api/v1/summaries/?{query}").json()["results"]]

    assert ids("sort=old") == expected(shelf, "old")
    assert ids("sort=best&author=writer") == expected([s for s in shelf if s.writer_id == writer.pk], "best")
    assert ids("sort=best") == expected(shelf, "hot")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("order", ON_LISTS)
def test_no_order_costs_more_queries(client, api, order, number, django_assert_num_queries):
    paper, writer = PaperFactory(), UserFactory()
    for _ in range(number):
        make_summary(paper=paper)
        make_summary(writer=writer)
    counts = {f"/?sort={order}&period=week": 3, f"/users/{writer.username}/?sort={order}&period=week": 8}
    counts[f"/api/v1/summaries/?sort={order}&period=week"] = 1
    for address, queries in counts.items():
        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("order", ON_PAPER)
def test_no_order_of_a_paper_costs_more_queries(client, order, number, django_assert_num_queries):
    paper = PaperFactory()
    for _ in range(number):
        make_summary(paper=paper)
    with django_assert_num_queries(10):
        client.get(f"/papers/{paper.pk}/?sort={order}")


def test_every_page_of_the_front_page_costs_the_same(client, django_assert_num_queries):
    for _ in range(31):
        make_summary()
    address = "/"
    for rows in (15, 15, 1):
        with django_assert_num_queries(3):
            page = client.get(address).content.decode()
        assert page.count('<article class="card"') == rows
        if rows == 15:
            address = next_address(page)


def next_address(page: str) -> str:
    return "/" + page.split('rel="next" href="')[1].split('"', maxsplit=1)[0].replace("&amp;", "&")


# ---------------------------------------------------------------- how a database goes about it

PLANS = [
    *((order, period, f"summary_{order}_{period}") for order in ("hot", "top", "discussed") for period in LENGTHS),
    *((order, "all", f"summary_{order}") for order in ("hot", "new", "top", "discussed")),
    *(("new", period, "summary_new") for period in LENGTHS),
    ("old", "all", "summary_new"),
]


@pytest.mark.parametrize(("order_key", "period_key", "index"), PLANS)
def test_each_list_is_one_range_of_its_own_index(shelf, on_postgres, order_key, period_key, index):
    """From page to page, and at the end too: a list that is over is over in its index. Nothing is sorted."""
    order, period = ALL[order_key], PERIODS[period_key]
    if on_postgres:  # a dozen rows are read faster without an index, and cost the same by that of another period
        index = rf"summary_{'new' if order_key == 'old' else order_key}(_\w+)?"
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
    listed = Summary.objects.public().published_within(period, timezone.now(), order).only(*order.fields)
    for place in (None, shelf[0]):
        queryset = listed.order_by(*order.keys)
        if place:
            queryset = queryset.filter(after(order.keys, [getattr(place, field) for field in order.fields]))
        plan = queryset[:16].explain()
        assert re.search(rf"\b{index}\b", plan), plan
        assert not re.search("TEMP B-TREE|Sort", plan), plan


def test_a_period_trusts_the_date_and_not_the_task(client):
    late = make_summary()
    Summary.objects.filter(pk=late.pk).update(published_at=timezone.now() - timedelta(days=1, seconds=1))
    assert Summary.objects.get().recency == 4  # the task has not come by
    for order in ON_LISTS:
        assert shown(client, f"/?sort={order}&period=day") == []
        assert shown(client, f"/?sort={order}&period=week") == [late.pk]


# ---------------------------------------------------------------- paging while votes arrive

MOVES = st.lists(st.tuples(st.integers(0, 11), st.integers(-3, 3)), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, min_size=12, max_size=12), st.sampled_from(["top", "hot", "discussed"]), st.integers(1, 4))
def test_what_stays_is_shown_once_and_only_what_fell_is_shown_again(db, moves, order_key, size):
    """Between any two pages anything may move. Twice: only what had fallen. Never: only what had risen."""
    order = ALL[order_key]
    Summary.objects.all().delete()
    paper = PaperFactory()
    rows = Summary.objects.bulk_create(
        Summary(
            paper=paper,
            writer=UserFactory(),
            body="x",
            html="x",
            excerpt="x",
            renderer_version=1,
            published_at=NOON,
            upvotes=number % 4,
            score=number % 4,
            hot=number % 4,
            comment_count=number % 4,
        )
        for number in range(12)
    )
    pks, cursor = [row.pk for row in rows], None
    shown_as: dict[int, list[tuple]] = {}
    for between in moves:
        page = paginate(Summary.objects.all(), order.keys, cursor=cursor, size=size)
        for row in page.rows:
            shown_as.setdefault(row.pk, []).append(MEANINGS[order.key](row))
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
        for number, change in between:
            row = Summary.objects.get(pk=pks[number])
            score = row.score + change
            count = max(row.comment_count + change, 0)
            Summary.objects.filter(pk=row.pk).update(
                upvotes=max(score, 0), downvotes=max(-score, 0), score=score, hot=row.hot + change, comment_count=count
            )
    moved = {pks[number] for between in moves for number, change in between if change}
    for pk in pks:
        keys = shown_as.get(pk, [])
        assert keys == sorted(set(keys)), "a row that is shown again has fallen since"
        if pk not in moved and page.next_cursor is None:
            assert len(keys) == 1


def test_walking_the_front_page_while_people_vote(client, voter, paper):
    made = [set_numbers(make_summary(paper=paper), up=number % 5, days=0.1) for number in range(40)]
    quiet = {summary.pk for summary in made[:30]}
    seen: list[int] = []
    address = "/?sort=top"
    for turn in range(3):
        page = client.get(address).content.decode()
        seen += [int(number) for number in re.findall(r'<article class="card" id="summary-(\d+)"', page)]
        for summary in made[30 + turn * 3 : 33 + turn * 3]:
            cast_vote(voter=voter, summary=summary, value=1 if summary.pk % 2 else -1)
        rank_changed_summaries()
        if turn < 2:
            address = next_address(page)
    assert 'rel="next"' not in page
    assert sorted(pk for pk in seen if pk in quiet) == sorted(quiet)


# ---------------------------------------------------------------- what a page says


def test_links_keep_order_and_period(client):
    for _ in range(16):
        make_summary()
    page = client.get("/?sort=top&period=week").content.decode()
    assert 'href="?sort=new&amp;period=week"' in page
    assert '<a href="?sort=top&amp;period=week" aria-current="page">7 days</a>' in page
    assert len(re.findall('aria-current="page"', page)) == 2
    assert "sort=top" in next_address(page)
    assert "period=week" in next_address(page)


def test_an_empty_period_leads_to_a_longer_one(client, writer):
    for _ in range(2):
        set_numbers(make_summary(writer=writer), days=3)
    for address in ("/?sort=discussed&period=day", "/users/writer/?sort=discussed&period=day"):
        page = client.get(address).content.decode()
        assert "Nothing was published in the last 24 hours." in page
        assert '<a href="?sort=discussed&amp;period=week">the last 7 days</a>' in page
    Summary.objects.update(published_at=timezone.now() - timedelta(days=900))
    assert "those of all time" in client.get("/?period=year").content.decode()


def test_a_single_summary_needs_no_orders(client, summary):
    assert 'aria-label="Order"' not in client.get(f"/papers/{summary.paper_id}/").content.decode()
    assert 'aria-label="Order"' not in client.get("/users/writer/").content.decode()
    make_summary(paper=summary.paper, writer=UserFactory())
    assert 'aria-label="Order"' in client.get(f"/papers/{summary.paper_id}/").content.decode()


@pytest.mark.parametrize("order", ALL.values(), ids=list(ALL))
def test_orders_are_total(order):
    assert order.fields[-1] == "id"
    assert set(order.fields) <= {field.name for field in Summary._meta.get_fields()}


def test_names_of_orders_and_periods():
    assert named(ON_LISTS, "top", HOT).key == "top"
    assert named(ON_LISTS, None, HOT) is HOT
    assert longer_than(PERIODS["day"]) is PERIODS["week"]
    assert longer_than(ALL_TIME) is ALL_TIME
