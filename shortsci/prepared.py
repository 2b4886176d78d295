"""Queries that differ in a few values alone. To write one takes Django longer than the database needs to answer."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Prepared(Generic[Row]):
    """`write` makes the query for some values, each of which stands in it once; it must not look at them.

    Values are numbers and strings, which the database takes as they are. The statement is written once for each number
    of values, with `stand_ins` in their place. The rows are those of the query, objects or tuples.
    """

    def __init__(self, write: "Callable[[Sequence[Any]], QuerySet[Any, Row]]", stand_ins: Callable[[int], Any]) -> None:
        self.write, self.stand_ins = write, stand_ins
        self.statement = lru_cache(maxsize=100)(self.written)

    def written(self, number: int, vendor: str) -> "Statement | None":
        """For this kind of database; None where Django knows that so many values find nothing, such as a reader alone
        of whom rows are asked for among no numbers. Raises ValueError where not each value stands in it once."""
        values = [self.stand_ins(at) for at in range(number)]
        try:
            statement = Statement(self.write(values), values)
        except EmptyResultSet:
            return None
        if sorted(at for at, _ in statement.places if at >= 0) != list(range(number)):
            raise ValueError(f"each of {number} values of a prepared query stands once in it: {statement.sql}")
        return statement

    def rows(self, values: Sequence[Any]) -> list[Row]:
        """None are asked for where there is no value."""
        statement = self.statement(len(values), connection.vendor) if values else None
        return statement.rows(values) if statement else []


class Statement:
    """`places` has for each parameter the place of its value, or −1 and the parameter itself."""

    def __init__(self, queryset: "QuerySet[Any, Any]", stand_ins: Sequence[Any]) -> None:
        self.queryset = queryset
        self.compiler = WrittenCompiler(queryset.query, connection, queryset.db)
        self.sql, params = self.compiler.as_sql()
        self.places = [(stand_ins.index(param), None) if param in stand_ins else (-1, param) for param in params]
        converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
        self.is_plain = queryset._iterable_class is ValuesListIterable and not converters  # noqa: SLF001

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """Django asks the database and makes the rows, as ever; where it would write the statement, it is told it.

        Tuples of numbers and strings are taken as the database has them.
        """
        params = tuple([values[at] if at >= 0 else param for at, param in self.places])
        if self.is_plain:
            with connections[self.queryset.db].cursor() as cursor:
                cursor.execute(self.sql, params)
                found: list[Any] = cursor.fetchall()
                return found
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]  # of this thread
        compiler.statement = self.sql, params
        query: Any = WrittenQuery(compiler)
        asked: QuerySet[Any, Any] = QuerySet(self.queryset.model, query=query, using=self.queryset.db)
        asked._iterable_class = self.queryset._iterable_class  # noqa: SLF001 (objects, or tuples)
        return list(asked)


class WrittenCompiler(SQLCompiler):
    """Django's own; it knows what each column is turned into from when it wrote the statement itself."""

    statement: tuple[str, tuple[Any, ...]] | None = None

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        return self.statement or super().as_sql(with_limits, with_col_aliases)


class WrittenQuery:
    """All that a queryset needs of its query to be iterated."""

    def __init__(self, compiler: WrittenCompiler) -> None:
        self.compiler = compiler

    def get_compiler(self, *_args: object, **_options: object) -> WrittenCompiler:
        return self.compiler


def below_zero(at: int) -> int:
    """No number of a row is one of these."""
    return -1 - at


def no_slug(at: int) -> str:
    return f"~{at}"
