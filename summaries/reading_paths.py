"""What to read before a paper: the works it builds on, and those that they build on, foundations first.

Pure: works are keys, and `builds_on` says for a work which others it builds on. Where works build on each other in a
circle, the older one comes first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Key = str
UNDATED = 9999


@dataclass(frozen=True)
class ReadingPath:
    """`order` ends with the goal. `steps` are pairs (earlier, later) without those that follow from others.

    `level` is 0 for foundations; a step always leads to a higher level.
    """

    order: tuple[Key, ...]
    steps: tuple[tuple[Key, Key], ...]
    level: Mapping[Key, int]


def find_reading_path(goal: Key, builds_on: Mapping[Key, Collection[Key]], years: Mapping[Key, int]) -> ReadingPath:
    """The same answer for any order of the same edges; edges that do not lead to the goal do not count."""
    below = {key: reachable(key, builds_on) for key in reachable(goal, builds_on)}
    # A work has more below it than any that it builds on; only works of one circle have the same below them.
    order = sorted(below, key=lambda key: (len(below[key]), key == goal, years.get(key, UNDATED), key))
    place = {key: number for number, key in enumerate(order)}
    before = {key: {work for work in builds_on.get(key, ()) if place[work] < place[key]} for key in order}
    steps = [(work, key) for key in order for work in sorted(direct(before[key], before), key=place.__getitem__)]
    level: dict[Key, int] = {}
    for key in order:
        level[key] = 1 + max((level[work] for work in before[key]), default=-1)
    level[goal] = max((number + 1 for key, number in level.items() if key != goal), default=0)
    return ReadingPath(tuple(order), tuple(steps), level)


def reachable(start: Key, builds_on: Mapping[Key, Collection[Key]]) -> set[Key]:
    """The work itself and all that it stands on, at any distance."""
    found, waiting = {start}, [start]
    while waiting:
        new = set(builds_on.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def direct(works: Collection[Key], before: Mapping[Key, Collection[Key]]) -> set[Key]:
    """Without works that another one of them stands on anyway."""
    implied = {key for work in works for key in reachable(work, before) if key != work}
    return set(works) - implied
