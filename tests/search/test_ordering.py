"""The order of finds, page by page, on an index of entries alone."""

from datetime import date

import pytest
from tantivy import Occur

from search.documents import PaperEntry, document_of
from search.engine import create_index
from search.homes import Generation
from search.language import parse_query
from search.plans import Plan, better_in_title, better_with, combined, groups_of, in_title, together
from search.schema import record_of
from search.services.counting import count
from search.services.ordering import DATE, RELEVANCE, SCORE, Part, best_addresses

SCORES = {1: 3, 2: -2, 3: 7, 4: 0, 5: 3, 6: -9}  # of papers with a summary, by number
IN_TITLE = {11, 12, 13}  # papers without one that have the word in the title; 21 to 26 have it in the abstract


def papers():
    for number, score in SCORES.items():
        yield PaperEntry(number=number, title="Zebras of Aetna", has=["summary"], score=score, year=2000 + number)
    for number in (*IN_TITLE, *range(21, 27)):
        title, abstract = ("Zebras", "") if number in IN_TITLE else ("Stripes", "Of zebras.")
        yield PaperEntry(
            number=number,
            title=title,
            abstract=abstract,
            year=2000 + number,
            published_on=date(2000 + number, 1, 1),
        )


@pytest.fixture
def searcher(tmp_path):
    """Of several segments, as an index that follows a site has."""
    index = create_index(Generation(tmp_path))
    writer = index.writer(16_000_000, 1)
    for at, paper in enumerate(papers()):
        writer.add_document(document_of(paper))
        if at % 4 == 3:
            writer.commit()
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    assert searcher.num_segments > 1
    return searcher


def plan_for(text, *, among_few=False) -> Plan:
    asked = parse_query(text)
    return Plan(asked, groups_of(asked.words), among_few=among_few)


def numbers(searcher, text="zebras", *, is_common, among_few=False, **part) -> list[int]:
    plan = plan_for(text, among_few=among_few)
    keys = searcher.fast_field_values("key", best_addresses(searcher, plan, Part(**part), is_common=is_common))
    return [record_of(int(key))[1] for key in keys]


def pages(searcher, text="zebras", *, size: int, is_common: bool, sort: str) -> list[int]:
    """All pages one after the other, and one beyond the last."""
    found: list[int] = []
    for offset in range(0, 16 + size, size):
        page = numbers(searcher, text, is_common=is_common, sort=sort, limit=size, offset=offset)
        assert len(page) == max(min(size, 15 - offset), 0)
        found += page
    return found


@pytest.mark.parametrize("is_common", [True, False])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 15, 20])
def test_by_score_each_find_stands_on_one_page(searcher, size, is_common):
    found = pages(searcher, size=size, is_common=is_common, sort=SCORE)
    assert len(found) == len(set(found)) == 15
    scores = [SCORES.get(number, 0) for number in found]
    assert scores == sorted(scores, reverse=True)
    assert (found[0], set(found[1:3]), found[3], found[-2:]) == (3, {1, 5}, 4, [2, 6])
    assert set(found[4:7]) == IN_TITLE  # of equal ones, the most relevant first
    assert found == pages(searcher, size=15, is_common=is_common, sort=SCORE)


def test_by_score_of_papers_without_summaries_and_without_words(searcher):
    assert set(numbers(searcher, "year:2021-2026", is_common=False, sort=SCORE)) == set(range(21, 27))
    assert numbers(searcher, "year:2001-2002", is_common=False, sort=SCORE) == [1, 2]
    assert numbers(searcher, "year:2002", is_common=False, sort=SCORE, offset=1) == []
    assert numbers(searcher, "quagga", is_common=False, sort=SCORE) == []


@pytest.mark.parametrize("is_common", [True, False])
def test_by_date_and_by_relevance_each_find_stands_on_one_page(searcher, is_common):
    by_date = pages(searcher, size=4, is_common=is_common, sort=DATE)
    assert by_date[:9] == [26, 25, 24, 23, 22, 21, 13, 12, 11]
    assert len(set(pages(searcher, size=15, is_common=is_common, sort=RELEVANCE))) == 15


@pytest.mark.parametrize("text", ["zebras year:2011-2013", "zebras year:2003-2022", "zebras year:2005", "year:2012-"])
def test_years_that_are_compared_find_what_years_that_are_looked_up_do(searcher, text):
    looked_up, compared = [
        numbers(searcher, text, is_common=False, among_few=among_few, limit=20) for among_few in (False, True)
    ]
    assert compared == looked_up != []
    counts = [
        count(searcher, plan_for(text, among_few=among_few), kind="", is_common=False) for among_few in (False, True)
    ]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["zebras", "a-zebras", "zebras stripes", "aetna"])
def test_the_weights_of_a_title_are_the_same_in_one_clause_as_in_two(searcher, text):
    plan = plan_for(text)
    two = [clause for group in plan.groups for clause in [*better_in_title(group), *better_with(group)]]
    needed = [(Occur.Must, in_title(group)) for group in plan.groups]
    expected = searcher.search(combined([*needed, *two, *together(plan.groups)]), 20).hits
    found = searcher.search(plan.narrow(), 20).hits
    assert [address.doc for _, address in found] == [address.doc for _, address in expected]
    assert [score for score, _ in found] == pytest.approx([score for score, _ in expected])
