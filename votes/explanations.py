"""Why a summary stands where it stands: the orders in words and formulas. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shortsci.marking import gettext_noop
from summaries import orders
from votes.ranking import EPOCH, SECONDS_PER_DECADE, Z_90, hot_score, wilson_lower_bound

Value = float | int | datetime


@dataclass(frozen=True)
class Key:
    """One value that an order compares; `is_rising` where the smallest comes first."""

    field: str
    name: str
    first: str  # what the one that stands above has: "higher", "earlier"
    is_rising: bool = False

    @property
    def of_first(self) -> str:
        """What the one that stands above has: "higher score"."""
        return f"{self.first} {self.name}"

    @property
    def of_second(self) -> str:
        return f"{OPPOSITES[self.first]} {self.name}"

    @property
    def of_both(self) -> str:
        return f"same {self.name}"


OPPOSITES = {"higher": "lower", "lower": "higher", "later": "earlier", "earlier": "later"}
FALLING = {
    "wilson": Key("wilson", gettext_noop("Wilson bound"), "higher"),
    "hot": Key("hot", gettext_noop("hot value"), "higher"),
    "score": Key("score", gettext_noop("score"), "higher"),
    "comment_count": Key("comment_count", gettext_noop("number of comments"), "higher"),
    "published_at": Key("published_at", gettext_noop("first publication"), "later"),
    "id": Key("id", gettext_noop("summary number"), "higher"),
}
RISING = {
    "published_at": Key("published_at", gettext_noop("first publication"), "earlier", is_rising=True),
    "id": Key("id", gettext_noop("summary number"), "lower", is_rising=True),
}


# What `Key` puts together, for translators: endings of words depend on what they stand beside.
PHRASES = (
    *(gettext_noop("higher Wilson bound"), gettext_noop("lower Wilson bound"), gettext_noop("same Wilson bound")),
    *(gettext_noop("higher hot value"), gettext_noop("lower hot value"), gettext_noop("same hot value")),
    *(gettext_noop("higher score"), gettext_noop("lower score"), gettext_noop("same score")),
    *(gettext_noop("higher number of comments"), gettext_noop("lower number of comments")),
    *(gettext_noop("same number of comments"), gettext_noop("same first publication")),
    *(gettext_noop("later first publication"), gettext_noop("earlier first publication")),
    *(gettext_noop("higher summary number"), gettext_noop("lower summary number")),
    *(gettext_noop("higher"), gettext_noop("lower"), gettext_noop("later"), gettext_noop("earlier")),
)


def keys_of(fields: Sequence[str]) -> tuple[Key, ...]:
    """Of an order as the database takes it: a minus stands for "the largest first"."""
    return tuple(FALLING[field[1:]] if field.startswith("-") else RISING[field] for field in fields)


@dataclass(frozen=True)
class Explained:
    """An order with its formula: `tex` is the formula of its first key, `formula` the same in plain letters."""

    order: orders.Order
    formula: str
    tex: str
    idea: str
    is_of_one_paper: bool = False

    @property
    def name(self) -> str:
        return self.order.key

    @property
    def title(self) -> str:
        return self.order.name

    @property
    def fields(self) -> tuple[str, ...]:
        return self.order.keys

    @property
    def keys(self) -> tuple[Key, ...]:
        return keys_of(self.fields)


ORDERS = {
    order.name: order
    for order in (
        Explained(
            orders.BEST,
            "(p + z²/2n − z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), "
            f"p = up/n, n = up + down, z = {Z_90}; 0 without up-votes",
            r"w = \frac{p + \frac{z^2}{2n} - z\sqrt{\frac{p(1-p)}{n} + \frac{z^2}{4n^2}}}{1 + \frac{z^2}{n}}",
            gettext_noop("The share of up-votes that the votes so far make plausible at least."),
            is_of_one_paper=True,
        ),
        Explained(
            orders.HOT,
            f"sign(s)·log10(max(|s|, 1)) + (t − {EPOCH})/{SECONDS_PER_DECADE}, s = up − down, t in Unix seconds",
            rf"h = \operatorname{{sign}}(s)\,\log_{{10}}\max(|s|, 1) + \frac{{t - {EPOCH}}}{{{SECONDS_PER_DECADE}}}",
            gettext_noop("The logarithm of the score, and the date of first publication."),
        ),
        Explained(orders.NEW, "t", "t", gettext_noop("The latest first publication first.")),
        Explained(orders.OLD, "t", "t", gettext_noop("The earliest first publication first.")),
        Explained(orders.TOP, "s = up − down", "s = u - d", gettext_noop("Up-votes less down-votes.")),
        Explained(orders.DISCUSSED, "c", "c", gettext_noop("The number of comments that are not deleted.")),
    )
}


@dataclass(frozen=True)
class Inputs:
    """All that the orders know of a summary; nothing else has a say."""

    upvotes: int
    downvotes: int
    published_at: datetime
    comment_count: int
    id: int

    @property
    def score(self) -> int:
        return self.upvotes - self.downvotes

    @property
    def wilson(self) -> float:
        return wilson_lower_bound(self.upvotes, self.downvotes)

    @property
    def hot(self) -> float:
        return hot_score(self.upvotes, self.downvotes, self.published_at)

    def value(self, field: str) -> Value:
        """Computed here and now, from the inputs alone."""
        values: dict[str, Value] = {
            "wilson": self.wilson,
            "hot": self.hot,
            "score": self.score,
            "comment_count": self.comment_count,
            "published_at": self.published_at,
            "id": self.id,
        }
        return values[field]


@dataclass(frozen=True)
class Decision:
    """Between two neighbours: the keys that are the same, and the one that decided."""

    same: tuple[Key, ...]
    decisive: Key

    @property
    def of_first(self) -> str:
        """What the one above has: "same Wilson bound; higher score"."""
        return f"{self.alike}{self.decisive.of_first}"

    @property
    def of_second(self) -> str:
        """What the one below has: "same Wilson bound; lower score"."""
        return f"{self.alike}{self.decisive.of_second}"

    @property
    def alike(self) -> str:
        return f"{', '.join(key.of_both for key in self.same)}; " if self.same else ""


def decide(keys: Sequence[Key], first: Sequence[Value], second: Sequence[Value]) -> Decision:
    """What put the first above the second: the first key in which their values differ."""
    for place, (one, other) in enumerate(zip(first, second, strict=True)):
        if one != other:
            return Decision(tuple(keys[:place]), keys[place])
    raise ValueError("two rows with the same values in every key are one row")


def with_numbers(order: Explained, inputs: Inputs) -> str:
    """The formula as LaTeX with the summary's own numbers in it; empty where there is nothing to compute."""
    if order.name == "best":
        return best_with_numbers(inputs)
    if order.name == "hot":
        score, seconds = inputs.score, inputs.published_at.timestamp()
        sign = "-" if score < 0 else ""
        logarithm = rf"{sign}\log_{{10}} {max(abs(score), 1)}" if score else "0"
        return rf"h = {logarithm} + \frac{{{seconds:.15g} - {EPOCH}}}{{{SECONDS_PER_DECADE}}} = {inputs.hot:.7f}"
    if order.name == "top":
        return f"s = {inputs.upvotes} - {inputs.downvotes} = {inputs.score}"
    return ""


def best_with_numbers(inputs: Inputs) -> str:
    n = inputs.upvotes + inputs.downvotes
    if inputs.upvotes == 0:
        return r"w = 0 \quad \text{without up-votes}"
    z, p = f"{Z_90:.4f}", f"{inputs.upvotes / n:.4f}"
    root = rf"\sqrt{{\frac{{{p}\,(1 - {p})}}{{{n}}} + \frac{{{z}^2}}{{4 \cdot {n}^2}}}}"
    top = rf"{p} + \frac{{{z}^2}}{{2 \cdot {n}}} - {z}{root}"
    return rf"w = \frac{{{top}}}{{1 + \frac{{{z}^2}}{{{n}}}}} = {inputs.wilson:.6f}"
