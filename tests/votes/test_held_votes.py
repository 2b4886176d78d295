"""The moderators' page of held votes."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from summaries.models import Summary
from summaries.services import Text, edit_summary, hide_summary
from tests.factories import UserFactory, make_summary
from votes.evidence import evidence_on
from votes.models import Burst, Vote
from votes.services import cast_vote

pytestmark = pytest.mark.django_db
PAGE = "/moderation/votes/"


@pytest.fixture
def moderator() -> User:
    return UserFactory(username="moderator", is_staff=True)


@pytest.fixture(autouse=True)
def small(settings) -> None:
    settings.BURST_VOTES_FROM_NETWORK = 2


def hold(summary: Summary, people: list[User] | None = None) -> Burst:
    """Three votes from one range."""
    for number, voter in enumerate(people or UserFactory.create_batch(3)):
        cast_vote(voter=voter, summary=summary, value=1, address=f"8.8.8.{number}")
    return Burst.objects.get(summary=summary)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_shows_what_a_decision_needs_and_no_names_of_voters(log_in, moderator, summary):
    now = timezone.now()
    people = [
        UserFactory(username=f"unseen{number}", display_name=f"Unseen {number}", date_joined=now - timedelta(days=days))
        for number, days in enumerate((0, 3, 3, 20, 200, 400))
    ]
    burst = hold(summary, people)
    page = log_in(moderator).get(PAGE).content.decode()
    text = text_of(page)
    assert f'id="burst-{burst.pk}"' in page
    assert str(summary.paper) in text
    assert "Summary by Writer" in text
    assert "Many votes from one address range" in text
    assert "6 votes by 6 people: 6 up, 0 down" in text
    numbers = re.findall(r'<th scope="row">([^<]+)</th><td><meter min="0" max="6" value="(\d)">', page)
    assert numbers == [
        ("less than a day", "1"),
        ("up to a week", "2"),
        ("up to a month", "1"),
        ("up to a year", "1"),
        ("a year or more", "1"),
    ]
    assert "unseen" not in page.lower()
    assert "8.8.8" not in page


def test_a_ring_shows_in_a_low_number_of_people_a_vote(log_in, moderator, writer, summary):
    people = UserFactory.create_batch(3)
    for _ in range(3):
        for voter in people:
            cast_vote(voter=voter, summary=make_summary(writer=writer), value=1)
    cast_vote(voter=people[0], summary=make_summary(writer=writer, is_anonymous=True), value=1)
    cast_vote(voter=people[0], summary=make_summary(), value=1)
    hold(summary, people)
    text = text_of(log_in(moderator).get(PAGE).content.decode())
    assert (
        "3 people have given 12 votes to signed summaries of this writer, this one among them: 0.25 people a vote"
        in text
    )


def test_strangers_who_vote_once_make_no_ring(log_in, moderator, summary):
    hold(summary)
    assert "given 3 votes to signed summaries of this writer, this one among them: 1.00" in text_of(
        log_in(moderator).get(PAGE).content.decode()
    )


def test_an_anonymous_writer_stays_so(log_in, moderator, writer):
    people = UserFactory.create_batch(3)
    signed = make_summary(writer=moderator)  # whose own unlisted one stays on the page
    for voter in people:
        cast_vote(voter=voter, summary=signed, value=1)
    summary = make_summary(writer=writer, is_anonymous=True)
    hold(summary, people)
    page = log_in(moderator).get(PAGE).content.decode()
    assert summary.pseudonym in page
    assert "Writer" not in text_of(page).replace("its writer", "").replace("the writer", "")
    assert "/users/writer/" not in page
    assert "people a vote" not in page, "it would move with the writer's other summaries"


def test_what_a_moderator_may_not_read_is_not_listed(log_in, moderator, writer):
    hidden, private = make_summary(writer=writer), make_summary(writer=writer)
    for summary in (hidden, private):
        hold(summary)
    hide_summary(summary=hidden, by=moderator, reason="x")
    edit_summary(summary=private, text=Text(body="x", visibility="private"))
    page = log_in(moderator).get(PAGE).content.decode()
    assert str(hidden.paper) in page
    assert str(private.paper) not in page
    burst = Burst.objects.get(summary=private)
    assert log_in(moderator).post(f"{PAGE}{burst.pk}/", {"is_counted": "1"}).status_code == 404
    assert Burst.objects.waiting().count() == 2


def test_both_buttons_and_the_list_of_decisions(log_in, moderator):
    client = log_in(moderator)
    counted, aside = hold(make_summary()), hold(make_summary())
    page = client.post(f"{PAGE}{counted.pk}/", {"is_counted": "1"}, follow=True).content.decode()
    assert "The votes are counted." in page
    page = client.post(f"{PAGE}{aside.pk}/", {"is_counted": "0"}, follow=True).content.decode()
    assert "The votes are set aside." in page
    assert "No votes are held at the moment" in page
    assert "set aside by Moderator" in text_of(page)
    assert "counted by Moderator" in text_of(page)
    assert page.count("Count them after all") == 1
    counters = dict(Summary.objects.values_list("pk", "score"))
    assert (counters[counted.summary_id], counters[aside.summary_id]) == (3, 0)


def test_pressed_twice_it_is_decided_once(log_in, moderator, summary):
    burst, client = hold(summary), log_in(moderator)
    for value in ("1", "1", "0"):
        page = client.post(f"{PAGE}{burst.pk}/", {"is_counted": value}, follow=True).content.decode()
        assert "The votes are counted." in page
    assert Summary.objects.get().score == 3


@pytest.mark.parametrize("value", ["", "2", "yes", None])
def test_another_decision_is_refused(log_in, moderator, summary, value):
    burst = hold(summary)
    answer = log_in(moderator).post(f"{PAGE}{burst.pk}/", {"is_counted": value} if value is not None else {})
    assert answer.status_code == 400
    assert "Press one of the two buttons" in answer.content.decode()
    assert Burst.objects.waiting().exists()


def test_who_may_not(client, log_in, voter, moderator, writer, summary):
    burst = hold(summary)
    address = f"{PAGE}{burst.pk}/"
    for answer in (client.get(PAGE), client.post(address, {"is_counted": "1"})):
        assert answer.headers["Location"].startswith("/accounts/login/")
    for answer in (log_in(voter).get(PAGE), log_in(voter).post(address, {"is_counted": "1"})):
        assert answer.status_code == 403
        assert str(summary.paper) not in answer.content.decode()
    assert log_in(moderator).get(address).status_code == 405
    assert log_in(moderator).post(PAGE).status_code == 405
    assert log_in(moderator).post(f"{PAGE}999999/", {"is_counted": "1"}).status_code == 404
    assert Burst.objects.waiting().exists()


def test_nobody_decides_on_their_own_summary(log_in, moderator):
    burst = hold(make_summary(writer=moderator))
    page = log_in(moderator).get(PAGE).content.decode()
    assert "another moderator decides" in page
    assert "Set them aside" not in page
    answer = log_in(moderator).post(f"{PAGE}{burst.pk}/", {"is_counted": "1"})
    assert answer.status_code == 403
    assert Burst.objects.waiting().exists()


def test_one_and_three_cost_the_same(log_in, moderator, django_assert_num_queries):
    client = log_in(moderator)
    for number in (1, 2):
        for _ in range(number):
            hold(make_summary())
        with django_assert_num_queries(7):
            assert client.get(PAGE).content.decode().count("Set them aside") == (1 if number == 1 else 3)


def test_pages_of_bursts(monkeypatch, log_in, moderator):
    monkeypatch.setattr("votes.views.bursts.PAGE_SIZE", 2)
    numbers = [hold(make_summary()).pk for _ in range(3)]
    client = log_in(moderator)
    first = client.get(PAGE).content.decode()
    assert re.findall(r'id="burst-(\d+)"', first) == [str(numbers[2]), str(numbers[1])]
    following = re.search(r'rel="next" href="([^"]+)"', first)
    second = client.get(PAGE + following[1]).content.decode()
    assert re.findall(r'id="burst-(\d+)"', second) == [str(numbers[0])]


def test_moderators_find_the_page_and_others_do_not(log_in, moderator, voter):
    assert PAGE in log_in(moderator).get("/about/").content.decode()
    assert PAGE not in log_in(voter).get("/about/").content.decode()


def test_the_voter_is_told_that_the_vote_is_held(api_as, summary):
    for _ in range(2):
        hold_one = api_as(UserFactory()).put(
            f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1}, REMOTE_ADDR="8.8.8.8"
        )
        assert hold_one.json()["state"] == "counted"
    voter = UserFactory()
    answer = api_as(voter).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1}, REMOTE_ADDR="8.8.8.8").json()
    assert (answer["value"], answer["state"], answer["score"]) == (1, "held", 0)
    mine = Summary.objects.visible_to(voter).with_my_vote(voter).get()
    assert mine.my_vote_state == "held"
    assert Vote.objects.filter(state="held").count() == 3


def test_behind_a_proxy_the_range_is_the_visitors(settings, api_as, summary):
    settings.TRUSTED_PROXIES = 1
    for number in range(4):
        answer = api_as(UserFactory()).put(
            f"/api/v1/summaries/{summary.pk}/vote/",
            {"value": 1},
            REMOTE_ADDR="10.0.0.1",
            headers={"X-Forwarded-For": f"1.1.{number}.1, 8.8.8.{number}"},
        )
        assert answer.json()["state"] == ("counted" if number < 2 else "held")


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_why_there_is_no_number_of_a_ring(moderator, writer, is_anonymous):
    burst = hold(make_summary(writer=writer, is_anonymous=is_anonymous))
    Summary.objects.update(visibility="unlisted")
    (shown,) = evidence_on([burst])
    page = text_of(render_to_string("votes/_burst.html", {"burst": burst, "shown": shown, "user": moderator}))
    assert ("The summary is anonymous." in page) is is_anonymous
    assert ("These people have voted for no public signed summary of this writer" in page) is not is_anonymous
