"""How long the pages of papers take inside the application, in milliseconds; prints JSON for bench_loading."""

import json
import os
import random
import sys
import time

ROUNDS = 60


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.test import Client

    client = Client()
    times: dict[str, list[float]] = {}
    addresses = find_addresses()
    for turn in range(ROUNDS + 5):
        for page, choices in addresses.items():
            address = choices[turn % len(choices)]
            began = time.perf_counter()
            response = client.get(address)
            if response.status_code != 200:
                sys.exit(f"{address}: HTTP {response.status_code}")
            if turn >= 5:
                times.setdefault(page, []).append((time.perf_counter() - began) * 1000)
    print(json.dumps(times))
    return 0


def find_addresses() -> dict[str, list[str]]:
    """The same kinds of page in a small and a large database; authors are such as have more than a page of papers."""
    from django.db.models import Max

    from papers.models import Author, Authorship, Paper, Venue

    chance = random.Random(7)
    last = Paper.objects.aggregate(Max("pk"))["pk__max"]
    papers = [f"/papers/{chance.randint(1, last)}/" for _ in range(40)]
    ids = list(Authorship.objects.filter(paper__in=range(1, 400)).values_list("author", flat=True)[:600])
    busy = [author for author in Author.objects.filter(pk__in=ids) if author.authorships.count() > 12][:40]
    venues = list(Venue.objects.filter(slug__in=["iclr", "neurips", "mnras"]))
    years = [f"{venue.get_absolute_url()}{year}/" for venue in venues for year in (2015,)]
    return {
        "paper": papers,
        "author": [author.get_absolute_url() for author in busy],
        "category": ["/categories/cs.LG/", "/categories/hep-th/", "/categories/math.CO/"],
        "venue": [venue.get_absolute_url() for venue in venues],
        "venue of a year": years,
    }


if __name__ == "__main__":
    sys.exit(main())
