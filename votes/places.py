"""Where a summary stands in an order, between which others, and what decided it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isclose

from shortsci.keyset import encode_cursor, paginate
from summaries.models import Summary
from summaries.querysets import SummaryQuerySet
from votes.explanations import Decision, Explained, Inputs, Key, Value, decide


@dataclass(frozen=True)
class KeyValue:
    """A key of an order for one summary: as the lists use it, and as its inputs give it now."""

    key: Key
    stored: Value
    computed: Value

    @property
    def agrees(self) -> bool:
        if isinstance(self.stored, float) and isinstance(self.computed, float):
            return isclose(self.stored, self.computed, rel_tol=1e-12, abs_tol=1e-12)
        return self.stored == self.computed

    @property
    def stored_text(self) -> str:
        return in_words(self.stored)

    @property
    def computed_text(self) -> str:
        return in_words(self.computed)


@dataclass(frozen=True)
class Neighbour:
    """`values` are in the order of the keys."""

    summary: Summary
    values: list[str]
    decision: Decision


@dataclass(frozen=True)
class Place:
    order: Explained
    inputs: Inputs
    keys: list[KeyValue]
    above: Neighbour | None
    below: Neighbour | None

    @property
    def agrees(self) -> bool:
        return all(key.agrees for key in self.keys)


def find_place(*, summary: Summary, order: Explained, among: SummaryQuerySet) -> Place:
    """Of a public summary in the order of these; two queries, whatever their number."""
    inputs = inputs_of(summary)
    stored = stored_values(summary, order)
    fields = [key.field for key in order.keys]
    after = encode_cursor(summary, fields)
    before = encode_cursor(summary, fields, is_backward=True)
    below = paginate(among, order.fields, cursor=after, size=1).rows
    above = paginate(among, order.fields, cursor=before, size=1).rows
    return Place(
        order=order,
        inputs=inputs,
        keys=[KeyValue(key, value, inputs.value(key.field)) for key, value in zip(order.keys, stored, strict=True)],
        above=neighbour(above[0], order, decide(order.keys, stored_values(above[0], order), stored)) if above else None,
        below=neighbour(below[0], order, decide(order.keys, stored, stored_values(below[0], order))) if below else None,
    )


def inputs_of(summary: Summary) -> Inputs:
    if summary.published_at is None:
        raise ValueError(f"summary {summary.pk} was never published")
    return Inputs(
        upvotes=summary.upvotes,
        downvotes=summary.downvotes,
        published_at=summary.published_at,
        comment_count=summary.comment_count,
        id=summary.pk,
    )


def stored_values(summary: Summary, order: Explained) -> list[Value]:
    return [getattr(summary, key.field) for key in order.keys]


def neighbour(summary: Summary, order: Explained, decision: Decision) -> Neighbour:
    return Neighbour(summary, [in_words(value) for value in stored_values(summary, order)], decision)


def in_words(value: Value) -> str:
    """A moment that is a whole day, as those of anonymous summaries are, as that day."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None)
        is_day = moment == moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return f"{moment.date()}" if is_day else f"{moment.isoformat(' ')} UTC"
    return f"{value:.7f}" if isinstance(value, float) else f"{value}"
