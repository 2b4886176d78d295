"""The two plots of the page on ranking, as numbers and path data for a template to print. Pure.

Axes are fixed, so that a script can move the points without drawing them anew; shortsci/ranking.js does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from shortsci.marking import gettext_noop
from votes.ranking import SECONDS_PER_DECADE, Z_90, wilson_lower_bound

WIDTH, HEIGHT = 400, 288
LEFT, RIGHT, TOP, BOTTOM = 40, 380, 18, 246
MAXIMUM_VOTES = 5_000  # of each kind
MAXIMUM_HOURS = 96
HOURS_PER_DECADE = SECONDS_PER_DECADE / 3600
SHARES = (0.5, 0.75, 0.9, 1.0)
CURVE_STEPS = 60


@dataclass(frozen=True)
class Axis:
    """From values to units of the drawing; `end` may lie before `start`, as it does upward."""

    low: float
    high: float
    start: float
    end: float
    is_logarithmic: bool = False

    def place(self, value: float) -> float:
        """Within the axis, also for what is beyond it."""
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_logarithmic:
            low, high, value = log10(low), log10(high), log10(value)
        return self.start + (value - low) / (high - low) * (self.end - self.start)


@dataclass(frozen=True)
class Tick:
    place: float
    label: str


@dataclass(frozen=True)
class Curve:
    """`name` is a class of the stylesheet and what a script finds it by; the label stands at its end."""

    name: str
    path: str
    label: str = ""
    label_y: float = 0


@dataclass(frozen=True)
class Point:
    name: str
    x: float
    y: float
    guide: str


@dataclass(frozen=True)
class Plot:
    name: str
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    curves: Sequence[Curve]
    points: Sequence[Point]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


@dataclass(frozen=True)
class Entry:
    """One summary in the plots: its votes, and its age in hours."""

    name: str
    upvotes: int
    downvotes: int
    age: float

    @property
    def votes(self) -> int:
        return self.upvotes + self.downvotes

    @property
    def score(self) -> int:
        return self.upvotes - self.downvotes

    @property
    def share(self) -> float:
        return self.upvotes / self.votes if self.votes else 0.0

    @property
    def wilson(self) -> float:
        return wilson_lower_bound(self.upvotes, self.downvotes)

    @property
    def lead(self) -> float:
        """Its hot value less that of a summary without votes that is published now: the date's part cancels out."""
        return lead_at(self.score, self.age)


def lead_at(score: int, age: float) -> float:
    order = log10(max(abs(score), 1))
    return (order if score >= 0 else -order) - age / HOURS_PER_DECADE


VOTES_AXIS = Axis(1, 2 * MAXIMUM_VOTES, LEFT, RIGHT, is_logarithmic=True)
BOUND_AXIS = Axis(0, 1, BOTTOM, TOP)
HOURS_AXIS = Axis(0, MAXIMUM_HOURS, LEFT, RIGHT)
LEAD_AXIS = Axis(-12, 4, BOTTOM, TOP)


def draw_wilson(entries: Sequence[Entry]) -> Plot:
    """The bound against the number of votes, at fixed shares of up-votes and at those of the entries."""
    return Plot(
        "wilson",
        x_ticks=[Tick(VOTES_AXIS.place(10**power), f"{10**power:,}") for power in range(5)],
        y_ticks=[Tick(BOUND_AXIS.place(tenths / 10), f"{tenths / 10:.1f}") for tenths in range(0, 11, 2)],
        curves=[
            *(
                Curve("reference", draw_bound(share), f"{share:.0%}", BOUND_AXIS.place(end_of_bound(share)))
                for share in SHARES
            ),
            *(Curve(entry.name, draw_bound(entry.share)) for entry in entries),
        ],
        points=[point(entry.name, VOTES_AXIS, BOUND_AXIS, entry.votes, entry.wilson) for entry in entries],
    )


def draw_bound(share: float) -> str:
    """At each number of votes what so many of them with this share would give."""
    numbers = [VOTES_AXIS.high ** (step / CURVE_STEPS) for step in range(CURVE_STEPS + 1)]
    bounds = [wilson_lower_bound(share * number, (1 - share) * number) for number in numbers]
    return draw_line(VOTES_AXIS, BOUND_AXIS, list(zip(numbers, bounds, strict=True)))


def end_of_bound(share: float) -> float:
    return wilson_lower_bound(share * VOTES_AXIS.high, (1 - share) * VOTES_AXIS.high)


def draw_hot(entries: Sequence[Entry]) -> Plot:
    """The lead over a new summary without votes, as age grows and votes stay."""
    return Plot(
        "hot",
        x_ticks=[Tick(HOURS_AXIS.place(hours), f"{hours}") for hours in range(0, MAXIMUM_HOURS + 1, 24)],
        y_ticks=[Tick(LEAD_AXIS.place(lead), f"{lead}".replace("-", "−")) for lead in range(-12, 5, 4)],
        curves=[
            Curve("reference", draw_lead(0)),
            *(Curve(entry.name, draw_lead(entry.score)) for entry in entries),
        ],
        points=[point(entry.name, HOURS_AXIS, LEAD_AXIS, entry.age, entry.lead) for entry in entries],
    )


def draw_lead(score: int) -> str:
    ages = (0, MAXIMUM_HOURS)
    return draw_line(HOURS_AXIS, LEAD_AXIS, [(age, lead_at(score, age)) for age in ages])


def draw_line(across: Axis, up: Axis, places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{across.place(x):.1f} {up.place(y):.1f}" for x, y in places)


def point(name: str, across: Axis, up: Axis, x: float, y: float) -> Point:
    """With a guide from the left axis to it and on down to the lower one."""
    px, py = across.place(max(x, across.low)), up.place(y)
    return Point(name, px, py, f"M{LEFT:.1f} {py:.1f}H{px:.1f}V{BOTTOM:.1f}")


SENTENCES = {
    "best_tie": gettext_noop("In “best” the two tie, and the one with the lower number comes first."),
    "best_own": gettext_noop("In “best” yours stands higher."),
    "best_rival": gettext_noop("In “best” the rival stands higher."),
    "hot_tie": gettext_noop("In “hot” the two stand side by side."),
    "hot_own": gettext_noop("In “hot” yours leads by {lead}, as much as {hours} hours."),
    "hot_rival": gettext_noop("In “hot” the rival leads by {lead}, as much as {hours} hours."),
}


def verdict(own: Entry, rival: Entry, sentences: Mapping[str, str] = SENTENCES) -> str:
    """Which of the two stands higher in each order; `sentences` are those of SENTENCES, in the reader's language."""
    return f"{best_verdict(own, rival, sentences)} {hot_verdict(own, rival, sentences)}"


def best_verdict(own: Entry, rival: Entry, sentences: Mapping[str, str]) -> str:
    first = (own.wilson, own.score, own.age)
    second = (rival.wilson, rival.score, rival.age)
    if first == second:
        return sentences["best_tie"]
    return sentences["best_own" if first > second else "best_rival"]


def hot_verdict(own: Entry, rival: Entry, sentences: Mapping[str, str]) -> str:
    lead = own.lead - rival.lead
    if abs(lead) < 0.005:
        return sentences["hot_tie"]
    hours = abs(lead) * HOURS_PER_DECADE
    return sentences["hot_own" if lead > 0 else "hot_rival"].format(lead=f"{abs(lead):.2f}", hours=f"{hours:.1f}")


def constants() -> dict[str, float]:
    """What a script needs to draw the same."""
    return {
        "z": Z_90,
        "hoursPerDecade": HOURS_PER_DECADE,
        "left": LEFT,
        "right": RIGHT,
        "top": TOP,
        "bottom": BOTTOM,
        "votesHigh": VOTES_AXIS.high,
        "hoursHigh": HOURS_AXIS.high,
        "leadLow": LEAD_AXIS.low,
        "leadHigh": LEAD_AXIS.high,
        "steps": CURVE_STEPS,
    }
