import json
import re
from html import unescape

import pytest

from votes.defences import defences_in_force
from votes.ranking import wilson_lower_bound
from votes.ranking_plots import (
    BOUND_AXIS,
    HOURS_AXIS,
    LEAD_AXIS,
    VOTES_AXIS,
    Entry,
    constants,
    draw_hot,
    draw_wilson,
    verdict,
)
from votes.worked_examples import HOT_EXAMPLES, WILSON_EXAMPLES

pytestmark = pytest.mark.django_db


def cells(page: str, entry: str) -> dict[str, str]:
    row = re.search(rf'<tr data-entry="{entry}">(.*?)</tr>', page, re.DOTALL)[1]
    return dict(re.findall(r'data-value="(\w+)">([^<]+)<', row))


def test_the_page_draws_what_the_query_asks_for(client):
    page = client.get("/ranking/?up=10&down=1&age=12&rival_up=600&rival_down=400&rival_age=0").content.decode()
    assert cells(page, "own") == {
        "votes": "11", "share": "0.909", "score": "9", "wilson": "0.739495", "lead": "-0.005757",
    }  # fmt: skip
    assert cells(page, "rival") == {
        "votes": "1000", "share": "0.600", "score": "200", "wilson": "0.579998", "lead": "2.301030",
    }  # fmt: skip
    own = Entry("own", 10, 1, 12)
    assert f'cy="{BOUND_AXIS.place(own.wilson):.1f}"' in page
    assert f'cx="{HOURS_AXIS.place(12):.1f}"' in page
    assert "In “best” yours stands higher. In “hot” the rival leads by 2.31, as much as 28.8 hours." in page


@pytest.mark.parametrize("query", ["up=-1", "up=5001", "up=x", "age=97", "up=1e999", "up=" + "9" * 5000])
def test_what_is_no_number_of_votes_is_named_and_counts_with_its_default(client, query):
    response = client.get(f"/ranking/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('aria-invalid="true"') == 1
    assert cells(page, "own")["votes"] == "9"


def test_missing_fields_have_their_defaults(client):
    page = client.get("/ranking/?up=20").content.decode()
    assert cells(page, "own")["score"] == "19"
    assert "aria-invalid" not in page


def test_nothing_but_reading(client):
    assert client.post("/ranking/").status_code == 405


def test_there_is_no_inline_script_or_style(client):
    response = client.get("/ranking/")
    page = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_it_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/ranking/")


@pytest.mark.parametrize("address", ["/", "/about/"])
def test_the_way_there(client, address):
    assert 'href="/ranking/"' in client.get(address).content.decode()


def test_worked_examples_are_the_reference_values():
    wilson = {(row.upvotes, row.downvotes): f"{row.value:.6f}" for row in WILSON_EXAMPLES}
    assert wilson[1, 0] == "0.378448"
    assert wilson[100, 1] == "0.967480"
    assert (wilson[600, 400], wilson[5500, 4500]) == ("0.579998", "0.543617")
    hot = [row.value for row in HOT_EXAMPLES]
    assert hot[1] - hot[0] == pytest.approx(1)
    assert hot[2] - hot[0] == pytest.approx(1)
    assert hot[3] == pytest.approx(14072.7566811, abs=5e-8)


def test_rules_in_force_are_those_of_the_settings(client, settings):
    settings.VOTE_DELAY_HOURS = 48
    settings.DOWNVOTE_REPUTATION = 1
    settings.DOWNVOTE_REASON_REQUIRED = True
    settings.VOTES_A_MINUTE = 7
    settings.BURST_VOTES_ON_SUMMARY = 0
    settings.BURST_VOTES_FROM_NETWORK, settings.BURST_MINUTES = 33, 1
    settings.FAIR_START_PLACES = 1
    settings.FAIR_START_DAYS = 5
    settings.FAIR_START_READERS = 1234
    page = re.sub(r"\s+", " ", unescape(client.get("/ranking/").content.decode()))
    for words in (
        "younger than 48 hours are kept",
        "Take 1 point of reputation.",
        "refused without a reason",
        "may send 7 votes within a minute",
        "Not watched.",
        "More than 33 votes on one summary within 1 minute are held",
        "keeps 1 place for summaries of the last 5 days that fewer than 1234 readers",
    ):
        assert words in page, words


def test_what_is_off_is_said_to_be_off(client, settings):
    settings.VOTE_DELAY_HOURS = settings.DOWNVOTE_REPUTATION = settings.VOTES_A_MINUTE = 0
    settings.FAIR_START_PLACES = 0
    assert {row.name for row in defences_in_force() if not row.is_on} >= {"New accounts", "Down-votes", "Pace"}
    page = client.get("/ranking/").content.decode()
    assert "Votes of a new account count at once." in page
    assert "keeps no places for new summaries" in page


def test_points_and_curves_lie_where_the_formulas_put_them():
    own, rival = Entry("own", 30, 10, 24), Entry("rival", 0, 4, 96)
    plot = draw_wilson((own, rival))
    assert (plot.points[0].x, plot.points[0].y) == (VOTES_AXIS.place(40), BOUND_AXIS.place(wilson_lower_bound(30, 10)))
    assert plot.points[1].y == BOUND_AXIS.place(0)
    curve = next(curve for curve in plot.curves if curve.name == "own")
    assert curve.path.count("L") == 60
    lead = draw_hot((own, rival)).points[0]
    assert (lead.x, lead.y) == (HOURS_AXIS.place(24), LEAD_AXIS.place(own.lead))
    assert own.lead == pytest.approx(1.301030 - 24 / 12.5, abs=1e-6)
    assert rival.lead == pytest.approx(-0.602060 - 96 / 12.5, abs=1e-6)


@pytest.mark.parametrize("votes", [(0, 0), (5000, 0), (0, 5000), (5000, 5000), (1, 0)])
@pytest.mark.parametrize("age", [0, 96])
def test_nothing_leaves_the_drawing(votes, age):
    entries = (Entry("own", *votes, age), Entry("rival", *votes, age))
    for plot in (draw_wilson(entries), draw_hot(entries)):
        for point in plot.points:
            assert plot.left <= point.x <= plot.right
            assert plot.top <= point.y <= plot.bottom
        for curve in plot.curves:
            places = re.findall(r"(-?[\d.]+) (-?[\d.]+)", curve.path)
            assert all(plot.left <= float(x) <= plot.right and plot.top <= float(y) <= plot.bottom for x, y in places)


@pytest.mark.parametrize(
    ("own", "rival", "words"),
    [
        (
            (3, 0, 5),
            (3, 0, 5),
            "In “best” the two tie, and the one with the lower number comes first. In “hot” the two stand side by side.",
        ),
        (
            (3, 0, 6),
            (3, 0, 5),
            "In “best” yours stands higher. In “hot” the rival leads by 0.08, as much as 1.0 hours.",
        ),
        (
            (0, 2, 0),
            (0, 1, 0),
            "In “best” the rival stands higher. In “hot” the rival leads by 0.30, as much as 3.8 hours.",
        ),
    ],
)
def test_the_verdict(own, rival, words):
    assert verdict(Entry("own", *own), Entry("rival", *rival)) == words


def test_constants_are_plain_numbers():
    assert json.loads(json.dumps(constants()))["hoursPerDecade"] == 12.5


def test_it_promises_no_more_than_pages_keep(client):
    page = client.get("/ranking/").content.decode()
    assert "no single page shows a summary twice" in page
    assert "what falls past the place where you are may be seen twice" in page
