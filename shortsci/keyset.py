"""Keyset pagination: a page starts after the last row seen, so it costs one index range whatever its number."""

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan, TupleLookupMixin
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from shortsci.errors import DomainError
from shortsci.row_numbers import LARGEST

Row = TypeVar("Row", bound=Model)


class InvalidCursor(DomainError):
    code = "invalid_cursor"
    message = _("This page address is not complete; start again from the first page.")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in the order asked for; a cursor is None where that side has no more rows."""

    rows: list[Row]
    next_cursor: str | None
    previous_cursor: str | None


def paginate(
    queryset: QuerySet[Row], order: Sequence[str], *, cursor: str | None, size: int, is_part: bool = False
) -> Page[Row]:
    """The `size` rows after, or before, the row that `cursor` stands for, in the total order of `order`.

    `order` holds field names as `order_by` takes them; the last one must be unique, and none may be null. `is_part`
    says that an index of its own finds the rows, which are a small part of their table. Raises InvalidCursor.
    """
    fields = [name.removeprefix("-") for name in order]
    place = decode_cursor(cursor, queryset.model, fields) if cursor else None
    is_backward = place is not None and place.is_backward
    walk = [flip(name) for name in order] if is_backward else list(order)
    rows = queryset.order_by(*walk)
    if place:
        rows = rows.filter(after_each(walk, place.values) if is_part else after(walk, place.values))
    found = list(rows[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if is_backward:
        found.reverse()
    has_next = bool(found) and (has_more or is_backward)
    has_previous = bool(found) and (has_more if is_backward else place is not None)
    return Page(
        rows=found,
        next_cursor=encode_cursor(found[-1], fields) if has_next else None,
        previous_cursor=encode_cursor(found[0], fields, is_backward=True) if has_previous else None,
    )


def flip(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


class RowLookup(TupleLookupMixin):
    """Django has row comparisons for composite keys and spells them out on SQLite, which then finds no index for them.

    SQLite compares rows since version 3.15.
    """

    def get_fallback_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        return super(TupleLookupMixin, self).as_sql(compiler, connection)  # type: ignore[misc, no-any-return]


class RowLessThan(RowLookup, TupleLessThan):
    pass


class RowGreaterThan(RowLookup, TupleGreaterThan):
    pass


def after(order: Sequence[str], values: Sequence[object]) -> Q:
    """The condition "sorts after these values".

    Where all fields go one way it is one comparison of rows, which a database answers by going straight to its place in
    the index, among however many rows that tie in the first field.
    """
    fields = [name.removeprefix("-") for name in order]
    descending = {name.startswith("-") for name in order}
    if len(descending) == 1 and len(order) > 1:
        comparison = RowLessThan if True in descending else RowGreaterThan
        return Q(comparison(Tuple(*map(F, fields)), tuple(values)))
    return after_each(order, values)


def after_each(order: Sequence[str], values: Sequence[object]) -> Q:
    """Field by field: a later first one, or the same and a later second one, …

    The first field's bound is repeated on its own, which lets a database start its index scan there. PostgreSQL guesses
    better how many rows this leaves than it does of a comparison of rows, of which it looks at the first field alone:
    where many tie in that one, it expects none, and walks through all of them in the index of the order.
    """
    condition = Q()
    same = Q()
    for name, value in zip(order, values, strict=True):
        field = name.removeprefix("-")
        comparison = "lt" if name.startswith("-") else "gt"
        condition |= same & Q(**{f"{field}__{comparison}": value})
        same &= Q(**{field: value})
    first = order[0]
    bound = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.removeprefix('-')}__{bound}": values[0]}) & condition


@dataclass(frozen=True)
class Place:
    """Where a page begins: after these values, or before them when it goes backward."""

    values: list[object]
    is_backward: bool


def encode_cursor(row: Model, fields: Sequence[str], *, is_backward: bool = False) -> str:
    values = [getattr(row, field) for field in fields]
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    content = json.dumps([int(is_backward), *plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def column(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)  # noqa: SLF001 (Django documents it)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return field


def is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def is_too_large(value: object) -> bool:
    """No column of numbers holds more than 64 bits, and SQLite cannot even be asked for more."""
    return isinstance(value, int) and not -LARGEST - 1 <= value <= LARGEST


def decode_cursor(cursor: str, model: type[Model], fields: Sequence[str]) -> Place:
    try:
        direction, *plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        converters = [column(model, field).to_python for field in fields]
        values = [convert(value) for convert, value in zip(converters, plain, strict=True)]
    except (ValueError, TypeError, OverflowError, ValidationError) as error:
        raise InvalidCursor from error
    if any(value is None or is_nan(value) or is_too_large(value) for value in values):
        raise InvalidCursor
    return Place(values=values, is_backward=direction == 1)
