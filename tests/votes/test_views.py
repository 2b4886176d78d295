import pytest
from django.test import Client

from votes.models import Vote

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_a_vote_leads_back_to_where_it_was_cast(log_in, voter, summary):
    response = log_in(voter).post(f"/summaries/{summary.pk}/vote/", {"value": "1", "next": "/?sort=new"})
    assert response.headers["Location"] == f"/?sort=new#summary-{summary.pk}"
    assert Vote.objects.get().value == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(log_in, voter, summary, target):
    response = log_in(voter).post(f"/summaries/{summary.pk}/vote/", {"value": "1", "next": target})
    assert response.headers["Location"] == f"/summaries/{summary.pk}/"


def test_the_control_answers_with_the_new_count_and_state(log_in, voter, summary):
    client = log_in(voter)
    first = client.get("/").content.decode()
    assert 'value="1" aria-pressed="false"' in first
    fragment = client.post(f"/summaries/{summary.pk}/vote/", {"value": "1"}, headers=HTMX).content.decode()
    assert 'value="0" aria-pressed="true"' in fragment
    assert ">1</span>" in fragment
    again = client.post(f"/summaries/{summary.pk}/vote/", {"value": "0"}, headers=HTMX).content.decode()
    assert 'value="1" aria-pressed="false"' in again
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", ["2", "-2", "x", ""])
def test_other_values_are_explained(log_in, voter, summary, value):
    response = log_in(voter).post(f"/summaries/{summary.pk}/vote/", {"value": value})
    assert response.status_code == 400
    assert "A vote is 1, 0 or -1." in response.content.decode()


def test_without_an_account_one_is_asked_to_log_in(client, summary):
    response = client.post(f"/summaries/{summary.pk}/vote/", {"value": "1", "next": "/"})
    assert response.headers["Location"] == f"/accounts/login/?next=/%23summary-{summary.pk}"
    scripted = client.post(f"/summaries/{summary.pk}/vote/", {"value": "1"}, headers=HTMX)
    assert scripted.headers["HX-Redirect"].startswith("/accounts/login/")
    assert not Vote.objects.exists()


def test_who_may_not(log_in, writer, voter, summary, private_summary):
    own = log_in(writer).post(f"/summaries/{summary.pk}/vote/", {"value": "1"})
    assert own.status_code == 403
    assert "You cannot vote on your own summary." in own.content.decode()
    assert log_in(voter).post(f"/summaries/{private_summary.pk}/vote/", {"value": "1"}).status_code == 404
    assert log_in(voter).get(f"/summaries/{summary.pk}/vote/").status_code == 405


def test_a_vote_needs_its_token(voter, summary):
    client = Client(enforce_csrf_checks=True)
    client.force_login(voter)
    assert client.post(f"/summaries/{summary.pk}/vote/", {"value": "1"}).status_code == 403
    assert not Vote.objects.exists()


def test_ones_own_summary_has_no_buttons(log_in, writer, summary):
    page = log_in(writer).get(f"/summaries/{summary.pk}/").content.decode()
    assert "Vote up" not in page
    assert "yours" in page
