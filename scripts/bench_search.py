"""How fast search is: the whole view over a million papers, beside the bare search of the engine.

    python scripts/bench_search.py --records 1000000 [--directory var/bench-search]

Papers are put together from words as frequent as in real titles and abstracts; they go into a SQLite database and
an index of their own. `view` is the time inside the view of /search/, without middleware and server: reading the
query, finding, counting the facets, reading the rows, the snippets and the template. `engine` is Tantivy alone with the
same query. Beside the time on the clock stands that of the processor, which tells more on a machine that does other
things too; and under the times of all calls those of each query's fastest, since others use the machine as well. All
queries are asked again and again in rounds, so that one slow second of the machine judges none of them. Pages that are
kept in memory are not: each answer is made.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

ROUNDS = 4  # over all queries, after one that warms up
SHARES = (50, 95)  # percentiles
BATCH = 20_000
DRAWN = 4_000_000  # words that all texts are put together from; drawing among equals is ten times as quick
PAPER = """
    INSERT INTO papers_paper (id, title, abstract, year, published_on, primary_category_id, venue_id, state, comment,
        journal_ref, failure_reason, attempts, summary_count, lead_authors, author_count)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'ready', '', '', '', 0, 0, ?, 3)"""
AUTHORSHIP = "INSERT INTO papers_authorship (paper_id, author_id, position, listed_on) VALUES (?, ?, ?, ?)"
LISTING = "INSERT INTO papers_papercategory (paper_id, category_id, position, published_on) VALUES (?, ?, 1, ?)"
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xy", "za"]


def main() -> None:
    arguments = read_arguments()
    directory = Path(arguments.directory).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(directory)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shortsci.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    os.environ.pop("DATABASE_URL", None)
    os.environ["PAGE_CACHE_MEGABYTES"] = "0"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django

    django.setup()
    prepare(arguments.records)
    if not arguments.build_only:
        measure()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--directory", default="var/bench-search", help="what it holds already is not made anew")
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
        weights = [1 / (rank + 12) for rank in range(len(self.all))]
        self.drawn = self.random.choices(self.all, weights, k=DRAWN)

    def invent(self, number: int) -> str:
        word = ""
        while number or not word:
            number, at = divmod(number, len(SYLLABLES))
            word += SYLLABLES[at]
        return word + SYLLABLES[len(word) % len(SYLLABLES)]

    def some(self, number: int) -> list[str]:
        return self.random.choices(self.drawn, k=number)

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
    """Past the models, by plain SQL: a million in minutes."""
    from django.db import connection, transaction
    from django.db.models import Max

    from papers.models import Author, Category, Paper, Venue
    from papers.taxonomy import CATEGORIES

    Category.objects.bulk_create([Category(code=c, name=n) for c, n in CATEGORIES.items()], ignore_conflicts=True)
    words = Words(first)
    codes, choose = sorted(CATEGORIES), words.random.choice
    slugs = [f"venue-{number}" for number in range(60)]
    Venue.objects.bulk_create([Venue(slug=slug, name=slug.title()) for slug in slugs], ignore_conflicts=True)
    venues = list(Venue.objects.values_list("pk", flat=True))
    names = [f"{choose(words.tail).title()} {choose(words.tail).title()}" for _ in range(30_000)]
    Author.objects.bulk_create([Author(name=name) for name in dict.fromkeys(names)], ignore_conflicts=True)
    authors = list(Author.objects.values_list("pk", "name")[:30_000])
    highest = Paper.objects.aggregate(highest=Max("pk"))["highest"] or 0
    for start in range(first, last, BATCH):
        numbers = range(highest + 1 + start - first, highest + 1 + min(start + BATCH, last) - first)
        signed = [[choose(authors) for _ in range(3)] for _ in numbers]
        papers = [
            (*paper_row(words, number, codes, venues), "\n".join(name for _, name in names))
            for number, names in zip(numbers, signed, strict=True)
        ]
        signatures = [
            (paper[0], author, at, paper[4])
            for paper, names in zip(papers, signed, strict=True)
            for at, (author, _name) in enumerate(names, start=1)
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            raw = cursor.connection
            raw.executemany(PAPER, papers)
            raw.executemany(AUTHORSHIP, signatures)
            raw.executemany(LISTING, ((paper[0], paper[5], paper[4]) for paper in papers))
        print(f"\r{start + len(papers):,} papers", end="", flush=True)
    print()


def paper_row(words: Words, number: int, codes: list[str], venues: list[int]) -> tuple[object, ...]:
    """As PAPER takes it, without authors."""
    chance = words.random
    abstract = ". ".join(words.sentence(18) for _ in range(6)) + r". It takes $O(n \log n)$ steps."
    year = chance.randint(1992, 2026)
    venue = chance.choice(venues) if chance.random() < 0.2 else None
    title = words.sentence(chance.randint(5, 12))
    return (number, title, abstract, year, f"{year}-03-04", chance.choice(codes), venue)


def queries() -> dict[str, list[str]]:
    """Of each kind some twenty, drawn from what is there; after an ampersand stands what else the address says."""
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
        "category, latest first": [f"{word} category:cs.LG&sort=date" for word in frequent[:20]],
        "by score": [f"{word} year:2010-2020&sort=score" for word in frequent[20:40]],
        "second page": [f"{word}&page=2" for word in frequent[:20]],
        "an author alone": [f"author:{name}" for name in families],
        "nothing found": [f"{word} {name} qqqqq" for word, name in zip(frequent, families, strict=False)],
        "a slip": [slip(chance, max(title, key=len)) + " " + title[1] for title in titles],
    }


def slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@dataclass(frozen=True)
class Took:
    """Milliseconds; `cpu` is of all threads of the process."""

    wall: float
    cpu: float


Times = dict[tuple[str, str], list[Took]]  # of each query, by its kind and its text; the first call warms up


def measure() -> None:
    ask, views = asking_the_view()
    asked = [(kind, text) for kind, texts in queries().items() for text in texts]
    in_view: Times = {query: [] for query in asked}
    for query in asked * (ROUNDS + 1):
        ask(query[1])
        in_view[query].append(views.pop())
    in_engine: Times = {query: [] for query in asked}
    for query in asked * (ROUNDS + 1):
        in_engine[query].append(stopped(lambda text=query[1]: engine(text))[1])
    show("all calls", in_view, in_engine, lambda values: values)
    show("fastest of each query", in_view, in_engine, lambda values: [min(values)])


def show(title: str, in_view: Times, in_engine: Times, choose: Callable[[list[float]], list[float]]) -> None:
    columns = [
        f"{what} p{share}" for what in ("view wall", "view CPU", "engine wall", "engine CPU") for share in SHARES
    ]
    print(f"{title + ', ms':28}" + "".join(f"{column:>16}" for column in columns))
    for kind in [*dict.fromkeys(kind for kind, _ in in_view), "all"]:
        chosen = [
            [calls[1:] for (of, _), calls in times.items() if kind in {of, "all"}] for times in (in_view, in_engine)
        ]
        figures = [figure for queries in chosen for figure in figures_of(queries, choose)]
        print(f"{kind:28}" + "".join(f"{figure:16.1f}" for figure in figures))
    print()


def figures_of(queries: list[list[Took]], choose: Callable[[list[float]], list[float]]) -> list[float]:
    """The shares of what is chosen of each query's calls, on the clock and of the processor."""
    walls = [value for calls in queries for value in choose([took.wall for took in calls])]
    cpus = [value for calls in queries for value in choose([took.cpu for took in calls])]
    return [percentile(values, share) for values in (walls, cpus) for share in SHARES]


def asking_the_view() -> tuple[Callable[[str], None], list[Took]]:
    """Asks as a browser does, through all middleware; the list is told what each call of the view itself took."""
    from django.test import Client

    from search import urls

    client = Client()
    views: list[Took] = []
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == "search")
    view = pattern.callback

    def timed(request: object) -> object:
        answer, took = stopped(lambda: view(request))
        views.append(took)
        return answer

    pattern.callback = timed

    def ask(text: str) -> None:
        answer = client.get("/search/?q=" + quote_plus(text, safe="&="))
        assert answer.status_code == 200, answer.status_code

    return ask, views


def stopped(work: Callable[[], object]) -> tuple[object, Took]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, Took((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def engine(text: str) -> None:
    """The floor: the ten best of the same query, nothing counted and nothing read."""
    from search.engine import searching
    from search.language import parse_query
    from search.plans import Plan, groups_of

    asked = parse_query(text.partition("&")[0])
    with searching() as searcher:
        searcher.search(Plan(asked, groups_of(asked.words)).query(), 10, count=False)


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


if __name__ == "__main__":
    main()
