"""The formulas alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from related.weighing import (
    MOST_BY_AUTHORS,
    Reason,
    Sign,
    cosine,
    count_words,
    shared_words,
    weigh,
    weigh_citation,
    weigh_place,
    weigh_shared_authors,
    weigh_shared_readers,
    weigh_shared_works,
    weigh_words,
)

signs = st.lists(st.builds(Sign, st.integers(1, 5), st.sampled_from(Reason), st.floats(0, 1)), max_size=20)


def test_two_signs_leave_the_product_of_their_doubts():
    (row,) = weigh([Sign(7, Reason.CITED, 0.5), Sign(7, Reason.AUTHORS, 0.2)])
    assert (row.paper, row.reason) == (7, Reason.CITED)
    assert row.score == pytest.approx(1 - 0.5 * 0.8)


def test_the_best_comes_first_and_of_equals_the_newer():
    rows = weigh([Sign(1, Reason.WORDS, 0.3), Sign(2, Reason.WORDS, 0.6), Sign(3, Reason.WORDS, 0.3)])
    assert [row.paper for row in rows] == [2, 3, 1]


@given(signs)
def test_a_score_is_a_share_and_no_less_than_its_strongest_sign(found):
    rows = weigh(found)
    assert len(rows) == len({sign.paper for sign in found})
    for row in rows:
        strongest = max(sign.strength for sign in found if sign.paper == row.paper)
        assert strongest - 1e-9 <= row.score <= 1


@given(signs)
def test_the_order_in_which_signs_are_found_does_not_matter(found):
    one, other = weigh(found), weigh(reversed(found))
    assert [(row.paper, row.reason) for row in one] == [(row.paper, row.reason) for row in other]


def test_one_of_few_citations_says_more_than_one_of_many_and_building_more_than_mentioning():
    assert weigh_citation(builds_on=True, siblings=3) > weigh_citation(builds_on=True, siblings=60)
    assert weigh_citation(builds_on=True, siblings=3) > weigh_citation(builds_on=False, siblings=3)


def test_what_few_name_says_more_than_what_everybody_names():
    assert weigh_shared_works([2]) > weigh_shared_works([150])
    assert weigh_shared_works([2, 2]) > weigh_shared_works([2])
    assert weigh_shared_works([]) == 0


def test_authors_count_up_to_a_limit():
    assert weigh_shared_authors(1) == pytest.approx(0.2)
    assert weigh_shared_authors(2) == pytest.approx(0.36)
    assert weigh_shared_authors(30) == MOST_BY_AUTHORS


def test_one_reader_more_moves_nothing_within_a_step():
    weights = [weigh_shared_readers(shared, 100, 100, 10_000) for shared in (31, 40, 41, 100)]
    assert weights[0] == weights[1] < weights[2] < weights[3] < 1


def test_readers_in_common_say_nothing_where_chance_explains_them():
    """Of 60 accounts 30 voted up the one and 30 the other."""
    assert weigh_shared_readers(15, 30, 30, 60) == 0
    assert weigh_shared_readers(22, 30, 30, 60) == 0
    assert weigh_shared_readers(23, 30, 30, 60) > 0
    assert weigh_shared_readers(15, 30, 30, 600) > 0


def test_a_place_in_common_is_a_factor():
    assert weigh_place(same_category=False, same_venue=False, has_summaries=True) == 1
    assert weigh_place(same_category=True, same_venue=True, has_summaries=True) > 1.2
    assert weigh_place(same_category=True, same_venue=True, has_summaries=False) < 1


def test_words_are_counted_without_what_stands_everywhere_and_in_the_singular():
    counted = count_words("We show that Transformers and a transformer use attention; analysis of GPUs.")
    assert counted == {"transformer": 2, "attention": 1, "analysis": 1, "gpus": 1}


def test_texts_are_alike_by_their_words():
    one, other = count_words("sparse attention kernels"), count_words("attention kernels for graphs")
    assert 0 < cosine(one, other) < cosine(one, one) < 0.5  # three words are few
    long = Counter(f"word{letter}" for letter in range(200))
    assert cosine(long, long) > 0.9
    assert cosine(long, one) == 0
    assert cosine(one, count_words("volcanic ash")) == 0
    assert cosine(Counter(), Counter()) == 0


def test_a_few_words_in_common_are_chance():
    assert weigh_words(0.05) == 0
    assert 0 < weigh_words(0.3) < weigh_words(0.5)


def test_the_words_shown_are_those_that_both_dwell_on():
    one = count_words("attention attention attention kernel graph")
    other = count_words("attention kernel kernel graph volcano")
    assert shared_words(one, other) == "attention, kernel"
    assert shared_words(one, count_words("volcano")) == ""
