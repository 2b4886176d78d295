from datetime import UTC, datetime

import pytest

from summaries import orders
from votes.explanations import ORDERS, Inputs, decide, keys_of, with_numbers
from votes.ranking import controversy

MOMENT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)  # 1700000000


def inputs(upvotes: int, downvotes: int) -> Inputs:
    return Inputs(upvotes=upvotes, downvotes=downvotes, published_at=MOMENT, comment_count=2, id=7)


def test_orders_are_those_of_the_lists():
    assert {name: order.fields for name, order in ORDERS.items()} == {name: o.keys for name, o in orders.ALL.items()}


@pytest.mark.parametrize("name", ORDERS)
def test_every_order_ends_with_a_key_that_is_unique_and_has_words(name):
    order = ORDERS[name]
    assert order.keys[-1].field == "id"
    assert all(key.name and key.first for key in order.keys)
    assert [("" if key.is_rising else "-") + key.field for key in order.keys] == list(order.fields)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ((0.5, 3, 1, 1), (0.4, 9, 0, 0), "higher Wilson bound"),
        ((0.0, 0, 1, 1), (0.0, -2, 0, 0), "same Wilson bound; higher score"),
        (
            (0.5, 3, 1, 4),
            (0.5, 3, 1, 5),
            "same Wilson bound, same score, same first publication; lower summary number",
        ),
        ((0.5, 3, 1, 9), (0.5, 3, 2, 5), "same Wilson bound, same score; earlier first publication"),
    ],
)
def test_what_decided(first, second, words):
    assert decide(keys_of(orders.BEST.keys), first, second).of_first == words


def test_what_decided_seen_from_below():
    decision = decide(keys_of(orders.BEST.keys), (0.0, 0, 1, 1), (0.0, -2, 0, 0))
    assert decision.of_second == "same Wilson bound; lower score"
    assert decide(keys_of(orders.HOT.keys), (2.0, 5), (2.0, 4)).of_second == "same hot value; lower summary number"
    assert decide(keys_of(("published_at", "id")), (1, 5), (2, 4)).of_second == "later first publication"


def test_one_row_twice_is_no_decision():
    with pytest.raises(ValueError, match="are one row"):
        decide(keys_of(orders.HOT.keys), (1.0, 1), (1.0, 1))


@pytest.mark.parametrize(
    ("order", "votes", "end"),
    [
        ("best", (10, 1), "= 0.739495"),
        ("best", (0, 3), r"w = 0 \quad \text{without up-votes}"),
        ("hot", (10, 0), "= 12578.1554889"),
        ("hot", (0, 2), "= 12576.8544589"),
        ("hot", (3, 3), "= 12577.1554889"),
        ("top", (10, 4), "s = 10 - 4 = 6"),
        ("new", (10, 4), ""),
    ],
)
def test_numbers_in_the_formula_end_in_the_reference_values(order, votes, end):
    assert with_numbers(ORDERS[order], inputs(*votes)).endswith(end)


def test_the_numbers_stand_in_the_formula():
    assert with_numbers(ORDERS["hot"], inputs(0, 10)) == (
        r"h = -\log_{10} 10 + \frac{1700000000 - 1134028003}{45000} = 12576.1554889"
    )


@pytest.mark.parametrize(("votes", "value"), [((5, 5), 10), ((100, 100), 200), ((10, 1), 1.2222), ((0, 0), 0)])
def test_controversy(votes, value):
    assert controversy(*votes) == pytest.approx(value, abs=5e-5)


def test_controversy_counts_from_zero():
    with pytest.raises(ValueError, match="counted from zero"):
        controversy(-1, 0)
