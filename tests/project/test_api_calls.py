import pytest
from django.test import Client

from accounts.services import create_token
from votes.models import Vote

pytestmark = pytest.mark.django_db


def test_the_short_way_keeps_the_headers_of_security(voter):
    headers = {"Authorization": f"Token {create_token(user=voter).key}"}
    answer = Client().get("/api/v1/me/", headers=headers)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "Set-Cookie" not in answer.headers


def test_a_session_is_no_token(voter, summary):
    """A page of another site can make a browser send its cookie, and no header of its own that we would take."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(voter)
    for headers in ({}, {"Authorization": "Token wrong"}, {"Authorization": "token "}):
        answer = client.put(
            f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1}, content_type="application/json", headers=headers
        )
        assert answer.status_code in {401, 403}
    assert not Vote.objects.exists()


def test_what_is_not_there_and_a_foreign_host(voter, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    headers = {"Authorization": f"Token {create_token(user=voter).key}"}
    assert Client().get("/api/v1/nothing/", headers=headers).status_code == 404
    assert Client().get("/api/v1/me/", headers={**headers, "Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("depth", [10, 100_000])
def test_what_is_nested_deeply_is_refused_in_words(voter, summary, depth):
    headers = {"Authorization": f"Token {create_token(user=voter).key}"}
    body = '{"value": ' + "[" * depth + "]" * depth + "}"
    for address in ("/api/v1/render/", f"/api/v1/summaries/{summary.pk}/vote/"):
        method = Client().put if address.endswith("vote/") else Client().post
        answer = method(address, body, content_type="application/json", headers=headers)
        assert answer.status_code == 400
        assert answer.json()
