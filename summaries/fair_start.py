"""The draw of the front page's reserved places, as pure functions, so that anybody can repeat it.

The seed is public before the draw and changes each hour; what is drawn from is public too, see /api/v1/fair-start/.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

WORD = "shortsci"  # keeps our draws apart from anybody else's that use the hour
STEP = 5  # every fifth place of the page is a reserved one, as many as there are


def seed_at(moment: datetime) -> str:
    """The hour in UTC and a fixed word, such as "2026-11-21T14 shortsci". `moment` must know its time zone."""
    if moment.tzinfo is None:
        raise ValueError("the moment must have a time zone")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H} {WORD}"


def draw(seed: str, ids: Iterable[int]) -> list[int]:
    """All of them in the order drawn: by SHA-256 of the seed, a colon and the number of the summary."""
    return sorted(ids, key=lambda number: (hashlib.sha256(f"{seed}:{number}".encode()).digest(), number))


def first_absent(drawn: Iterable[int], shown: Collection[int], places: int) -> list[int]:
    """Those that come up first and do not stand on the page anyway."""
    return list(islice((number for number in drawn if number not in shown), max(places, 0)))


def set_in(rows: Sequence[Item], drawn: Sequence[Item]) -> list[Item]:
    """The page with the drawn ones in its reserved places; where it ends before, they follow at its end."""
    placed = list(rows)
    for number, item in enumerate(drawn, start=1):
        placed.insert(number * STEP - 1, item)
    return placed
