"""When a visit begins, what is new since the last one, and the pages that say so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from reading.models import ReaderProfile
from reading.services import (
    first_seen,
    follow,
    note_visit,
    profile_of,
    published_since,
    reader_with_key,
    renew_feed_key,
)
from summaries.models import Summary
from summaries.orders import HOT, NEW, TOP
from tests.factories import UserFactory, make_summary
from votes.services import close_account

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def published(before: timedelta, **fields) -> Summary:
    summary = make_summary(**fields)
    Summary.objects.filter(pk=summary.pk).update(published_at=timezone.now() - before)
    return Summary.objects.get(pk=summary.pk)


def was_here(reader: User, before: timedelta) -> None:
    """The reader's last look was so long ago."""
    note_visit(user=reader, now=timezone.now() - before)


# Visits


def test_a_visit_begins_after_half_an_hour(reader):
    start = timezone.now()
    assert note_visit(user=reader, now=start) is None
    assert note_visit(user=reader, now=start + 20 * MINUTE) is None
    assert note_visit(user=reader, now=start + 49 * MINUTE) is None  # 29 minutes of absence
    again = start + 79 * MINUTE
    assert note_visit(user=reader, now=again) == start + 49 * MINUTE
    assert note_visit(user=reader, now=again + 29 * MINUTE) == start + 49 * MINUTE
    assert note_visit(user=reader, now=again + 59 * MINUTE) == again + 29 * MINUTE


def test_it_is_written_once_in_some_minutes(reader, django_assert_num_queries):
    start = timezone.now()
    note_visit(user=reader, now=start)
    with django_assert_num_queries(1):
        note_visit(user=reader, now=start + 4 * MINUTE)
    with django_assert_num_queries(2):
        note_visit(user=reader, now=start + 5 * MINUTE)
    with django_assert_num_queries(1):
        note_visit(user=reader, now=start + 9 * MINUTE)
    assert ReaderProfile.objects.get().seen_at == start + 5 * MINUTE


def test_a_clock_that_goes_back_ends_no_visit(reader):
    start = timezone.now()
    note_visit(user=reader, now=start)
    assert note_visit(user=reader, now=start - 60 * MINUTE) is None
    assert ReaderProfile.objects.get().seen_at == start


# What is new


@pytest.mark.parametrize("days", [0.1, 3, 20, 200, 800])
def test_every_order_finds_what_came_since(days):
    since = timezone.now() - timedelta(days=days)
    new, old = published(timedelta(days=days) - MINUTE), published(timedelta(days=days) + MINUTE)
    Summary.objects.filter(pk__in=[new.pk, old.pk]).update(recency=0 if days > 365 else 1 if days > 30 else 4)
    for order in (NEW, HOT, TOP):
        found = published_since(Summary.objects.public(), since, timezone.now(), order)
        assert [row.pk for row in found.order_by(*order.keys)] == [new.pk], order.key


def test_the_line_stands_between_new_and_old():
    rows = [published(timedelta(hours=hours)) for hours in (1, 2, 3)]
    now = timezone.now()
    assert first_seen(rows, now - timedelta(hours=2.5)) == rows[2].pk
    assert first_seen(rows, now - timedelta(hours=1.5)) == rows[1].pk
    assert first_seen(rows, now) is None  # nothing is new
    assert first_seen(rows, now - timedelta(hours=4)) is None  # all is new
    assert first_seen(rows, None) is None
    assert first_seen([], now) is None


def test_the_front_page_marks_what_is_new(log_in, reader):
    new, old = published(timedelta(hours=1)), published(timedelta(days=2))
    was_here(reader, timedelta(days=1))
    browser = log_in(reader)
    for path in ("/", "/?sort=new", "/?sort=top"):
        page = browser.get(path).content.decode()
        assert page.count('class="tag new"') == 1, path
        assert "You were here last on" in page
        assert page.count('class="visit-line"') == (1 if path == "/?sort=new" else 0)
    page = browser.get("/?sort=new").content.decode()
    at = [page.index(sign) for sign in (f'id="summary-{new.pk}"', 'class="visit-line"', f'id="summary-{old.pk}"')]
    assert at == sorted(at)


def test_a_first_visit_and_an_anonymous_one_mark_nothing(client, log_in, reader, summary):
    for browser in (log_in(reader), client):
        page = browser.get("/?sort=new").content.decode()
        assert "tag new" not in page
        assert "You were here" not in page
        assert "visit-line" not in page
    assert ReaderProfile.objects.count() == 1


def test_the_front_page_costs_one_query_more(log_in, reader, summary, django_assert_num_queries):
    was_here(reader, MINUTE)
    browser = log_in(reader)
    with django_assert_num_queries(7) as with_visit:
        browser.get("/?sort=new")
    assert sum("reading_" in query["sql"] for query in with_visit) == 1


def test_the_page_of_what_is_new(client, log_in, reader, writer):
    new, followed = published(timedelta(hours=1)), published(timedelta(hours=2), writer=writer)
    published(timedelta(days=2))
    published(timedelta(hours=1), visibility="private")
    follow(reader=reader, target=writer)
    was_here(reader, timedelta(days=1))
    browser = log_in(reader)
    for sort in ("", "?sort=hot", "?sort=top", "?sort=nonsense"):
        rows = browser.get(f"/since-last-visit/{sort}").context["page"].rows
        assert {row.pk for row in rows} == {new.pk, followed.pk}, sort
    assert [row.pk for row in browser.get("/since-last-visit/following/").context["page"].rows] == [followed.pk]
    assert browser.post("/since-last-visit/").status_code == 405
    assert client.get("/since-last-visit/").status_code == 302


def test_it_says_so_where_nothing_is_new(log_in, reader, stranger, summary):
    assert "This is your first visit" in log_in(reader).get("/since-last-visit/").content.decode()
    note_visit(user=stranger, now=timezone.now() + MINUTE)
    ReaderProfile.objects.filter(user=stranger).update(new_since=timezone.now() + MINUTE)
    assert "Nothing was published since then" in log_in(stranger).get("/since-last-visit/").content.decode()


# The feed of one's own


def test_the_feed(client, log_in, reader, writer):
    summary, _ = published(timedelta(hours=1), writer=writer), make_summary()
    follow(reader=reader, target=writer)
    browser = log_in(reader)
    for sort in ("", "?sort=hot", "?sort=top&period=week", "?sort=discussed", "?period=day"):
        page = browser.get(f"/following/feed/{sort}")
        assert [row.pk for row in page.context["page"].rows] == [summary.pk], sort
    assert client.get("/following/feed/").headers["Location"] == "/accounts/login/?next=/following/feed/"
    assert browser.post("/following/feed/").status_code == 405
    assert '<a href="/following/feed/">Following</a>' in browser.get("/").content.decode()
    assert "/following/" not in client.get("/").content.decode()


def test_the_empty_feed_says_what_to_do(log_in, reader, writer):
    browser = log_in(reader)
    assert "You follow nothing yet" in browser.get("/following/feed/").content.decode()
    follow(reader=reader, target=writer)
    assert "There is no summary yet" in browser.get("/following/feed/").content.decode()
    published(timedelta(days=3), writer=writer)
    assert "Nothing" in browser.get("/following/feed/?period=day").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_costs_the_same_with_one_and_with_three(log_in, reader, number, django_assert_num_queries):
    for _ in range(number):
        follow(reader=reader, target=make_summary(writer=UserFactory()).writer)
    was_here(reader, MINUTE)
    browser = log_in(reader)
    with django_assert_num_queries(9):
        page = browser.get("/following/feed/").content.decode()
    assert page.count('<article class="card"') == number


# The key of the private feed


def test_the_key_opens_until_it_is_made_anew(reader):
    key = profile_of(reader).feed_key
    assert len(key) == 32
    assert profile_of(reader).feed_key == key
    assert reader_with_key(key) == reader
    fresh = renew_feed_key(user=reader).feed_key
    assert fresh != key
    assert (reader_with_key(key), reader_with_key(fresh), reader_with_key("")) == (None, reader, None)


def test_the_key_of_a_closed_account_opens_nothing(reader):
    key = renew_feed_key(user=reader).feed_key
    close_account(user=reader, keep_summaries=False)
    assert reader_with_key(key) is None
    assert ReaderProfile.objects.count() == 0
