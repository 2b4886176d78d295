"""Every list page, first and deep, in one process; prints JSON for bench_pages. Its arguments are the sizes.

DATABASE_URL is the database that scripts.full_rows has filled.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.full_rows import VENUE_OFFSET, Size

ROUNDS = int(os.environ.get("ROUNDS", "9"))
DEEP = 500  # pages


@dataclass(frozen=True)
class Listing:
    """`rows` in the order `keys` are what the page shows; None where the list has one page alone."""

    name: str
    address: str
    rows: Any = None
    keys: Sequence[str] = ()
    is_personal: bool = False


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    print(json.dumps(measure(Size(int(sys.argv[1]), int(sys.argv[2])))))
    return 0


def measure(size: Size) -> list[dict[str, Any]]:
    """Goes over all pages again and again: a page that was asked nine times at once would be judged by one second of
    the machine, and others use it too."""
    from django.test import Client

    from accounts.models import User

    stranger, reader = Client(), Client()
    reader.force_login(User.objects.get(pk=size.reader))
    asked = [
        (f"{listing.name}, {page}, {who}", client, address)
        for listing in listings(size)
        for page, address in pages_of(listing).items()
        for who, client in (("stranger", stranger), ("reader", reader))
        if who == "reader" or not listing.is_personal
    ]
    queries = [count_queries(client, address) for _, client, address in asked]
    rounds = [[milliseconds(client, address) for _, client, address in asked] for _ in range(ROUNDS)]
    return [
        {"name": name, "queries": number, "milliseconds": times}
        for (name, _, _), number, times in zip(asked, queries, zip(*rounds, strict=True), strict=True)
    ]


def count_queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask(client, address)
    return len(queries)


def milliseconds(client: Any, address: str) -> float:
    ask(client, address)  # so that what stands in the database's memory is not a matter of which page came before
    began = time.perf_counter()
    ask(client, address)
    return (time.perf_counter() - began) * 1000


def ask(client: Any, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address}: HTTP {response.status_code}")


def pages_of(listing: Listing) -> dict[str, str]:
    """The first page and one that is deep in the list, where it has one."""
    from shortsci.keyset import encode_cursor

    pages = {"first": listing.address}
    if listing.rows is not None:
        fields = [key.removeprefix("-") for key in listing.keys]
        rows = listing.rows.order_by(*listing.keys)
        place = min(rows.count() * 9 // 10, DEEP * 15)
        row = rows[place : place + 1].first()
        if row is not None:
            pages["deep"] = (
                f"{listing.address}{'&' if '?' in listing.address else '?'}after={encode_cursor(row, fields)}"
            )
    return pages


def listings(size: Size) -> Iterator[Listing]:
    yield from summary_listings(size)
    yield from paper_listings(size)
    yield from personal_listings(size)


def summary_listings(size: Size) -> Iterator[Listing]:
    """The front page in all orders and periods, the busiest writer's page, the fullest paper's, the most mentioned."""
    from django.utils import timezone

    from summaries.models import Summary
    from summaries.orders import BEST, NEW, ON_LISTS, ON_PAPER, ON_USER, PERIODS

    for order in ON_LISTS.values():
        for period in PERIODS.values():
            listed = Summary.objects.public().published_within(period, timezone.now(), order)
            address = f"/?sort={order.key}&period={period.key}"
            yield Listing(f"front {order.key} {period.key}", address, listed.without_text(), order.keys)
    signed = Summary.objects.public().signed().filter(writer=size.prolific_writer).without_text()
    for order in ON_USER.values():
        address = f"/users/writer{size.prolific_writer}/?sort={order.key}"
        yield Listing(f"writer of {size.summaries // 50:,}, {order.key}", address, signed, order.keys)
    crowded = Summary.objects.public().filter(paper=size.crowded_paper).without_text()
    for order in ON_PAPER.values():
        address = f"/papers/{size.crowded_paper}/?sort={order.key}"
        yield Listing(f"paper with 500, {order.key}", address, crowded, order.keys)
    alone = Summary.objects.public().filter(paper=1).without_text()
    yield Listing("paper that many name", "/papers/1/", alone, BEST.keys)
    naming = Summary.objects.public().filter(references__value="1000.00001").without_text()
    yield Listing("mentions of a paper", "/papers/1/mentions/", naming, NEW.keys)
    yield Listing("reading path", "/papers/1/path/")


def paper_listings(size: Size) -> Iterator[Listing]:
    from django.db.models import Count

    from papers.models import Author, Authorship, Category, Paper, PaperCategory, Venue
    from papers.taxonomy import canonical_category
    from papers.views.people import ORDER as BY_AUTHOR
    from papers.views.places import AT_VENUE, IN_CATEGORY
    from summaries.services.requests import MOST_WANTED

    code = Category.objects.order_by("code").values_list("code", flat=True)[0]
    yield Listing("largest category", f"/categories/{code}/", PaperCategory.objects.filter(category=code), IN_CATEGORY)
    sizes = PaperCategory.objects.values_list("category").annotate(number=Count("pk")).order_by("number")
    rarest = next(code for code, _ in sizes if canonical_category(code) == code)
    yield Listing("smallest category", f"/categories/{rarest}/")
    yield Listing("categories", "/categories/")
    venue = Venue.objects.get(pk=VENUE_OFFSET + 1)
    papers = Paper.objects.filter(venue=venue)
    yield Listing("largest venue", venue.get_absolute_url(), papers, AT_VENUE)
    year = papers.order_by("-venue_year").values_list("venue_year", flat=True)[0] - 1
    yield Listing("its largest year", f"{venue.get_absolute_url()}{year}/", papers.filter(venue_year=year), AT_VENUE)
    yield Listing("venues", "/venues/")
    author = Author.objects.get(pk=1)
    yield Listing("busiest author", author.get_absolute_url(), Authorship.objects.filter(author=author), BY_AUTHOR)
    few = Author.objects.get(pk=size.authors)
    yield Listing("author of few", few.get_absolute_url())
    yield Listing("wanted", "/wanted/", Paper.objects.filter(wanted_count__gt=0), MOST_WANTED)


def personal_listings(size: Size) -> Iterator[Listing]:
    from accounts.models import Notification
    from summaries.models import Draft
    from summaries.views.drafts import NEWEST
    from votes.models import ReputationDay

    drafts, notices = Draft.objects.filter(writer=size.reader), Notification.objects.filter(reader=size.reader)
    yield Listing("drafts", "/drafts/", drafts, NEWEST, is_personal=True)
    yield Listing("notices", "/accounts/notifications/", notices, ("-id",), is_personal=True)
    days = ReputationDay.objects.filter(writer=size.prolific_writer)
    yield Listing("reputation", f"/users/writer{size.prolific_writer}/reputation/", days, ("-day",))


if __name__ == "__main__":
    sys.exit(main())
