"""A NUL in an address is no error of ours. It tells something on PostgreSQL alone, whose texts hold none."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/categories/%00/", "/categories/%00/feed.atom", "/feed/%00.atom"])
def test_no_page_has_such_a_name(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["papers/?category=%00", "papers/?venue=%00", "papers/?author=%00", "summaries/?author=%00"]
)
def test_no_filter_finds_it(api, summary, query):
    assert api.get(f"/api/v1/{query}").json()["results"] == []
