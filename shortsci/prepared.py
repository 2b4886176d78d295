"""Queries that differ in a few values alone. To write one takes Django longer than the database needs to answer."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Write = Callable[[Sequence[Any]], "QuerySet[Any, tuple[Any, ...]]"]


class Prepared:
    """`write` makes the query for some values, each of which stands in it once; it must not look at them.

    The statement is written once for each number of values, with `stand_ins` in their place.
    """

    def __init__(self, write: Write, stand_ins: Callable[[int], Any]) -> None:
        self.write, self.stand_ins = write, stand_ins
        self.statement = lru_cache(maxsize=100)(self.written)

    def written(self, number: int, vendor: str) -> tuple[str, list[tuple[int, Any]]]:
        """The statement, and each of its parameters: the place of the value, or -1 and the parameter itself."""
        values = [self.stand_ins(at) for at in range(number)]
        sql, params = self.write(values).query.sql_with_params()
        return sql, [(values.index(param), None) if param in values else (-1, param) for param in params]

    def rows(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """As the database has them: no field of the model turns them into anything."""
        if not values:
            return []
        sql, params = self.statement(len(values), connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[at] if at >= 0 else param for at, param in params])
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


def below_zero(at: int) -> int:
    """No number of a row is one of these."""
    return -1 - at


def no_slug(at: int) -> str:
    return f"~{at}"
