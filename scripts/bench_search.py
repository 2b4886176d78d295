"""How fast search is: the whole view over a million papers, beside the bare search of the engine.

    python scripts/bench_search.py --records 1000000 [--directory /tmp/bench-search]

Papers are put together from words as frequent as in real titles and abstracts; they go into a SQLite database and
an index of their own. `view` is the time of /search/ in the process, without a server: reading the query, finding,
counting the facets, reading the rows, the snippets and the template. `engine` is Tantivy alone with the same query.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROUNDS = 40
BATCH = 20_000
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xy", "za"]


def main() -> None:
    arguments = read_arguments()
    directory = Path(arguments.directory)
    directory.mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(directory)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shortsci.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django

    django.setup()
    prepare(arguments.records)
    if not arguments.build_only:
        measure()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--directory", default="/tmp/bench-search")
    parser.add_argument("--build-only", action="store_true")
    return parser.parse_args()


class Words:
    """Words by Zipf's law: those that real texts have most often, and a long tail that is made up."""

    FREQUENT_TEXT = (
        "model method result system theory field quantum learning network data function problem analysis "
        "equation energy state algorithm space time group structure approach estimate neural deep graph "
        "random galaxy mass cluster spin phase magnetic matter particle wave optimal linear dynamic "
        "stochastic process distribution control image language attention transformer convex optimization "
        "kernel bayesian inference gaussian manifold"
    )
    FREQUENT = FREQUENT_TEXT.split()

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tail = [self.invent(number) for number in range(200_000)]
        self.all = [*self.FREQUENT, *self.tail]
        total = 0.0
        self.weights = [total := total + 1 / (rank + 12) for rank in range(len(self.all))]

    def invent(self, number: int) -> str:
        word = ""
        while number or not word:
            number, at = divmod(number, len(SYLLABLES))
            word += SYLLABLES[at]
        return word + SYLLABLES[len(word) % len(SYLLABLES)]

    def some(self, number: int) -> list[str]:
        return self.random.choices(self.all, cum_weights=self.weights, k=number)

    def sentence(self, number: int) -> str:
        words = self.some(number)
        for place in range(6, number, 7):
            words[place] += " of the"
        return " ".join(words).capitalize()


def prepare(records: int) -> None:
    from django.core.management import call_command

    from papers.models import Paper
    from search.homes import home

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    have = Paper.objects.count()
    if have < records:
        began = time.monotonic()
        fill(have, records)
        print(f"{records - have:,} papers written in {time.monotonic() - began:.0f} s")
    if have < records or home().current() is None:
        call_command("rebuild_search")


def fill(first: int, last: int) -> None:
    from django.db import transaction

    from papers.models import Author, Authorship, Category, Paper, PaperCategory, Venue
    from papers.taxonomy import CATEGORIES

    Category.objects.bulk_create([Category(code=c, name=n) for c, n in CATEGORIES.items()], ignore_conflicts=True)
    words = Words(first)
    codes, choose = sorted(CATEGORIES), words.random.choice
    slugs = [f"venue-{number}" for number in range(60)]
    Venue.objects.bulk_create([Venue(slug=slug, name=slug.title()) for slug in slugs], ignore_conflicts=True)
    venues = list(Venue.objects.values_list("pk", flat=True))
    names = [f"{choose(words.tail).title()} {choose(words.tail).title()}" for _ in range(30_000)]
    Author.objects.bulk_create([Author(name=name) for name in dict.fromkeys(names)], ignore_conflicts=True)
    authors = list(Author.objects.values_list("pk", flat=True)[:30_000])
    for start in range(first, last, BATCH):
        with transaction.atomic():
            papers = Paper.objects.bulk_create(
                Paper(
                    title=words.sentence(words.random.randint(5, 12)),
                    abstract=". ".join(words.sentence(18) for _ in range(6)) + r". It takes $O(n \log n)$ steps.",
                    state="ready",
                    year=(year := words.random.randint(1992, 2026)),
                    published_on=f"{year}-03-04",
                    primary_category_id=(code := choose(codes)),
                    venue_id=choose(venues) if words.random.random() < 0.2 else None,
                )
                for _ in range(min(BATCH, last - start))
            )
            Authorship.objects.bulk_create(
                Authorship(paper=paper, author_id=choose(authors), position=position, listed_on=paper.published_on)
                for paper in papers
                for position in (1, 2, 3)
            )
            PaperCategory.objects.bulk_create(
                PaperCategory(paper=paper, category_id=code, position=1, published_on=paper.published_on)
                for paper in papers
            )
        print(f"\r{start + len(papers):,} papers", end="", flush=True)
    print()


def queries() -> dict[str, list[str]]:
    """Of each kind some twenty, drawn from what is there."""
    from papers.models import Paper

    chance = random.Random(5)
    frequent = Words.FREQUENT
    highest = Paper.objects.order_by("-pk").values_list("pk", flat=True)[0]
    picked = Paper.objects.filter(pk__in=chance.sample(range(1, highest), 20)).prefetch_related("authorships")
    papers = list(picked)
    titles = [paper.title.lower().split() for paper in papers]
    families = [paper.authorships.all()[0].author.name.split()[-1] for paper in papers]
    return {
        "a common word": frequent[:20],
        "two common words": [f"{a} {b}" for a, b in zip(frequent[:20], frequent[20:40], strict=True)],
        "words of a title": [" ".join(chance.sample(title, min(4, len(title)))) for title in titles],
        "a phrase": [f'"{title[0]} {title[1]} {title[2]}"' for title in titles],
        "author and year": [f"{name} {paper.year}" for name, paper in zip(families, papers, strict=True)],
        "words and filters": [f"{word} category:cs.LG year:2010-2020" for word in frequent[:20]],
        "a slip": [slip(chance, max(title, key=len)) + " " + title[1] for title in titles],
    }


def slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def measure() -> None:
    from django.test import Client

    client = Client()

    def view(text: str) -> None:
        answer = client.get("/search/", {"q": text})
        assert answer.status_code == 200, answer.status_code

    print(f"{'':22}{'view p50':>10}{'view p95':>10}{'engine p50':>12}{'engine p95':>12}   milliseconds")
    everything: list[float] = []
    for name, texts in queries().items():
        seen, bare = timed(view, texts), timed(engine, texts)
        everything += seen
        print(f"{name:22}{percentile(seen, 50):10.1f}{percentile(seen, 95):10.1f}", end="")
        print(f"{percentile(bare, 50):12.1f}{percentile(bare, 95):12.1f}")
    print(f"{'all':22}{percentile(everything, 50):10.1f}{percentile(everything, 95):10.1f}")


def engine(text: str) -> None:
    """The floor: the ten best of the same query, nothing counted and nothing read."""
    from search.engine import searching
    from search.language import parse_query
    from search.plans import plan_for

    with searching() as searcher:
        searcher.search(plan_for(parse_query(text)).query, 10, count=False)


def timed(work: Callable[[str], None], texts: list[str]) -> list[float]:
    """Milliseconds of each call, after one that warms up."""
    return [elapsed for text in texts for elapsed in repeated(work, text)]


def repeated(work: Callable[[str], None], text: str) -> Iterator[float]:
    work(text)
    for _ in range(ROUNDS // 10):
        began = time.perf_counter()
        work(text)
        yield (time.perf_counter() - began) * 1000


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


if __name__ == "__main__":
    main()
