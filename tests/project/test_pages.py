"""What holds for every page: policy, health, errors."""

import re

import pytest
from django.test import Client, RequestFactory, override_settings
from rest_framework.exceptions import APIException

from accounts.services import unsubscribe_token
from digests.services import Stream, stop_token
from shortsci.error_answers import DomainErrorMiddleware, error_code
from shortsci.errors import DomainError
from tests.factories import make_summary

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/?sort=top", "/about/", "/submit/", "/accounts/login/", "/accounts/signup/", "/api/docs/", "/nothing"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_policy_is_strict_and_the_page_obeys_it(client, address):
    make_summary()
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    page = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\s(?:style|on[a-z]+)=", page)
    loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="([^"]+)"', page) + re.findall(
        r'<link (?!rel="canonical")[^>]*href="([^"]+)"', page
    )
    assert all(address.startswith("/") for address in loaded), loaded
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_health(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").json() == {"database": True, "broker": True}


def test_readiness_without_a_broker(client, broker_away):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "broker": False})


def test_readiness_without_a_database(monkeypatch):
    from django.db import DatabaseError

    from shortsci import health

    class Broken:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(health, "connection", Broken())
    assert health.readyz(RequestFactory().get("/readyz")).status_code == 503


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_too_large_a_request_is_refused_with_a_page(log_in, writer, paper):
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        response = log_in(writer).post(f"/papers/{paper.pk}/write/", {"body": "x" * 5000})
    assert response.status_code == 400
    assert "the text you typed is still in its form" in response.content.decode()


def test_our_own_faults_have_a_page(summary, monkeypatch):
    monkeypatch.setattr("summaries.views.lists.front_rows", lambda *args, **kwargs: 1 / 0)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_only_domain_errors_become_pages():
    middleware = DomainErrorMiddleware(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
    assert str(DomainError()) == "That cannot be done."
    assert middleware(RequestFactory().get("/")) is None


def test_codes_of_errors():
    from django.core.exceptions import PermissionDenied

    assert error_code(PermissionDenied()) == "permission_denied"
    assert error_code(ValueError()) == "error"
    assert error_code(APIException({"a": "b"})) == "error"


def test_the_api_answers_errors_of_one_form(api, summary):
    answer = api.get("/api/v1/summaries/999/")
    assert answer.json() == {"detail": "No Summary matches the given query.", "code": "not_found"}
    assert api.post("/api/v1/papers/lookup/", {}).json() == {"identifiers": ["This field is required."]}


def test_the_schema_names_every_call(client):
    schema = client.get("/api/schema/").content.decode()
    for call in ("papers_add", "papers_lookup", "summaries_write", "vote", "vote_withdraw", "render"):
        assert f"operationId: {call}" in schema


def test_the_schema_in_docs_is_the_one_that_is_served(root):
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    call_command("spectacular", stdout=out)
    assert (root / "docs" / "openapi.yaml").read_text("utf-8").strip() == out.getvalue().strip()


def test_admin_lists(client, summary, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root1", "root@example.org", "x"))
    for address in ("papers/paper/", "summaries/summary/", "accounts/user/", f"summaries/summary/{summary.pk}/change/"):
        assert client.get(f"/admin/{address}").status_code == 200, address


def test_the_printed_address_leads_back_to_what_was_asked_for(client):
    """What the site does not know, a mark of a campaign for one, is not printed."""
    page = client.get("/search/?q=attention+is&kind=papers&mark=1").content.decode()
    assert '<p class="printed-address">http://127.0.0.1:8000/search/?q=attention+is&amp;kind=papers</p>' in page
    assert '<p class="printed-address">http://127.0.0.1:8000/about/</p>' in client.get("/about/").content.decode()


def test_an_address_with_a_secret_is_not_printed(client, writer):
    secrets = {
        "/digests/stop/{}/": stop_token(writer, Stream.DIGEST),
        "/accounts/notifications/unsubscribe/{}/": unsubscribe_token(writer),
    }
    for address, secret in secrets.items():
        page = client.get(address.format(secret))
        assert page.status_code == 200
        head, _, text = page.content.decode().partition("</head>")
        assert secret not in head
        assert "printed-address" not in text
