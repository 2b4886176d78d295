"""The page on the API says all that the schema says, and needs no script for it."""

import re

import pytest
from drf_spectacular.generators import SchemaGenerator

from shortsci.api_reference import METHODS, Call, read_groups


def calls() -> dict[str, Call]:
    return {call.key: call for group in read_groups() for call in group.calls}


def test_every_call_of_the_schema_is_there():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    described = {(way.upper(), path) for path, ways in schema["paths"].items() for way in METHODS if way in ways}
    found = [(call.method, call.path) for call in calls().values()]
    assert set(found) == described
    assert len(found) == len(described)


def test_a_call_that_writes():
    call = calls()["summaries_write"]
    assert call.needs_token
    assert {field.name for field in call.body if field.is_required} == {"paper", "body"}
    (visibility,) = [field for field in call.body if field.name == "visibility"]
    assert {"public", "private"} <= set(visibility.choices)
    assert 'curl -X POST \\\n  -H "Authorization: Token $KEY"' in call.command
    assert call.command.endswith('"$SITE/api/v1/summaries/"')
    assert '"score": ' in call.answers[0].example


def test_a_call_that_reads():
    call = calls()["summaries_list"]
    assert not call.needs_token
    assert call.command == 'curl "$SITE/api/v1/summaries/"'
    assert {"paper", "author", "sort", "period"} <= {field.name for field in call.parameters}
    assert {"next", "results", "results[].rank.inputs.upvotes"} <= {field.name for field in call.answers[0].fields}


@pytest.mark.django_db
def test_the_page_needs_no_script_of_its_own_and_its_contents_lead_to_every_call(client):
    page = client.get("/api/docs/").content.decode()
    keys = set(calls())
    assert keys <= set(re.findall(r'<h3 id="([^"]+)"', page))
    assert keys <= set(re.findall(r'<a href="#([^"]+)"', page))
    assert "swagger" not in page.lower()
