"""What readers and programs are shown of related papers."""

import pytest

from papers.models import Paper
from papers.services import merge_papers
from related.models import RelatedPaper
from related.services import suggestions_for
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.services import cast_vote

pytestmark = pytest.mark.django_db


def relate(paper: Paper, *others: Paper, why: str = "authors", words: str = "") -> None:
    for number, other in enumerate(others):
        RelatedPaper.objects.create(paper=paper, related=other, score=0.9 - number / 100, why=why, words=words)


@pytest.fixture
def told(writer) -> Paper:
    paper = PaperFactory(title="Read Before")
    make_summary(paper=paper, writer=writer)
    paper.refresh_from_db()
    return paper


@pytest.fixture
def other() -> Paper:
    paper = PaperFactory(title="Something $x^2$ Else", year=2019)
    make_summary(paper=paper)
    make_summary(paper=paper)
    paper.refresh_from_db()
    return paper


def test_the_pages_of_a_paper_and_of_its_summary_show_them(client, told, other):
    relate(told, other, why="words", words="attention, kernel")
    for address in (told.get_absolute_url(), told.summaries.get().get_absolute_url()):
        page = client.get(address).content.decode()
        section = page[page.index('id="related-title"') :]
        assert "You might also like" in section
        assert f'href="/papers/{other.pk}/"' in section
        assert "2019, same words: attention, kernel, 2 summaries" in section
        assert "<math" in section


def test_what_the_page_of_a_paper_names_anyway_is_not_shown_again(client, told, other):
    resnet = PaperFactory(title="Deep Residual Learning", arxiv_id="1512.03385")
    make_summary(paper=told, body="It [[builds on arxiv:1512.03385]].")
    relate(told, resnet, other, why="cited")
    page = client.get(told.get_absolute_url()).content.decode()
    assert page.count(f'href="/papers/{resnet.pk}/"') == 2  # in the text, and under "Builds on"
    assert page.count(f'href="/papers/{other.pk}/"') == 1
    summary = client.get(told.summaries.first().get_absolute_url()).content.decode()
    assert f'href="/papers/{resnet.pk}/"' in summary[summary.index("You might also like") :]


def test_without_related_papers_there_is_no_section(client, told):
    assert "You might also like" not in client.get(told.get_absolute_url()).content.decode()


def test_a_further_page_of_summaries_has_no_section(client, told, other):
    relate(told, other)
    for _ in range(10):
        make_summary(paper=told)
    first = client.get(told.get_absolute_url())
    assert "You might also like" in first.content.decode()
    address = f"{told.get_absolute_url()}?after={first.context['page'].next_cursor}"
    assert "You might also like" not in client.get(address).content.decode()


def test_a_paper_without_summaries_shows_what_is_related_to_it(client, api, told):
    bare = PaperFactory(title="Bare")
    relate(told, bare, why="cited")
    page = client.get(bare.get_absolute_url()).content.decode()
    assert "2021, cites this paper, 1 summary" in page
    assert api.get(f"/api/v1/papers/{bare.pk}/related/").json()["results"][0]["why"] == "cites"


def test_a_paper_that_was_joined_with_another_one_is_not_shown(client, told, other):
    relate(told, other)
    merge_papers(source=other, target=PaperFactory(title="Its Other Half"))
    assert "Something" not in client.get(told.get_absolute_url()).content.decode()


def test_the_section_is_the_same_for_everybody(client, log_in, told, other, voter):
    relate(told, other)
    cast_vote(voter=voter, summary=other.summaries.first(), value=1)

    def section(page: bytes) -> bytes:
        start = page.index(b'<section class="index literature related"')
        return page[start : page.index(b"</section>", start)]

    address = told.get_absolute_url()
    assert section(client.get(address).content) == section(log_in(voter).get(address).content)


@pytest.mark.parametrize("number", [1, 3])
def test_the_section_costs_one_query(client, told, number, django_assert_num_queries):
    relate(told, *(PaperFactory() for _ in range(number)))
    with django_assert_num_queries(10):
        page = client.get(told.get_absolute_url()).content.decode()
    assert page.count("same authors") == number


# API


def test_the_api_tells_the_same(api, told, other):
    relate(told, other, PaperFactory(title="Bare", year=None), why="words", words="kernel")
    answer = api.get(f"/api/v1/papers/{told.pk}/related/").json()
    assert answer["results"][0] == {
        "id": other.pk,
        "url": f"/papers/{other.pk}/",
        "title": "Something $x^2$ Else",
        "year": 2019,
        "summary_count": 2,
        "why": "words",
        "reason": "same words: kernel",
    }
    assert [row["title"] for row in answer["results"]][1:] == ["Bare"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_api_costs_two_queries_and_shows_six_at_most(api, told, number, django_assert_num_queries):
    relate(told, *(PaperFactory() for _ in range(number)))
    with django_assert_num_queries(2):
        assert len(api.get(f"/api/v1/papers/{told.pk}/related/").json()["results"]) == number
    relate(told, *(PaperFactory() for _ in range(8 - number)))
    assert len(api.get(f"/api/v1/papers/{told.pk}/related/").json()["results"]) == 6


def test_the_api_knows_no_paper_that_is_not_there(api, told):
    assert api.get("/api/v1/papers/999999/related/").status_code == 404
    pending = PaperFactory()
    Paper.objects.filter(pk=pending.pk).update(state="failed")
    assert api.get(f"/api/v1/papers/{pending.pk}/related/").status_code == 404
    assert api.get(f"/api/v1/papers/{told.pk}/related/").json() == {"results": []}


def test_the_api_is_for_reading(api_as, voter, told):
    assert api_as(voter).post(f"/api/v1/papers/{told.pk}/related/").status_code == 405


# Suggestions for a reader


def test_suggestions_start_from_what_a_reader_voted_up_or_keeps(voter, told, other):
    third, fourth = PaperFactory(title="Third"), PaperFactory(title="Fourth")
    for paper in (third, fourth):
        make_summary(paper=paper)
    relate(told, third)
    relate(fourth, other, why="cited")
    assert suggestions_for(voter) == []
    cast_vote(voter=voter, summary=told.summaries.get(), value=1)
    (suggestion,) = suggestions_for(voter)
    assert (suggestion.paper, suggestion.because_of, suggestion.reason) == (third, told, "same authors")
    found = suggestions_for(voter, kept=[fourth.pk])
    assert {row.paper for row in found} == {third, other}
    assert len(suggestions_for(voter, 1, kept=[fourth.pk])) == 1


def test_what_a_reader_knows_is_not_suggested(voter, told, other):
    relate(told, other)
    cast_vote(voter=voter, summary=told.summaries.get(), value=1)
    assert suggestions_for(voter)
    assert suggestions_for(voter, kept=[other.pk]) == []
    make_summary(paper=other, writer=voter)
    assert suggestions_for(voter) == []


@pytest.mark.parametrize("value", [-1, 1])
def test_what_a_reader_has_voted_on_is_not_suggested(voter, told, other, value):
    relate(told, other)
    cast_vote(voter=voter, summary=told.summaries.get(), value=1)
    cast_vote(voter=voter, summary=other.summaries.first(), value=value)
    assert suggestions_for(voter) == []


def test_a_vote_down_suggests_nothing_and_a_paper_without_summaries_is_none(voter, told, other):
    relate(told, PaperFactory(title="Bare"))
    cast_vote(voter=voter, summary=told.summaries.get(), value=1)
    assert suggestions_for(voter) == []
    relate(other, PaperFactory())
    cast_vote(voter=voter, summary=other.summaries.first(), value=-1)
    assert suggestions_for(voter) == []


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_cost_three_queries(voter, number, django_assert_num_queries):
    papers = [PaperFactory(title=f"Paper {turn}") for turn in range(2 * number)]
    for paper in papers:
        make_summary(paper=paper, writer=UserFactory())
    for one, other in zip(papers[:number], papers[number:], strict=True):
        relate(one, other)
        cast_vote(voter=voter, summary=one.summaries.get(), value=1)
    with django_assert_num_queries(3):
        assert len(suggestions_for(voter)) == number
