"""Made-up snapshots of arXiv's metadata, as large as asked for, with sizes and frequencies like the real one's."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CATEGORIES = ["cs.LG", "cs.CV", "cs.CL", "hep-ph", "hep-th", "math.CO", "math.AP", "astro-ph.GA", "quant-ph", "stat.ML"]
COMMENTS = [
    "{p} pages, {f} figures",
    "Accepted at ICLR {y}",
    "{p} pages, accepted by MNRAS",
    "NeurIPS {y}",
    "{p} pages",
]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"


def write_snapshot(path: Path, number: int) -> None:
    """The same bytes for the same number."""
    with path.open("w", encoding="utf-8") as file:
        for line in make_lines(number):
            file.write(line + "\n")


@dataclass(frozen=True)
class Stock:
    """What records are put together from."""

    words: list[str]
    givens: list[str]
    families: list[str]
    abstracts: list[str]


def make_lines(number: int) -> Iterator[str]:
    chance = random.Random(1991)
    words = [make_word(chance, 2, 4) for _ in range(8000)]
    stock = Stock(
        words=words,
        givens=[make_word(chance, 2, 3).title() for _ in range(3000)],
        families=[make_word(chance, 2, 4).title() for _ in range(120_000)],
        abstracts=[make_abstract(chance, words) for _ in range(2000)],
    )
    for index in range(number):
        yield json.dumps(make_record(chance, index, stock))


def make_word(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(least, most)))


def make_abstract(chance: random.Random, words: list[str]) -> str:
    text = [chance.choice(words) for _ in range(chance.randint(60, 220))]
    text[10:10] = [f"$\\alpha_{chance.randint(1, 9)}$"] if chance.random() < 0.4 else []
    lines = [" ".join(text[start : start + 12]) for start in range(0, len(text), 12)]
    return "  " + "\n".join(lines) + "\n"


def make_name(chance: random.Random, givens: list[str], families: list[str]) -> list[str]:
    """A third is of people who write, some of them very much; the others are spread over millions of forms."""
    if chance.random() < 0.35:
        person = int(30_000 * chance.random() ** 3)
        return [families[person], givens[person % len(givens)], ""]
    return [chance.choice(families), chance.choice(givens), ""]


def make_record(chance: random.Random, index: int, stock: Stock) -> dict[str, object]:
    month = min(index * 132 // 3_000_000, 131)  # from 2015 on, some 23,000 a month
    year, month = 2015 + month // 12, month % 12 + 1
    arxiv_id = f"{year % 100:02d}{month:02d}.{index % 99_999 + 1:05d}"
    people = max(1, min(int(chance.lognormvariate(1.35, 0.65)), 60))
    names = [make_name(chance, stock.givens, stock.families) for _ in range(people)]
    title = " ".join(chance.choice(stock.words) for _ in range(chance.randint(5, 14))).capitalize()
    comment = chance.choice(COMMENTS).format(p=chance.randint(4, 60), f=chance.randint(1, 12), y=year)
    created = f"Mon, {chance.randint(1, 28)} {MONTHS[month - 1]} {year} 12:00:00 GMT"
    versions = [{"version": f"v{n + 1}", "created": created} for n in range(1 + (chance.random() < 0.4))]
    return {
        "id": arxiv_id,
        "title": title + (" in $d$ dimensions" if chance.random() < 0.1 else ""),
        "authors": ", ".join(f"{given} {family}" for family, given, _ in names),
        "abstract": chance.choice(stock.abstracts),
        "categories": " ".join(dict.fromkeys(chance.choice(CATEGORIES) for _ in range(chance.randint(1, 3)))),
        "comments": comment if chance.random() < 0.6 else None,
        "journal-ref": None,
        "doi": f"10.1103/PhysRevD.{index}" if chance.random() < 0.35 else None,
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "versions": versions,
        "update_date": f"{year}-{month:02d}-28",
        "authors_parsed": names,
    }
