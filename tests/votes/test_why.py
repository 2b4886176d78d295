import re
from html import unescape

import pytest
from django.utils import timezone

from summaries.models import Summary
from summaries.services import hide_summary
from summaries.services.fair_start import deal_at, deal_places
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.explanations import ORDERS
from votes.services import cast_vote, rank_changed_summaries

pytestmark = pytest.mark.django_db


def text_of_page(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", response.content.decode())))


def vote(summary: Summary, up: int, down: int = 0) -> None:
    for place in range(up + down):
        cast_vote(voter=UserFactory(), summary=summary, value=1 if place < up else -1)


@pytest.fixture
def three(paper) -> list[Summary]:
    """On one paper: ten votes up and one down; none; one down."""
    summaries = [make_summary(paper=paper, writer=UserFactory(display_name=name)) for name in ("Ann", "Bea", "Cid")]
    vote(summaries[0], 10, 1)
    vote(summaries[2], 0, 1)
    rank_changed_summaries()
    return summaries


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_is_explained(client, three, order):
    response = client.get(f"/summaries/{three[0].pk}/why/?order={order}")
    page = text_of_page(response)
    assert response.status_code == 200
    assert f"“{ORDERS[order].title}” among" in page
    assert "Up-votes 10 Down-votes 1 Score 9 Comments 0" in page
    assert "Stored and computed values agree." in page
    assert "<math" in response.content.decode()
    assert "math-error" not in response.content.decode()
    for key in ORDERS[order].keys:
        assert f"{key.name} {key.first}" in page


def test_neighbours_and_what_decided(client, three):
    page = text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=best"))
    assert "The summary by Ann 0.7394950 stands above: higher Wilson bound" in page
    assert "The summary by Cid 0.0000000 stands below: same Wilson bound; lower score" in page


def test_at_the_ends_there_is_nothing(client, three):
    assert "Nothing stands above it." in text_of_page(client.get(f"/summaries/{three[0].pk}/why/?order=best"))
    assert "Nothing stands below it." in text_of_page(client.get(f"/summaries/{three[2].pk}/why/?order=best"))


def test_among_the_paper_or_the_site(client, three):
    other = make_summary(paper=PaperFactory(title="Elsewhere"))
    vote(other, 3)
    rank_changed_summaries()
    on_site = text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=top"))
    assert "among all public summaries" in on_site
    assert "Elsewhere, by" in on_site
    on_paper = text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=top&on=paper"))
    assert "among the summaries of this paper" in on_paper
    assert "Elsewhere" not in on_paper
    assert "Elsewhere" not in text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=best"))


def test_an_unknown_order_is_that_of_the_front_page(client, summary):
    for query in ("", "?order=", "?order=nonsense"):
        assert "“Hot” among all public summaries" in text_of_page(client.get(f"/summaries/{summary.pk}/why/{query}"))


def test_a_vote_that_has_just_come_is_told_of(client, three, voter):
    cast_vote(voter=voter, summary=three[1], value=1)
    page = text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=best"))
    assert "It was published or voted on a moment ago." in page
    assert "Wilson bound higher 0.0000000 0.3784475 differs" in page
    rank_changed_summaries()
    assert "Stored and computed values agree." in text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=best"))


def test_drift_and_older_formulas_are_not_hidden(client, three):
    Summary.objects.filter(pk=three[1].pk).update(wilson=0.9)
    page = text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=best"))
    assert "Stored and computed values differ, which should not be." in page
    Summary.objects.filter(pk=three[1].pk).update(formula_version=0)
    page = text_of_page(client.get(f"/summaries/{three[1].pk}/why/?order=best"))
    assert "The stored values are of version 0 of the formulas" in page


def test_of_an_anonymous_summary_the_day_alone(client, writer):
    summary = make_summary(writer=writer, is_anonymous=True)
    rank_changed_summaries()
    page = text_of_page(client.get(f"/summaries/{summary.pk}/why/?order=new"))
    today = timezone.now().date()
    assert f"first publication later {today} {today} " in page
    assert "00:00" not in page
    assert summary.pseudonym in page
    assert "Writer" not in page


def test_what_is_not_public_has_no_place(client, log_in, writer, stranger, private_summary, summary):
    address = f"/summaries/{private_summary.pk}/why/"
    assert client.get(address).status_code == 404
    assert log_in(stranger).get(address).status_code == 404
    assert "This summary is private, so it has no place" in text_of_page(log_in(writer).get(address))
    moderator = UserFactory(is_staff=True)
    hide_summary(summary=summary, by=moderator, reason="x")
    assert client.get(f"/summaries/{summary.pk}/why/").status_code == 404
    assert "Its votes are kept." in text_of_page(log_in(moderator).get(f"/summaries/{summary.pk}/why/"))


def test_missing_and_wrong_method(client, summary):
    assert client.get("/summaries/999999/why/").status_code == 404
    assert client.post(f"/summaries/{summary.pk}/why/").status_code == 405


def test_who_voted_what_and_held_votes_stay_unseen(client, three, voter):
    cast_vote(voter=voter, summary=three[0], value=-1)
    page = client.get(f"/summaries/{three[0].pk}/why/?order=best").content.decode()
    assert "voter" not in page
    assert "Voter" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(client, number, django_assert_num_queries):
    paper = PaperFactory()
    summaries = [make_summary(paper=paper) for _ in range(number)]
    queries = {1: 4, 3: 6}[number]  # the names of the papers of each neighbour there is
    with django_assert_num_queries(queries):
        client.get(f"/summaries/{summaries[number // 2].pk}/why/?order=top")


def test_the_way_there_from_lists_and_papers(client, three):
    address = f"/summaries/{three[0].pk}/why/"
    assert f'href="{address}?order=hot"' in client.get("/").content.decode()
    assert f'href="{address}?order=top"' in client.get("/?sort=top").content.decode()
    assert f'href="{address}?order=best&amp;on=paper"' in client.get(three[0].paper.get_absolute_url()).content.decode()
    assert f'href="{address}?order=best&amp;on=paper"' in client.get(three[0].get_absolute_url()).content.decode()


def test_the_api_says_the_same(api, three):
    rank = api.get(f"/api/v1/summaries/{three[0].pk}/").json()["rank"]
    row = Summary.objects.get(pk=three[0].pk)
    assert rank == {
        "formula": "wilson-lower-bound-90",
        "version": row.formula_version,
        "inputs": {
            "upvotes": 10,
            "downvotes": 1,
            "score": 9,
            "comments": 0,
            "published_at": row.published_at.isoformat().replace("+00:00", "Z"),
        },
        "value": row.wilson,
        "hot": row.hot,
        "controversy": 11 / 9,
        "is_current": True,
        "orders": {name: {"formula": order.formula, "keys": list(order.fields)} for name, order in ORDERS.items()},
        "explanation": f"/summaries/{three[0].pk}/why/",
    }
    cast_vote(voter=UserFactory(), summary=row, value=1)
    assert not api.get(f"/api/v1/summaries/{three[0].pk}/").json()["rank"]["is_current"]


def test_a_summary_in_the_draw_says_where_it_came_up_and_how_to_repeat_it(client, summary):
    others = [make_summary() for _ in range(3)]
    deal_at.cache_clear()
    deal = deal_places(now=timezone.now())
    page = text_of_page(client.get(f"/summaries/{summary.pk}/why/?order=hot"))
    assert f"It came up as number {deal.drawn.index(summary.pk) + 1} of {len(others) + 1};" in page
    assert f"This one is {deal.seed}:{summary.pk} ." in page


def test_a_summary_that_many_have_seen_is_not_in_the_draw(client, summary, settings):
    Summary.objects.filter(pk=summary.pk).update(seen_count=settings.FAIR_START_READERS)
    deal_at.cache_clear()
    deal_places(now=timezone.now())
    assert "reserved place" not in text_of_page(client.get(f"/summaries/{summary.pk}/why/?order=hot"))
