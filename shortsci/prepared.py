"""Queries that differ in a few values alone. To write one takes Django longer than the database needs to answer."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
MOST_VALUES = 60  # longer lists are rare, and no two of them are equally long


class Prepared(Generic[Row]):
    """`write` makes the query for some values, each of which stands in it once; it must not look at them.

    Values are numbers and strings, which the database takes as they are. The statement is written once for each number
    of values, with `stand_ins` in their place; for more than MOST_VALUES each time. The rows are those of the query,
    objects or tuples.
    """

    def __init__(self, write: "Callable[[Sequence[Any]], QuerySet[Any, Row]]", stand_ins: Callable[[int], Any]) -> None:
        self.write, self.stand_ins = write, stand_ins
        self.statement = lru_cache(maxsize=MOST_VALUES)(self.written)

    def written(self, number: int) -> "Statement | None":
        """None where Django knows that nothing can be found, as where a reader's id is followed by no ids of rows.

        Raises ValueError where not each value stands in it once, and where the query asks for more than rows.
        """
        values = [self.stand_ins(at) for at in range(number)]
        try:
            statement = Statement(self.write(values), values)
        except EmptyResultSet:
            return None
        if sorted(at for at, _ in statement.places if at >= 0) != list(range(number)):
            raise ValueError(f"each of {number} values of a prepared query stands once in it: {statement.sql}")
        return statement

    def rows(self, values: Sequence[Any]) -> list[Row]:
        """The database is not asked where there is no value."""
        if not values:
            return []
        if len(values) > MOST_VALUES:
            return list(self.write(values))
        statement = self.statement(len(values))
        return statement.rows(values) if statement else []

    def first(self, values: Sequence[Any]) -> Row | None:
        """Of a query that finds one row at most."""
        return next(iter(self.rows(values)), None)


class Statement:
    """`places` has for each parameter the place of its value, or −1 and the parameter itself."""

    def __init__(self, queryset: "QuerySet[Any, Any]", stand_ins: Sequence[Any]) -> None:
        self.iterable: Any = queryset._iterable_class  # noqa: SLF001 (objects, or tuples)
        prefetches = queryset._prefetch_related_lookups  # type: ignore[attr-defined]  # noqa: SLF001 (no stub knows it)
        if prefetches or self.iterable not in (ModelIterable, ValuesListIterable):
            raise ValueError("a prepared query yields objects or tuples, and prefetches nothing")
        self.model, self.database = queryset.model, queryset.db
        self.compiler = WrittenCompiler(queryset.query, connections[self.database], self.database)
        self.sql, params = self.compiler.as_sql()
        if self.iterable is ValuesListIterable and self.compiler.has_extra_select:
            raise ValueError("a prepared query of tuples is ordered by nothing that it has to add to its columns")
        self.places = [(stand_ins.index(param), None) if param in stand_ins else (-1, param) for param in params]
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])

    def rows(self, values: Sequence[Any]) -> list[Any]:
        params = tuple([values[at] if at >= 0 else param for at, param in self.places])
        compiler = copy(self.compiler)
        compiler.connection = connections[self.database]  # of this thread; the statement may be another one's
        compiler.statement = self.sql, params
        return self.tuples(compiler) if self.iterable is ValuesListIterable else self.objects(compiler)

    def tuples(self, compiler: "WrittenCompiler") -> list[Any]:
        """As the database has them, each value turned into what its field has."""
        with compiler.connection.cursor() as cursor:
            cursor.execute(*compiler.as_sql())
            found: list[Any] = cursor.fetchall()
        return list(map(tuple, compiler.apply_converters(found, self.converters))) if self.converters else found

    def objects(self, compiler: "WrittenCompiler") -> list[Any]:
        """Django asks the database and makes them, as ever; where it would write the statement, it is told it."""
        query: Any = WrittenQuery(compiler)
        asked: QuerySet[Any, Any] = QuerySet(self.model, query=query, using=self.database)
        asked._iterable_class = self.iterable  # noqa: SLF001
        return list(asked)


class WrittenCompiler(SQLCompiler):
    """Returns `statement` where it is told one; else writes it as ever, and learns what its columns are turned into."""

    statement: tuple[str, tuple[Any, ...]] | None = None

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        return self.statement or super().as_sql(with_limits, with_col_aliases)


class WrittenQuery:
    """All that Django asks of a query to make objects of its rows."""

    def __init__(self, compiler: WrittenCompiler) -> None:
        self.compiler = compiler

    def get_compiler(self, *_args: object, **_options: object) -> WrittenCompiler:
        return self.compiler


def below_zero(at: int) -> int:
    """No number of a row is one of these."""
    return -1 - at


def no_text(at: int) -> str:
    """No slug, code or identifier is one of these."""
    return f"~{at}"
