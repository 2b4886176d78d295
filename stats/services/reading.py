"""The numbers as pages, the API and the files tell them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from stats.models import CountedTable
from stats.tables import TABLES, WRITERS, Table


@dataclass(frozen=True)
class Numbers:
    """One table. Each row has a value for each of its columns."""

    table: Table
    rows: list[list[Any]]
    counted_at: datetime | None = None


def read_statistics() -> dict[str, Numbers]:
    """All tables by their names, also those that were not counted yet; in two queries."""
    stored = {row.name: row for row in CountedTable.objects.all()}
    read = {name: Numbers(table, [], None) for name, table in TABLES.items()}
    for name, row in stored.items():
        if name in TABLES:
            rows = name_writers(row.rows) if name == WRITERS.name else row.rows
            read[name] = Numbers(TABLES[name], rows, row.counted_at)
    return read


def name_writers(rows: list[list[Any]]) -> list[list[Any]]:
    """With the names of today; who has left meanwhile is left out."""
    writers = User.objects.filter(is_active=True).in_bulk([writer for writer, _ in rows])
    return [[writers[pk].username, str(writers[pk]), number] for pk, number in rows if pk in writers]
