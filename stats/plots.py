"""Columns and bars as numbers in units of an SVG, for a template to print. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from votes.reputation_plots import ENGLISH, Point, Words, draw_plot, fill_below, step_for
from votes.reputation_plots import Plot as Curve

CHARACTER = 6.8  # width of one in the smallest type, rounded up
LABEL_GAP = 10
WIDEST_COLUMN = 48
BAR_HEIGHT, BAR_PITCH = 12, 26
VALUES_FIT = 26  # pixels that a column needs for its value above it

Value = tuple[str, int]  # label and number


@dataclass(frozen=True)
class Mark:
    """A column or a bar, with its number and where that stands."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int
    value_x: float
    value_y: float


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Rule:
    y: float
    value: int


@dataclass(frozen=True)
class Plot:
    """`shows_values` is false where the numbers would run into each other."""

    name: str
    size: str
    width: float
    height: float
    left: float
    right: float
    marks: tuple[Mark, ...]
    labels: tuple[Text, ...]
    rules: tuple[Rule, ...] = ()
    shows_values: bool = True

    @property
    def largest(self) -> Mark:
        return max(self.marks, key=lambda mark: mark.value)


def draw_columns(
    name: str, values: Sequence[Value], *, size: str, width: float, height: float, labels_from: int = -1
) -> Plot:
    """Side by side above a common floor, in the order given; of the labels as many as there is room for.

    `labels_from` is the column that has one in any case, 0 for the first and -1 for the last.
    """
    most = max(value for _, value in values)
    step = step_for(most)
    ceiling = max(step, -(-most // step) * step)
    left, right, top, floor = 12 + CHARACTER * len(f"{ceiling:,}"), width - 6, 20, height - 26
    pitch = (right - left) / len(values)
    thick = min(WIDEST_COLUMN, pitch * 0.72)
    marks = []
    for number, (label, value) in enumerate(values):
        x, tall = left + pitch * (number + 0.5), (floor - top) * value / ceiling
        marks.append(Mark(x - thick / 2, floor - tall, thick, tall, label, value, x, floor - tall - 5))
    return Plot(
        name,
        size,
        width,
        height,
        left,
        right,
        tuple(marks),
        spread_labels(values, left, right, height - 8, labels_from),
        tuple(Rule(floor - (floor - top) * value / ceiling, value) for value in range(0, ceiling + 1, step)),
        shows_values=pitch >= max(VALUES_FIT, CHARACTER * len(f"{most:,}") + 4),
    )


def spread_labels(values: Sequence[Value], left: float, right: float, y: float, labels_from: int) -> tuple[Text, ...]:
    """Every label, every second, every third; the outer ones are moved into the plot.

    What would touch another one is left out, never the one at the end that has its label in any case.
    """
    pitch = (right - left) / len(values)
    widest = CHARACTER * max(len(label) for label, _ in values)
    every = max(1, -(-int(widest + LABEL_GAP) // max(1, int(pitch))))
    texts = []
    first = 0 if labels_from == 0 else (len(values) - 1) % every
    for number in range(first, len(values), every):
        label = values[number][0]
        half = CHARACTER * len(label) / 2
        x = min(max(left + pitch * (number + 0.5), left + half - pitch / 2), right - half + 4)
        texts.append(Text(x, y, label, "middle"))
    kept: list[Text] = []
    for text in texts if labels_from == 0 else reversed(texts):
        if not kept or abs(text.x - kept[-1].x) >= CHARACTER * (len(text.words) + len(kept[-1].words)) / 2:
            kept.append(text)
    return tuple(sorted(kept, key=lambda text: text.x))


def draw_bars(name: str, values: Sequence[Value], *, size: str, width: float) -> Plot:
    """One below the other, each with its label before it and its number behind."""
    most = max(1, *(value for _, value in values))
    left = 10 + CHARACTER * max(len(label) for label, _ in values)
    right = width - 12 - CHARACTER * len(f"{most:,}")
    marks, labels = [], []
    for number, (label, value) in enumerate(values):
        y, long = number * BAR_PITCH + (BAR_PITCH - BAR_HEIGHT) / 2, (right - left) * value / most
        middle = y + BAR_HEIGHT / 2
        marks.append(Mark(left, y, long, BAR_HEIGHT, label, value, left + long + 6, middle))
        labels.append(Text(left - 8, middle, label, "end"))
    return Plot(name, size, width, len(values) * BAR_PITCH, left, right, tuple(marks), tuple(labels))


def draw_slope(
    size: str, points: Sequence[Point], today: date, *, width: float, height: float, words: Words = ENGLISH
) -> Curve:
    """The axes of a writer's reputation, with straight lines between the points."""
    curve = draw_plot(size, points, today, width=width, height=height, words=words)
    places = (f"{curve.frame.across(day):.6g} {curve.frame.down(value):.6g}" for day, value in points)
    line = "M" + "L".join(places)
    return replace(curve, line=line, area=fill_below(line, curve.frame))
