from concurrent.futures import Future
from functools import partial

import pytest

from search.engine import noticing_damage
from search.errors import SearchUnavailable
from search.homes import home
from search.language import parse_query
from search.services import counting, searching
from search.services.building import build_index
from search.services.counting import Counts
from search.services.searching import Found, Hit, search
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db


def test_damage_that_only_counting_meets_is_noticed(index):
    counting: Future[Counts] = Future()
    counting.set_exception(ValueError("Data corrupted"))
    generation = home().current()
    found = Found(parse_query("zebra"), counting=counting, noticing=partial(noticing_damage, generation))
    with pytest.raises(SearchUnavailable):
        assert found.total
    assert generation.is_damaged


def test_what_is_shown_tells_that_there_are_so_many_before_it_is_counted():
    never: Future[Counts] = Future()
    found = Found(parse_query("zebra"), [Hit("paper", 1), Hit("paper", 2)], never)
    assert found.has(1)
    assert found.has(2)
    assert not never.done()


def test_a_page_beyond_the_last_is_no_reason_to_look_for_something_else(index):
    for _ in range(4):
        PaperFactory(title="Zebras")
    build_index()
    found = search("zebras", offset=10)
    assert (found.total, list(found.hits), found.corrected, found.is_relaxed) == (4, [], {}, False)
    assert dict(found.facets["kind"])["paper"] == 4
    assert search("zebras", kind="summary").total == 0
    assert search("zebras", limit=2).total == 4


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("zebras okapis qqqqq", ["Zebras and okapis"]),
        ("zebras okapis qqqqq xxxxx", ["Zebras and okapis"]),
        ("zebras qqqqq", ["Zebras", "Zebras and okapis", "Zebras in summer"]),
        ("zebras qqqqq xxxxx", []),
        ("wwwww qqqqq xxxxx", []),
        ("zebras okapis qqqqq year:2020", ["Zebras and okapis"]),
        ("zebras okapis qqqqq year:2021", []),
        ('"in summer" zebras qqqqq', ["Zebras in summer"]),
        ("zebras zebrsa qqqqq", ["Zebras", "Zebras and okapis", "Zebras in summer"]),
    ],
)
def test_a_word_that_stands_nowhere_may_be_missing_and_most_must_be_there(index, query, titles):
    titles_here = ("Zebras", "Zebras in summer", "Zebras and okapis")
    papers = {PaperFactory(title=title, year=2020).pk: title for title in titles_here}
    build_index()
    found = search(query)
    assert sorted(papers[hit.number] for hit in found.hits) == titles
    assert found.is_relaxed == bool(titles)


def test_of_one_kind_alone_its_years_and_categories_are_counted(index):
    paper = PaperFactory(title="Zebras", year=2020)
    PaperFactory(title="More zebras", year=2021)
    for _ in range(3):
        make_summary(paper=paper)
    build_index()
    assert search("zebras", kind="paper").facets["year"] == [("2020", 1), ("2021", 1)]
    assert search("zebras", kind="summary").facets["year"] == [("2020", 3)]
    assert search("zebras", kind="person").facets.get("year", []) == []
    everything = search("zebras")
    assert (everything.facets["year"], everything.facets["kind"]) == (
        [("2020", 4), ("2021", 1)],
        [("paper", 2), ("summary", 3)],
    )
    assert search("zebras", kind="paper").facets["kind"] == everything.facets["kind"]
    assert search("zebras", kind="summary").total == 3


@pytest.mark.parametrize("query", ["zebras", "zebras summer"])
def test_where_nothing_is_of_the_chosen_kind_the_others_are_counted_still(index, query):
    PaperFactory(title="Zebras in summer")
    build_index()
    found = search(query, kind="person")
    assert (found.total, list(found.hits)) == (0, [])
    assert found.facets["kind"] == [("paper", 1)]


def test_kinds_that_are_few_are_counted_to_the_last_where_the_others_are_estimated(index, monkeypatch):
    for module in (counting, searching):
        monkeypatch.setattr(module, "MANY", 10)
    papers = [PaperFactory(title="Zebras", year=2020) for _ in range(40)]
    for paper in papers[:3]:
        make_summary(paper=paper)
    build_index()
    summaries = search("zebras", kind="summary")
    assert (summaries.total, summaries.is_estimate, summaries.facets["year"]) == (3, False, [("2020", 3)])
    everything = search("zebras")
    assert everything.is_estimate
    kinds = dict(everything.facets["kind"])
    assert kinds["summary"] == 3
    assert kinds.get("paper", 0) % 16 == 0
    assert search("zebras", kind="paper").is_estimate
