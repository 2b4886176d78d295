"""The front page's lists in a small and a large database, turn about in one process; prints JSON for bench_lists.

DATABASE_URL is the small one, LARGE_DATABASE_URL the large one. Of each order and period: page 1, page 500 and the last
page; where a list has fewer than 500 pages, its last one stands for page 500. The last page is always a full one.
"""

import json
import os
import sys
import time
from typing import Any

ROUNDS = int(os.environ.get("ROUNDS", "25"))
PAGE = 500


class Switch:
    """A router that sends every query to the database whose turn it is."""

    turn = "default"

    def db_for_read(self, *arguments: object, **hints: object) -> str:
        return Switch.turn

    db_for_write = db_for_read


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import environ
    from django.conf import settings

    small = settings.DATABASES["default"]
    settings.DATABASES["large"] = {**small, **environ.Env.db_url_config(os.environ["LARGE_DATABASE_URL"])}
    settings.DATABASES["large"]["OPTIONS"] = small.get("OPTIONS", {})
    settings.DATABASE_ROUTERS = ["scripts.time_lists.Switch"]
    import django

    django.setup()
    print(json.dumps(measure()))
    return 0


def measure() -> list[dict[str, Any]]:
    """Milliseconds and queries of each page, in the small and the large database."""
    from scripts.time_lists import Switch

    rows = []
    for name, addresses in find_pages(Switch).items():
        row: dict[str, Any] = {"name": name, "default": [], "large": []}
        for turn in range(ROUNDS + 3):
            for database in ("default", "large"):
                Switch.turn = database
                milliseconds = ask(addresses[database])
                if turn >= 3:
                    row[database].append(milliseconds)
        for database in ("default", "large"):
            Switch.turn = database
            row[f"{database} queries"] = count_queries(addresses[database], database)
        rows.append(row)
    return rows


def ask(address: str) -> float:
    from django.test import Client

    client = Client()
    began = time.perf_counter()
    response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address}: HTTP {response.status_code}")
    return (time.perf_counter() - began) * 1000


def count_queries(address: str, database: str) -> int:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections[database]) as queries:
        ask(address)
    return len(queries)


def find_pages(switch: Any) -> dict[str, dict[str, str]]:
    """For each list and page its address in both databases."""
    from summaries.orders import ON_LISTS, PERIODS

    pages: dict[str, dict[str, str]] = {}
    for period in PERIODS.values():
        for order in ON_LISTS.values():
            for database in ("default", "large"):
                switch.turn = database
                for name, cursor in cursors(order, period).items():
                    address = f"/?sort={order.key}&period={period.key}"
                    address += f"&after={cursor}" if cursor else ""
                    pages.setdefault(f"{order.key}, {period.key}, {name}", {})[database] = address
    return pages


def cursors(order: Any, period: Any) -> dict[str, str]:
    """After which row the pages begin; empty for the first."""
    from django.utils import timezone

    from shortsci.keyset import encode_cursor, flip
    from summaries.models import Summary
    from summaries.views.front_rows import PAGE_SIZE

    listed = Summary.objects.public().published_within(period, timezone.now(), order)
    rows = listed.order_by(*order.keys).only(*order.fields)
    back = listed.order_by(*map(flip, order.keys)).only(*order.fields)
    # A full page follows, so that the same is printed; and one row more, which may leave the period meanwhile.
    last = back[PAGE_SIZE + 1 : PAGE_SIZE + 2].first()
    place = (PAGE - 1) * PAGE_SIZE - 1
    middle = rows[place : place + 1].first() or last
    found = {"page 1": None, "page 500": middle, "last page": last}
    return {name: encode_cursor(row, order.fields) if row else "" for name, row in found.items()}


if __name__ == "__main__":
    sys.exit(main())
