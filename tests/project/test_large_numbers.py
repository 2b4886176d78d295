"""No address breaks a page because of a number that no row has, however large: PostgreSQL and SQLite take 64 bits."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

pytestmark = pytest.mark.django_db

FORMS = {"form": "json", "kind": "paper", "key": "x"}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "", converters: dict | None = None) -> Iterator[str]:
    """Addresses of the site's own with a number in them, the number left open."""
    for pattern in patterns:
        route, known = prefix + str(pattern.pattern), {**(converters or {}), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route, known)
        elif any(isinstance(converter, IntConverter) for converter in known.values()):
            for name, converter in known.items():
                value = "{number}" if isinstance(converter, IntConverter) else FORMS.get(name, "x")
                kind = route.partition(f":{name}>")[0].rpartition("<")[2]
                route = route.replace(f"<{kind}:{name}>", value)
            yield f"/{route}"


ADDRESSES = sorted(set(routes(get_resolver().url_patterns)))


def test_there_are_many():
    assert len(ADDRESSES) > 40


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**30])
def test_a_number_that_no_row_has_is_no_error_of_ours(client, log_in, writer, address, number):
    place = address.format(number=number)
    for browser in (client, log_in(writer)):
        assert browser.get(place).status_code < 500
        assert browser.post(place).status_code < 500
