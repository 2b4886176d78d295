"""The plot of a writer's points over time. Pure: numbers in units of an SVG, for a template to print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

MOST_RULES = 5  # lines across, the one at zero among them

Point = tuple[date, int]


@dataclass(frozen=True)
class Words:
    """How numbers and dates are written on the axes."""

    number: Callable[[int], str]
    date: Callable[[date], str]


ENGLISH = Words(number=lambda number: f"{number:,}", date=lambda day: f"{day:%-d %b %Y}")


@dataclass(frozen=True)
class Label:
    """Words at a point; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Frame:
    """Where the curve lies in the picture: its four sides, in the picture's units, and what they stand for."""

    left: float
    right: float
    top: float
    floor: float
    first: date
    last: date
    most: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def across(self, day: date) -> float:
        return self.left + (self.right - self.left) * ((day - self.first).days / (self.days or 1))

    def down(self, value: float) -> float:
        return self.floor - (self.floor - self.top) * value / self.most


@dataclass(frozen=True)
class Plot:
    """`line` and `area` are SVG path data; each of `rules` is a line across at its `y`."""

    name: str
    width: float
    height: float
    frame: Frame
    line: str
    area: str
    rules: tuple[Label, ...] = ()
    dates: tuple[Label, ...] = ()


def draw_plot(
    name: str, points: Sequence[Point], today: date, *, width: float, height: float, words: Words = ENGLISH
) -> Plot:
    """A staircase from the first day to today between labelled axes. `points` holds one day at least, in order."""
    step = step_for(highest(points))
    most = max(step, -(-highest(points) // step) * step)
    widest = len(words.number(most))
    frame = frame_of(points, today, left=12 + 8 * widest, right=width - 4, top=10, floor=height - 26, most=most)
    rules = tuple(
        Label(frame.left - 8, frame.down(value), words.number(value), "end") for value in range(0, most + 1, step)
    )
    dates = (
        Label(frame.left, height - 6, words.date(frame.first), "start"),
        Label(frame.right, height - 6, words.date(frame.last), "end"),
    )
    line = draw_stairs(points, frame)
    return Plot(name, width, height, frame, line, fill_below(line, frame), rules, dates)


def draw_sparkline(name: str, points: Sequence[Point], today: date, *, width: float, height: float) -> Plot:
    """The same staircase alone, to stand beside a number."""
    most = max(1, highest(points))
    frame = frame_of(points, today, left=1, right=width - 1, top=2, floor=height - 1, most=most)
    line = draw_stairs(points, frame)
    return Plot(name, width, height, frame, line, fill_below(line, frame))


def highest(points: Sequence[Point]) -> int:
    return max(points, key=itemgetter(1))[1]


def frame_of(
    points: Sequence[Point], today: date, *, left: float, right: float, top: float, floor: float, most: int
) -> Frame:
    return Frame(left, right, top, floor, points[0][0], max(today, points[-1][0]), most)


def draw_stairs(points: Sequence[Point], frame: Frame) -> str:
    """Up from zero on the first day, level between days, level until the end.

    As `across` and `down` have it; some writers have a thousand days, and to call both for each takes twice as long.
    """
    left, width, first, span = frame.left, frame.right - frame.left, frame.first.toordinal(), frame.days or 1
    floor, height, most = frame.floor, frame.floor - frame.top, frame.most
    stairs = "".join(
        f"H{left + width * ((day.toordinal() - first) / span):.6g}V{floor - height * value / most:.6g}"
        for day, value in points
    )
    return f"M{frame.left:g} {frame.floor:g}{stairs}H{frame.right:g}"


def fill_below(line: str, frame: Frame) -> str:
    return f"{line}V{frame.floor:g}H{frame.left:g}Z"


def step_for(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that the lines across are few."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= step * (MOST_RULES - 1):
                return step
        power *= 10
