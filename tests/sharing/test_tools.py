"""What shows our summaries at arXiv, and the call that it makes from there."""

import re
from urllib.parse import unquote

import pytest

from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
LOOKUP = "/api/v1/papers/lookup/"


def ask(client, *ids: str, **headers: str):
    headers = {"origin": "https://arxiv.org", **headers}
    return client.post(LOOKUP, {"identifiers": list(ids)}, content_type="application/json", headers=headers)


# ------------------------------------------------------------ the call


def test_a_page_of_another_site_may_ask_and_read(client, summary):
    response = ask(client, summary.paper.arxiv_id)
    assert response.json()["results"][0]["summary_count"] == 1
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_browser_asks_before_whether_it_may(client):
    headers = {"origin": "https://arxiv.org", "access-control-request-method": "POST"}
    response = client.options(LOOKUP, headers={**headers, "access-control-request-headers": "content-type"})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "content-type" in response.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_no_session_is_looked_at(log_in, writer, summary):
    """A user script manager may send the cookies of who is logged in here, and has no token against forgery."""
    client = log_in(writer)
    client.handler.enforce_csrf_checks = True
    response = ask(client, summary.paper.arxiv_id)
    assert response.status_code == 200
    assert "Cookie" not in response.headers.get("Vary", "")


def test_errors_can_be_read_there_too(client):
    response = ask(client)
    assert response.status_code == 400
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/api/v1/papers/", "/api/v1/summaries/", "/api/v1/me/", "/api/v1/render/"])
def test_no_other_call_is_open(client, address):
    for response in (client.get(address), client.options(address), client.post(address, {})):
        assert "Access-Control-Allow-Origin" not in response.headers


# ------------------------------------------------------------ the scripts


def test_the_user_script_names_itself_as_managers_ask(client, settings):
    settings.SITE_URL = "https://papers.example.org:8443"
    response = client.get("/shortsci.user.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    script = response.content.decode()
    assert script.startswith("// ==UserScript==\n")
    head = script.partition("// ==/UserScript==")[0]
    fields = re.findall(r"^// @([\w-]+)[ ]+(.+)$", head, re.MULTILINE)
    named = dict(fields)
    assert named["connect"] == "papers.example.org"
    assert named["downloadURL"] == "https://papers.example.org:8443/shortsci.user.js"
    assert {"name", "namespace", "version", "description"} <= set(named)
    assert ("match", "https://arxiv.org/*") in fields
    assert ("grant", "GM_xmlhttpRequest") in fields
    (site,) = re.findall(r'const site = "(.*)"', script)
    assert site.encode().decode("unicode_escape") == "https://papers.example.org:8443"
    assert "Accept-Language" in response.headers["Vary"]
    assert client.post("/shortsci.user.js").status_code == 405


def test_the_bookmark_is_one_line_on_a_page_that_explains_it(client):
    page = client.get("/tools/").content.decode()
    (address,) = set(re.findall(r'href="(javascript:[^"]*)"', page))
    assert not re.search(r"[\s<>]", address)
    assert "//" not in unquote(address).replace("://", "")  # a comment would swallow the rest
    assert "/shortsci.user.js" in page
    assert 'href="/tools/"' in client.get("/").content.decode()
    assert client.post("/tools/").status_code == 405


# ------------------------------------------------------------ the small page


def test_papers_of_a_page_elsewhere_are_listed(client, summary):
    other = PaperFactory()
    page = client.get(f"/tools/look/?ids={other.arxiv_id},{summary.paper.arxiv_id},1706.03762").content.decode()
    places = [page.index(f"/abs/{name}") for name in (summary.paper.arxiv_id, other.arxiv_id, "1706.03762")]
    assert places == sorted(places)  # those with summaries first
    assert page.count("1 summary") == 1
    assert page.count("none yet") == 2


@pytest.mark.parametrize("given", ["", "?ids=", "?ids=<script>,%20,x", f"?ids={'9' * 20_000}"])
def test_what_is_no_paper_is_left_out(client, given):
    response = client.get(f"/tools/look/{given}")
    assert response.status_code == 200
    assert "No paper was named" in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_hidden_one_does_not_count(client, summary):
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    make_summary(visibility="unlisted", paper=summary.paper)
    assert "none yet" in client.get(f"/tools/look/?ids={summary.paper.arxiv_id}").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_three(client, number, django_assert_num_queries):
    ids = [make_summary().paper.arxiv_id for _ in range(number)]
    with django_assert_num_queries(1):
        client.get(f"/tools/look/?ids={','.join(ids)}")
