"""Votes and renderings that come too fast: refused with a sentence, in the API with the time to wait."""

import pytest

from votes.models import Vote

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def few(settings) -> None:
    settings.VOTES_A_MINUTE = 3
    settings.RENDERS_A_MINUTE = 2


def test_the_api_answers_429_with_the_time_to_wait(api_as, voter, stranger, summary):
    client, address = api_as(voter), f"/api/v1/summaries/{summary.pk}/vote/"
    for value in (1, -1, 1):
        assert client.put(address, {"value": value}).status_code == 200
    for answer in (client.put(address, {"value": -1}), client.delete(address)):
        assert answer.status_code == 429
        assert set(answer.json()) == {"detail", "code"}
        assert answer.json()["code"] == "too_many"
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert Vote.objects.get().value == 1
    assert api_as(stranger).put(address, {"value": 1}).status_code == 200


def test_the_page_says_it_and_loses_nothing(log_in, voter, summary):
    client, address = log_in(voter), f"/summaries/{summary.pk}/vote/"
    for value in ("1", "0", "1"):
        assert client.post(address, {"value": value}).status_code == 302
    refused = client.post(address, {"value": "-1"})
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    assert "more than 3 times within a minute. Try it again in" in refused.content.decode()
    assert Vote.objects.get().value == 1


def test_zero_sets_no_limit(settings, api_as, voter, summary):
    settings.VOTES_A_MINUTE = 0
    client = api_as(voter)
    for number in range(8):
        assert client.put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": number % 2}).status_code == 200


def test_votes_are_taken_while_redis_is_away(broker_away, api_as, voter, summary):
    client = api_as(voter)
    for number in range(8):
        answer = client.put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": number % 2})
        assert (answer.status_code, answer.json()["score"]) == (200, number % 2)


def test_rendering_by_the_api_has_a_limit_by_address_and_then_by_account(api, api_as, voter, stranger):
    for client in (api, api_as(voter), api_as(stranger)):
        for _ in range(2):
            assert "<p>x</p>" in client.post("/api/v1/render/", {"body": "x"}).json()["html"]
        refused = client.post("/api/v1/render/", {"body": "x"})
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
        assert int(refused.headers["Retry-After"]) >= 1
    elsewhere = api.post("/api/v1/render/", {"body": "x"}, REMOTE_ADDR="8.8.8.8")
    assert elsewhere.status_code == 200


def test_a_preview_that_comes_too_fast_says_so_and_keeps_the_text(log_in, voter, paper):
    client, sent = log_in(voter), {"body": "My long text.", "tldr": "Short."}
    for _ in range(2 + 2):  # of the address, of the account
        shown = client.post(f"/papers/{paper.pk}/preview/", sent, headers=HTMX).content.decode()
        assert '<div class="prose"><p>My long text.</p>' in shown
    fragment = client.post(f"/papers/{paper.pk}/preview/", sent, headers=HTMX)
    assert fragment.status_code == 200, "a script puts it in place"
    assert "more than 2 times within a minute" in fragment.content.decode()
    assert '<div class="prose">' not in fragment.content.decode()
    page = client.post(f"/papers/{paper.pk}/preview/", sent).content.decode()
    assert "more than 2 times within a minute" in page
    assert "My long text.</textarea>" in page
    assert 'value="Short."' in page


def test_a_preview_of_a_comment_too(log_in, voter, summary):
    client, address = log_in(voter), f"/summaries/{summary.pk}/comments/preview/"
    for _ in range(2 + 2):
        assert "<p>Right.</p>" in client.post(address, {"body": "Right."}, headers=HTMX).content.decode()
    assert "more than 2 times" in client.post(address, {"body": "Right."}, headers=HTMX).content.decode()
    page = client.post(address, {"body": "Right."}).content.decode()
    assert "more than 2 times" in page
    assert "Right.</textarea>" in page
    assert "<p>Right.</p>" not in page


def test_a_text_is_rendered_while_redis_is_away(broker_away, api, db):
    for _ in range(5):
        assert api.post("/api/v1/render/", {"body": "x"}).status_code == 200
