"""How much each sign says that two papers are related, and what they say together. Pure.

Signs are taken for independent: each leaves a share of doubt, and together they leave the product of their doubts.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Stored words; they do not change."""

    CITED = "cited"
    CITES = "cites"
    CITES_SAME = "cites_same"
    READERS = "readers"
    AUTHORS = "authors"
    WORDS = "words"


# What a reason turns into when the two papers change places.
SEEN_FROM_THERE = {Reason.CITED: Reason.CITES, Reason.CITES: Reason.CITED}

BUILDING, MENTIONING = 0.65, 0.5
SHARED_WORK = 0.5
SHARED_AUTHOR, MOST_BY_AUTHORS = 0.2, 0.6
READERS_AT_LEAST, MOST_BY_READERS = 0.25, 0.85
BEYOND_CHANCE = 1.5
MOST_BY_WORDS = 0.6
UNSEEN_WORDS = 10
LEAST_ALIKE = 0.12  # cosine of two texts; below it common words are chance
SAME_CATEGORY, SAME_VENUE = 1.15, 1.05
WITHOUT_SUMMARY = 0.6  # there is nothing to read about it here yet

WORD = re.compile(r"[^\W\d_]{3,}")
SHOWN_WORDS = 2
# Of English abstracts: what stands in all of them, whatever they are about.
EVERYWHERE = """
about above achieve achieves across after against all allow allows almost along also although among and another
any approach approaches are art available based because become been before being best better between both but can
case cases compared could current data demonstrate demonstrates describe design despite different does due during
each easily effective efficient either especially even every existing experiment experiments few find first for
found four from further general give given gives good has have here high however how important improve improved
improves include including into introduce introduces its itself just known large less like main make makes many
may mean method methods model models more most much must near need needs new non not novel number obtain often one
only open other our out over own paper papers perform performance point present presents problem problems propose
proposed proposes provide provides quite rather recent recently require requires research result results same
several should show shown shows significant significantly simple since single small some state still studied study
such systems system task tasks than that the their them then there these they this those three through thus time
two under understand understanding unlike upon use used useful uses using various very via was way ways well were
what when where whether which while who whose will with within without work works would yet you your
"""
STOP_WORDS = frozenset(EVERYWHERE.split())


@dataclass(frozen=True, slots=True)
class Sign:
    """Something speaks for a paper, with a strength between 0 and 1."""

    paper: int
    reason: Reason
    strength: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that speaks for a paper, and the reason that says most."""

    paper: int
    score: float
    reason: Reason


def weigh(signs: Iterable[Sign]) -> list[Weighed]:
    """One for each paper, the best first."""
    by_paper: dict[int, list[Sign]] = {}
    for sign in signs:
        by_paper.setdefault(sign.paper, []).append(sign)
    weighed = [
        Weighed(
            paper,
            1 - math.prod(1 - sign.strength for sign in found),
            max(found, key=lambda sign: (sign.strength, sign.reason)).reason,
        )
        for paper, found in by_paper.items()
    ]
    return sorted(weighed, key=lambda row: (-row.score, -row.paper))


def weigh_citation(*, builds_on: bool, siblings: int) -> float:
    """One of `siblings` works that are named together: of three each counts more than of sixty."""
    return (BUILDING if builds_on else MENTIONING) * math.pow(max(siblings, 1), -0.2)


def weigh_shared_works(uses: Iterable[int]) -> float:
    """For each work that both name, in how many summaries it is named at all: what everybody names tells little."""
    return 1 - math.prod(1 - SHARED_WORK / (1 + math.log(max(number, 2))) for number in uses)


def weigh_shared_authors(number: int) -> float:
    return min(MOST_BY_AUTHORS, 1 - (1 - SHARED_AUTHOR) ** number)


def weigh_shared_readers(shared: int, here: int, there: int, accounts: int) -> float:
    """How far two sets of readers agree beyond chance, in steps of a tenth, so that one more hardly ever shows.

    By chance they share `here` × `there` / `accounts`: on a small site everybody has read everything.
    """
    by_chance = here * there / accounts
    if shared < BEYOND_CHANCE * by_chance:
        return 0.0
    agreement = min(1.0, (shared - by_chance) / math.sqrt(here * there))
    return READERS_AT_LEAST + (MOST_BY_READERS - READERS_AT_LEAST) * math.floor(agreement * 10) / 10


def weigh_words(cosine: float) -> float:
    return min(MOST_BY_WORDS, cosine) if cosine >= LEAST_ALIKE else 0.0


def weigh_place(*, same_category: bool, same_venue: bool, has_summaries: bool) -> float:
    """A factor on what the signs say; a place in common says nothing alone."""
    factor = SAME_CATEGORY if same_category else 1.0
    factor *= SAME_VENUE if same_venue else 1.0
    return factor if has_summaries else factor * WITHOUT_SUMMARY


def count_words(text: str) -> Counter[str]:
    """Of a text without markup, the words that say what it is about; a plural counts as its singular."""
    words = (singular(word) for word in WORD.findall(text.lower()))
    return Counter(word for word in words if word not in STOP_WORDS)


def singular(word: str) -> str:
    is_plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "is", "us"))
    return word[:-1] if is_plural else word


def cosine(one: Counter[str], other: Counter[str]) -> float:
    """Of the two texts' words, each counted by the logarithm, so that one repeated word does not decide.

    Each text is taken to have some more words that the other has not: two titles are alike by chance.
    """
    product = sum(damped(one[word]) * damped(other[word]) for word in one.keys() & other.keys())
    return product / (length(one) * length(other)) if product else 0.0


def length(words: Counter[str]) -> float:
    return math.sqrt(UNSEEN_WORDS + sum(damped(number) ** 2 for number in words.values()))


def damped(number: int) -> float:
    return 1 + math.log(number)


def shared_words(one: Counter[str], other: Counter[str]) -> str:
    """The words that both texts dwell on, for a reader; at equal use the longer ones, which tend to be the rarer."""
    common = one.keys() & other.keys()
    ordered = sorted(common, key=lambda word: (-damped(one[word]) * damped(other[word]), -len(word), word))
    return ", ".join(ordered[:SHOWN_WORDS])[:80]
