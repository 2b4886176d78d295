"""Many rows at once, past the ORM: the driver's own bulk insert, and look-ups by thousands of values.

The ORM builds an object a row; at 40 million rows that is most of the time. Names of tables and columns still come
from the models.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import IntegrityError, connection, models

Row = tuple[Any, ...]  # values of a statement: what a driver takes


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Adds rows that must not be there yet; columns that are not named take the database's default."""
    names = [column_of(model, field) for field in fields]
    table, columns = quoted(model._meta.db_table), ", ".join(map(quoted, names))  # noqa: SLF001
    if connection.vendor == "postgresql":
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def allocate_ids(model: type[models.Model], number: int) -> range | list[int]:
    """Ids that no other transaction will use. On SQLite the open transaction is the only writer."""
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, number])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return range(last + 1, last + number + 1)


def select_among(sql: str, values: Sequence[str]) -> list[Row]:
    """Rows of a query that holds `AMONG` where the condition "is one of these values" stands."""
    if not values:
        return []
    is_postgres = connection.vendor == "postgresql"
    among = (
        "= ANY(ARRAY(SELECT json_array_elements_text(%s::json)))"
        if is_postgres
        else "IN (SELECT value FROM json_each(%s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("AMONG", among), [as_json(values)])
        return list(cursor.fetchall())


def as_json(values: object) -> str:
    """A parameter for thousands of values; drivers take far longer over an array."""
    return msgspec.json.encode(values).decode()


def refresh_statistics(models_written: Sequence[type[models.Model]]) -> None:
    """Tells PostgreSQL's planner of rows by the million; until it knows, it reads whole tables for one page.

    Autovacuum would do it, a minute or more after the rows are there. SQLite plans without statistics.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(quoted(model._meta.db_table) for model in models_written)  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def check_references(models_written: Sequence[type[models.Model]]) -> None:
    """Proves that what the rows of these tables refer to is there; raises IntegrityError where it is not.

    For rows that PostgreSQL took without a look; elsewhere each one was looked up when it came.
    """
    if connection.vendor != "postgresql":
        return
    for model in models_written:
        for key in model._meta.concrete_fields:  # noqa: SLF001
            if isinstance(key, models.ForeignKey):
                check_reference(model, key)


def check_reference(model: type[models.Model], key: "models.ForeignKey[Any, Any]") -> None:
    table, column = quoted(model._meta.db_table), quoted(str(key.column))  # noqa: SLF001
    target = quoted(key.target_field.model._meta.db_table)  # noqa: SLF001
    found = f"SELECT 1 FROM {target} WHERE {target}.{quoted(str(key.target_field.column))} = {table}.{column}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND NOT EXISTS ({found})"  # noqa: S608
        )
        orphans = cursor.fetchone()[0]
    if orphans:
        raise IntegrityError(f"{orphans} rows of {table} refer by {column} to rows of {target} that are not there")


def column_of(model: type[models.Model], field: str) -> str:
    found = model._meta.get_field(field)  # noqa: SLF001
    if not isinstance(found, models.Field) or found.column is None:
        raise TypeError(f"{field} is no column of {model.__name__}")
    return found.column


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
