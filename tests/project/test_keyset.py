import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.models import Paper
from shortsci.keyset import InvalidCursor, Place, decode_cursor, paginate
from summaries.models import Summary

pytestmark = pytest.mark.django_db
ORDER = ("-summary_count", "title", "-id")
ORDERS = [ORDER, ("-summary_count", "-title", "-id"), ("summary_count", "title", "id"), ("-id",)]


def make(values: list[tuple[int, str]]) -> None:
    Paper.objects.bulk_create(Paper(title=title, summary_count=count, state="ready") for count, title in values)


def walk(size: int, order: tuple[str, ...] = ORDER, *, is_part: bool = False) -> list[list[int]]:
    pages, cursor = [], None
    while True:
        page = paginate(Paper.objects.all(), order, cursor=cursor, size=size, is_part=is_part)
        pages.append([paper.pk for paper in page.rows])
        if page.next_cursor is None:
            return pages
        cursor = page.next_cursor


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), max_size=15),
    st.integers(1, 5),
    st.sampled_from(ORDERS),
    st.booleans(),
)
def test_pages_together_are_the_whole_order_each_row_once(db, values, size, order, is_part):
    Paper.objects.all().delete()
    make(values)
    expected = list(Paper.objects.order_by(*order).values_list("pk", flat=True))
    assert [pk for page in walk(size, order, is_part=is_part) for pk in page] == expected


def test_back_is_the_way_one_came():
    make([(number % 3, "abc"[number % 3]) for number in range(10)])
    first = paginate(Paper.objects.all(), ORDER, cursor=None, size=4)
    second = paginate(Paper.objects.all(), ORDER, cursor=first.next_cursor, size=4)
    third = paginate(Paper.objects.all(), ORDER, cursor=second.next_cursor, size=4)
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    assert paginate(Paper.objects.all(), ORDER, cursor=third.previous_cursor, size=4).rows == second.rows
    back = paginate(Paper.objects.all(), ORDER, cursor=second.previous_cursor, size=4)
    assert back.rows == first.rows
    assert back.previous_cursor is None
    assert back.next_cursor == first.next_cursor


def test_a_row_added_above_shifts_nothing():
    make([(1, "a"), (1, "b"), (1, "c"), (1, "d")])
    first = paginate(Paper.objects.all(), ORDER, cursor=None, size=2)
    make([(9, "new")])
    second = paginate(Paper.objects.all(), ORDER, cursor=first.next_cursor, size=2)
    assert [paper.title for paper in second.rows] == ["c", "d"]


@pytest.mark.parametrize("cursor", ["!", "e30", "WzBd", "WzAsMSwiYSIsbnVsbF0", "WzAsIngiLCJhIiwxXQ", "bnVsbA"])
def test_broken_cursors(cursor):
    with pytest.raises(InvalidCursor):
        paginate(Paper.objects.all(), ORDER, cursor=cursor, size=2)


def test_not_a_number_is_no_place():
    text = base64.urlsafe_b64encode(b"[0,NaN,1]").decode()
    with pytest.raises(InvalidCursor):
        decode_cursor(text, Summary, ["hot", "id"])
    good = base64.urlsafe_b64encode(b"[1,1.5,1]").decode()
    assert decode_cursor(good, Summary, ["hot", "id"]) == Place([1.5, 1], True)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_column_holds_is_no_place(client, number):
    text = base64.urlsafe_b64encode(json.dumps([0, 1.0, number]).encode()).decode()
    with pytest.raises(InvalidCursor):
        decode_cursor(text, Summary, ["hot", "id"])
    assert client.get("/", {"after": text}).status_code == 400
    assert client.get("/api/v1/summaries/", {"cursor": text}).status_code == 400


def test_the_largest_number_is_a_place(client):
    text = base64.urlsafe_b64encode(json.dumps([0, 1.0, 2**63 - 1]).encode()).decode()
    assert client.get("/", {"after": text}).status_code == 200
