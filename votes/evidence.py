"""What moderators are shown of a burst: numbers that tell a crowd from a ring, and never who voted what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db.models import Count, F, Q
from django.utils.translation import gettext_noop

from votes.models import Burst, Vote

# Each with the age, in days, that the accounts in it had not reached when they voted.
AGES = {
    gettext_noop("less than a day"): 1,
    gettext_noop("up to a week"): 7,
    gettext_noop("up to a month"): 30,
    gettext_noop("up to a year"): 365,
}
OLDER = gettext_noop("a year or more")
NOTHING_HELD: tuple[int, int, list[tuple[str, int]]] = (0, 0, [])


@dataclass(frozen=True)
class Ring:
    """How often the people of a burst have voted on the signed summaries of this writer, all time, up or down."""

    voters: int
    votes: int

    @property
    def voters_a_vote(self) -> float:
        """1 where each of them has voted once; the lower, the more it is always the same people."""
        return self.voters / self.votes


@dataclass(frozen=True)
class Evidence:
    """`ages` counts the accounts by their age when they voted. `ring` is None for an anonymous summary.

    What its writer's other summaries got would tell who the writer is.
    """

    burst: Burst
    up: int
    down: int
    ages: list[tuple[str, int]]
    ring: Ring | None

    @property
    def votes(self) -> int:
        return self.up + self.down


def evidence_on(bursts: Sequence[Burst]) -> list[Evidence]:
    """In two queries, whatever their number."""
    counts = count_held(bursts)
    rings = find_rings(bursts)
    return [Evidence(burst, *counts.get(burst.pk, NOTHING_HELD), rings.get(burst.pk)) for burst in bursts]


def count_held(bursts: Sequence[Burst]) -> dict[int, tuple[int, int, list[tuple[str, int]]]]:
    """Up, down and ages, for each burst that holds votes."""
    younger = {
        f"under_{days}": Count("pk", filter=Q(voter__date_joined__gt=F("cast_at") - timedelta(days=days)))
        for days in AGES.values()
    }
    held = Vote.objects.filter(burst__in=bursts, state=Vote.State.HELD).values("burst").order_by("burst")
    rows = held.annotate(
        up=Count("pk", filter=Q(value=Vote.UP)), down=Count("pk", filter=Q(value=Vote.DOWN)), **younger
    ).values_list("burst", "up", "down", *younger)
    return {burst: (up, down, ages_of(up + down, under)) for burst, up, down, *under in rows}


def ages_of(accounts: int, under: list[int]) -> list[tuple[str, int]]:
    """`under` counts those below each bound of AGES, the younger ones among them."""
    numbers = [later - earlier for earlier, later in pairwise([0, *under, accounts])]
    return list(zip([*AGES, OLDER], numbers, strict=True))


def find_rings(bursts: Sequence[Burst]) -> dict[int, Ring]:
    signed = [burst for burst in bursts if not burst.summary.is_anonymous]
    together = Vote.objects.filter(
        burst__in=signed,
        state=Vote.State.HELD,
        voter__votes__summary__writer=F("summary__writer"),
        voter__votes__summary__is_anonymous=False,
        voter__votes__summary__visibility="public",
    )
    rows = together.values("burst").order_by("burst")
    counted = rows.annotate(voters=Count("voter", distinct=True), votes=Count("voter__votes"))
    return {row["burst"]: Ring(row["voters"], row["votes"]) for row in counted}
