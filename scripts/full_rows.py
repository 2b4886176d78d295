"""The made-up rows of bench_pages: all of arXiv's size, with the crowded corners that a real site has.

One author with thousands of papers, one venue with tens of thousands, a tenth of all papers in one category, a writer
of a fiftieth of all summaries, a paper with hundreds of them, one that thousands mention, and a reader who votes, waits
and is told much.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scripts.bench_lists import NOW, SUMMARY_COLUMNS, USER_COLUMNS, Rows, Tables, authors, users
from scripts.bench_lists import summaries as made_summaries

FIRST_DAY = date(1991, 8, 14)
AUTHORS_A_PAPER = 6
VENUES = 2_000
VENUE_OFFSET = 100_000  # venues that migrations know come first
KINDS = ("journal", "conference", "workshop", "other")
ABSTRACT = (
    "We look at it from all sides, prove a bound for convex losses, and measure what is left of it in practice. " * 6
)
READER_VOTES, READER_WISHES, READER_DRAFTS, READER_NOTICES = 5_000, 100, 500, 10_000


@dataclass(frozen=True)
class Size:
    papers: int
    summaries: int

    @property
    def people(self) -> int:
        return max(self.summaries // 100, 50)

    @property
    def prolific_writer(self) -> int:
        return self.people + 1

    @property
    def reader(self) -> int:
        return self.people + 2

    @property
    def summarised(self) -> int:
        """Papers that have summaries; four each."""
        return min(max(self.summaries // 4, 1), self.papers // 2)

    @property
    def crowded_paper(self) -> int:
        return self.summarised + 1

    @property
    def crowd(self) -> int:
        """Summaries of the crowded paper, each by another writer."""
        return min(500, self.people)

    @property
    def authors(self) -> int:
        return max(self.papers // 2, 10)


def full_rows(size: Size, categories: list[str]) -> Tables:
    """`categories` are the codes that the database knows."""
    paper_columns = (
        "id title abstract comment journal_ref primary_category_id published_on year version venue_id venue_year state "
        "failure_reason attempts summary_count wanted_count lead_authors author_count"
    )
    draft_columns = (
        "id writer_id paper_id body tldr visibility is_anonymous competing_interests ai_use note version base_revision "
        "saved_at"
    )
    return {
        "accounts_user": (USER_COLUMNS.split(), lambda: users(size.reader)),
        "papers_venue": (["id", "slug", "name", "full_name", "kind"], venues),
        "papers_author": (["id", "name", "name_key"], lambda: named_alike(size)),
        "papers_paper": (paper_columns.split(), lambda: papers(size, categories)),
        "papers_paperidentifier": (["id", "paper_id", "kind", "value"], lambda: identifiers(size.papers)),
        "papers_papercategory": (
            ["id", "paper_id", "category_id", "position", "published_on"],
            lambda: listings(size, categories),
        ),
        "papers_authorship": (["id", "paper_id", "author_id", "position", "listed_on"], lambda: authorships(size)),
        "summaries_summary": (SUMMARY_COLUMNS.split(), lambda: summaries(size)),
        "summaries_reference": (["id", "summary_id", "kind", "value", "how"], lambda: references(size)),
        "summaries_summaryrequest": (["id", "paper_id", "reader_id", "asked_at"], lambda: wishes(size)),
        "summaries_draft": (draft_columns.split(), lambda: drafts(size)),
        "votes_vote": (["id", "summary_id", "voter_id", "value", "cast_at", "changed_at"], lambda: votes(size)),
        "votes_reputationday": (["id", "writer_id", "day", "received", "gained"], lambda: reputation_days(size)),
        "accounts_notification": (
            ["id", "reader_id", "kind", "text", "url", "key", "created_at", "read_at"],
            lambda: notices(size),
        ),
    }


def venues() -> Rows:
    for key in range(1, VENUES + 1):
        kind = KINDS[key % len(KINDS)]
        yield VENUE_OFFSET + key, f"made-up-{key}", f"Made-up {kind} {key}", f"The {kind} of thing {key}", kind


def named_alike(size: Size) -> Rows:
    """Thirty share a family name and an initial."""
    for key, name in authors(size.authors):
        yield key, name, f"author {key // 30}"


def skewed(chance: random.Random, number: int, power: int) -> int:
    """From 1 to `number`, the small ones far more often."""
    return int(number * chance.random() ** power) + 1


def day_of(size: Size, paper: int) -> date:
    """A site that grows: half of all papers are of the last third of the years."""
    days = (NOW.date() - FIRST_DAY).days
    return FIRST_DAY + timedelta(days=int(days * (paper / (size.papers + 1)) ** 0.6))


def papers(size: Size, categories: list[str]) -> Rows:
    chance, signed = random.Random(1), signatures(size)
    for key in range(1, size.papers + 1):
        day = day_of(size, key)
        authors = [f"Author {number}" for number in next(signed)]
        venue = VENUE_OFFSET + skewed(chance, VENUES, 3) if chance.random() < 0.3 else None
        wanted = chance.randint(1, 40) if key % 60 == 0 and key > size.crowded_paper else 0
        count = 4 if key <= size.summarised else size.crowd if key == size.crowded_paper else 0
        title = f"On the Nature of Thing {key}: Bounds of Order $O(n^{{{key % 9}}})$ and What They Hide"
        texts = (title, ABSTRACT, "12 pages, 3 figures", "")
        place = (venue, day.year if venue else None)
        yield (
            key,
            *texts,
            category_of(key, categories),
            day.isoformat(),
            day.year,
            1,
            *place,
            "ready",
            "",
            0,
            count,
            wanted,
            "\n".join(authors),
            len(authors),
        )


def category_of(paper: int, categories: list[str]) -> str:
    """The same whenever it is asked; the first category has a tenth of all papers."""
    share = paper * 2_654_435_761 % 2**32 / 2**32
    return categories[int(len(categories) * share**2)]


def identifiers(papers: int) -> Rows:
    for key in range(1, papers + 1):
        yield key, key, "arxiv", f"{1000 + key // 100_000}.{key % 100_000:05d}"


def listings(size: Size, categories: list[str]) -> Rows:
    number = 0
    for key in range(1, size.papers + 1):
        primary, day = category_of(key, categories), day_of(size, key).isoformat()
        number += 1
        yield number, key, primary, 1, day
        other = categories[key % len(categories)]
        if key % 3 and other != primary:
            number += 1
            yield number, key, other, 2, day


def signatures(size: Size) -> Iterator[list[int]]:
    """The authors of each paper, the same ones whenever it is asked."""
    chance = random.Random(2)
    for _paper in range(size.papers):
        yield [skewed(chance, size.authors, 2) for _position in range(AUTHORS_A_PAPER)]


def authorships(size: Size) -> Rows:
    number = 0
    for key, signed in enumerate(signatures(size), start=1):
        day = day_of(size, key).isoformat()
        for position, author in enumerate(signed, start=1):
            number += 1
            yield number, key, author, position, day


def summaries(size: Size) -> Rows:
    """Four a paper; a fiftieth of them by one writer, and hundreds on one paper."""
    many = size.summaries // 50
    for row in made_summaries(size.summaries, size.summarised, size.people):
        key, paper, writer, *rest = row
        if key <= many:
            writer = size.prolific_writer
        elif key <= many + size.crowd:
            paper = size.crowded_paper
        yield key, paper, writer, *rest


def references(size: Size) -> Rows:
    """Every fiftieth summary names the first paper, every second one any other; a third of them build on it."""
    for key in range(1, size.summaries // 2 + 1):
        paper = 1 if key % 25 == 0 else key * 17 % size.papers + 1
        value = f"{1000 + paper // 100_000}.{paper % 100_000:05d}"
        yield key, 2 * key, "arxiv", value, "mentions" if key % 3 else "builds_on"


def wishes(size: Size) -> Rows:
    wanted = [key for key in range(60, size.papers, 60) if key > size.crowded_paper][:READER_WISHES]
    for key, paper in enumerate(wanted, start=1):
        yield key, paper, size.reader, NOW


def drafts(size: Size) -> Rows:
    for key in range(1, READER_DRAFTS + 1):
        saved_at = NOW - timedelta(hours=key)
        yield key, size.reader, key, "A draft. " * 200, "", "public", False, "", "", "", 1, 0, saved_at


def votes(size: Size) -> Rows:
    """One on each summary, and the reader's on thousands."""
    chance = random.Random(3)
    number = 0
    for summary in range(1, size.summaries + 1):
        voters = [summary * 7 % size.people + 1]
        if summary <= READER_VOTES:
            voters.append(size.reader)
        for voter in voters:
            number += 1
            yield number, summary, voter, 1 if chance.random() < 0.8 else -1, NOW, NOW


def reputation_days(size: Size) -> Rows:
    for key in range(1, 1001):
        yield key, size.prolific_writer, (NOW.date() - timedelta(days=key)).isoformat(), 12, 12


def notices(size: Size) -> Rows:
    for key in range(1, READER_NOTICES + 1):
        created_at = NOW - timedelta(minutes=READER_NOTICES - key)
        texts = ("comment", "Somebody has commented on your summary.", f"/summaries/{key}/", f"comment-{key}")
        row: tuple[Any, ...] = (key, size.reader, *texts, created_at, None if key % 30 == 0 else created_at)
        yield row
