import re

import pytest
from django.test import Client

from summaries.services import hide_summary
from tests.factories import UserFactory
from votes import pending
from votes.models import Vote

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
OURS = {"Origin": "http://testserver"}
PASSWORD = "a-long-enough-pass-9"


@pytest.fixture
def address(summary) -> str:
    return f"/summaries/{summary.pk}/vote/"


def test_a_vote_leads_back_to_where_it_was_cast(log_in, voter, summary, address):
    response = log_in(voter).post(address, {"value": "1", "next": "/?sort=new"})
    assert response.headers["Location"] == f"/?sort=new#summary-{summary.pk}"
    assert Vote.objects.get().value == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(log_in, voter, summary, address, target):
    response = log_in(voter).post(address, {"value": "1", "next": target})
    assert response.headers["Location"] == f"/summaries/{summary.pk}/"
    response = Client().post(address, {"value": "1", "next": target}, headers=OURS)
    assert response.headers["Location"] == f"/accounts/login/?next=/summaries/{summary.pk}/"


def test_the_control_answers_with_the_new_count_and_state(log_in, voter, address):
    client = log_in(voter)
    first = client.get("/").content.decode()
    assert 'value="1" aria-pressed="false"' in first
    fragment = client.post(address, {"value": "1"}, headers=HTMX).content.decode()
    assert 'value="0" aria-pressed="true"' in fragment
    assert ">1</span>" in fragment
    again = client.post(address, {"value": "0"}, headers=HTMX).content.decode()
    assert 'value="1" aria-pressed="false"' in again
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", ["2", "-2", "x", ""])
def test_other_values_are_explained(log_in, voter, address, value):
    for client, headers in ((log_in(voter), {}), (log_in(voter), HTMX), (Client(), OURS)):
        response = client.post(address, {"value": value}, headers=headers)
        assert response.status_code == 400
        assert "A vote is 1, 0 or -1." in response.content.decode()
    assert not Vote.objects.exists()


def test_who_may_not(log_in, writer, voter, summary, private_summary, address):
    own = log_in(writer).post(address, {"value": "1"})
    assert own.status_code == 403
    assert "You cannot vote on your own summary." in own.content.decode()
    for client in (log_in(voter), Client()):
        hidden = client.post(f"/summaries/{private_summary.pk}/vote/", {"value": "1"}, headers=OURS)
        assert hidden.status_code == 404
        assert client.post("/summaries/99999/vote/", {"value": "1"}, headers=OURS).status_code == 404
        assert client.get(address).status_code == 405


def test_a_refusal_stands_beside_the_control(log_in, writer, address):
    response = log_in(writer).post(address, {"value": "1"}, headers=HTMX)
    assert response.status_code == 403
    assert '<p class="problem">You cannot vote on your own summary.</p>' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_down_vote_is_asked_for_its_reason_once(log_in, voter, address):
    client = log_in(voter)
    asked = client.post(address, {"value": "-1"}, headers=HTMX).content.decode()
    assert '<details class="vote-reason" open>' in asked
    assert "It is hard to understand" in asked
    told = client.post(address, {"value": "-1", "reason": "unclear"}, headers=HTMX).content.decode()
    assert "<details" not in told
    vote = Vote.objects.get()
    assert (vote.value, vote.reason) == (-1, "unclear")
    client.post(address, {"value": "1", "reason": "thin"})
    vote.refresh_from_db()
    assert (vote.value, vote.reason) == (1, "")


def test_an_unknown_reason_is_refused(log_in, voter, address):
    assert log_in(voter).post(address, {"value": "-1", "reason": "because"}).status_code == 400
    assert not Vote.objects.exists()


def test_a_site_that_wants_reasons_asks_before(log_in, voter, address, settings):
    settings.DOWNVOTE_REASON_REQUIRED = True
    page = log_in(voter).get("/").content.decode()
    assert 'name="reason" required' in page
    assert '<summary class="vote down"' in page


@pytest.mark.parametrize(
    ("state", "words"),
    [("waiting", "counts from 3 Dec"), ("held", "held for the moderators"), ("set_aside", "set aside by a moderator")],
)
def test_the_state_of_a_vote_stands_in_words(log_in, voter, summary, state, words):
    Vote.objects.create(voter=voter, summary=summary, value=1, state=state, counts_at="2026-12-03T10:00:00Z")
    assert words in log_in(voter).get("/").content.decode()
    assert words not in log_in(UserFactory()).get("/").content.decode()


# ---------------------------------------------------------------- tokens and origins


def test_a_vote_needs_its_token(voter, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(voter)
    assert client.post(address, {"value": "1"}, headers=OURS).status_code == 403
    assert not Vote.objects.exists()


def test_a_vote_with_its_token_is_taken(voter, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(voter)
    client.get("/")
    token = client.cookies["csrftoken"].value
    assert client.post(address, {"value": "1", "csrfmiddlewaretoken": token}, headers=OURS).status_code == 302
    assert Vote.objects.get().voter == voter


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_page_of_another_site_plants_no_vote(client, address, headers):
    response = client.post(address, {"value": "1"}, headers=headers)
    assert response.status_code == 403
    assert "another site" in response.content.decode()
    assert pending.KEY not in client.session


@pytest.mark.parametrize("headers", [OURS, {"Sec-Fetch-Site": "same-origin"}])
def test_a_page_of_ours_needs_no_token(summary, address, headers):
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, {"value": "1", "next": "/"}, headers=headers)
    assert response.headers["Location"] == f"/accounts/login/?next=/%23summary-{summary.pk}"
    assert client.session[pending.KEY]["summary"] == summary.pk
    assert not Vote.objects.exists()


def test_a_silent_browser_is_asked_first(summary, address):
    client = Client(enforce_csrf_checks=True)
    asked = client.post(address, {"value": "-1", "next": "/"})
    page = asked.content.decode()
    assert "Log in and vote down" in page
    assert pending.KEY not in client.session
    assert client.post(address, {"value": "-1", "csrfmiddlewaretoken": "x" * 32}).status_code == 403
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = client.post(address, {"value": "-1", "next": "/", "csrfmiddlewaretoken": token})
    assert sent.headers["Location"] == f"/accounts/login/?next=/%23summary-{summary.pk}"
    assert client.session[pending.KEY]["value"] == -1


def test_the_control_of_a_stranger_holds_no_token(client, summary):
    page = client.get("/").content.decode()
    assert f'action="/summaries/{summary.pk}/vote/"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "csrftoken" not in client.cookies


# ---------------------------------------------------------------- kept through the log-in


@pytest.fixture
def member(db):
    user = UserFactory(username="member")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def log_in_by_form(client, user):
    return client.post("/accounts/login/", {"login": user.username, "password": PASSWORD}, follow=True)


def test_a_vote_is_kept_through_the_log_in(client, member, summary, address):
    client.post(address, {"value": "1", "next": "/"}, headers=OURS)
    page = log_in_by_form(client, member).content.decode()
    assert "Your vote is counted." in page
    assert Vote.objects.get().voter == member
    summary.refresh_from_db()
    assert summary.upvotes == 1
    assert pending.KEY not in client.session


def test_only_the_last_vote_is_kept(client, member, address):
    client.post(address, {"value": "1"}, headers=OURS)
    client.post(address, {"value": "-1"}, headers=OURS)
    log_in_by_form(client, member)
    assert Vote.objects.get().value == -1


def test_an_old_vote_is_forgotten(client, member, address, monkeypatch):
    client.post(address, {"value": "1"}, headers=OURS)
    later = pending.time.time() + pending.KEPT_SECONDS + 1
    monkeypatch.setattr(pending.time, "time", lambda: later)
    page = log_in_by_form(client, member).content.decode()
    assert "Log out" in page
    assert not re.search("Your vote (is|was not taken)", page)
    assert not Vote.objects.exists()


def test_the_log_in_says_why_a_vote_was_not_taken(client, member, summary, address):
    client.post(address, {"value": "1"}, headers=OURS)
    type(summary).objects.update(writer=member)
    page = log_in_by_form(client, member).content.decode()
    assert "Your vote was not taken. You cannot vote on your own summary." in page
    assert "Log out" in page
    assert not Vote.objects.exists()


def test_the_summary_may_be_gone_by_then(client, member, summary, address):
    client.post(address, {"value": "1"}, headers=OURS)
    hide_summary(by=UserFactory(is_staff=True), summary=summary, reason="A test.")
    assert "the summary is no longer there" in log_in_by_form(client, member).content.decode()
    assert not Vote.objects.exists()


def test_a_log_in_without_a_vote_casts_none(client, member, summary):
    page = log_in_by_form(client, member).content.decode()
    assert not re.search("Your vote (is|was not taken)", page)
    assert not Vote.objects.exists()


def test_ones_own_summary_has_no_buttons(log_in, writer, summary):
    page = log_in(writer).get(f"/summaries/{summary.pk}/").content.decode()
    assert "Vote up" not in page
    assert "yours" in page
