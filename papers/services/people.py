"""Authors by their names: found, or added."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction

from papers.models import Author
from papers.name_keys import name_key
from papers.services.tables import Row, allocate_ids, as_json, insert_rows, select_among

ADD = """
INSERT INTO papers_author (name, family, name_key)
SELECT row->>0, row->>1, row->>2 FROM json_array_elements(%s::json) AS row
ON CONFLICT (name) DO NOTHING RETURNING name, id, family
"""
FIND = "SELECT name, id, family FROM papers_author WHERE name AMONG"
MAXIMUM_KEPT = 200_000  # names, some 40 MB


class KnownAuthor(NamedTuple):
    """`family` is what the source told that named the author first."""

    id: int
    family: str


class AuthorIds:
    """Authors by name. Keeps those it has seen, up to a bound, so that loading in bulk asks less often."""

    def __init__(self) -> None:
        self.kept: dict[str, KnownAuthor] = {}

    def find_or_add(self, names: Mapping[str, str]) -> dict[str, KnownAuthor]:
        """The author of each name, given with its family name or ""; within a transaction."""
        known = {name: self.kept[name] for name in names if name in self.kept}
        asked = sorted(names.keys() - known.keys())  # sorted: two transactions wait for each other in one order
        found = by_name(select_among(FIND, asked))
        found |= add_authors({name: names[name] for name in asked if name not in found})
        transaction.on_commit(lambda: self.keep(found))
        return known | found

    def keep(self, found: Mapping[str, KnownAuthor]) -> None:
        """After the commit: numbers of a transaction that was rolled back are never kept."""
        if len(self.kept) > MAXIMUM_KEPT:
            self.kept.clear()
        self.kept |= found


def by_name(rows: Iterable[Row]) -> dict[str, KnownAuthor]:
    return {name: KnownAuthor(number, family) for name, number, family in rows}


def add_authors(names: Mapping[str, str]) -> dict[str, KnownAuthor]:
    """Adds authors that are not here, unless another transaction does so in this moment: then its row is the one."""
    if not names:
        return {}
    try:
        with transaction.atomic():
            return copy_authors(names)
    except IntegrityError:
        if connection.vendor != "postgresql":
            raise  # there the open transaction is the only writer
        return add_authors_beside_others(names)


def copy_authors(names: Mapping[str, str]) -> dict[str, KnownAuthor]:
    """The fast way; raises IntegrityError where one of the names is there by now."""
    ids = allocate_ids(Author, len(names))
    rows = [(number, name, names[name], name_key(name)) for number, name in zip(ids, names, strict=True)]
    insert_rows(Author, ["id", "name", "family", "name_key"], rows)
    return {name: KnownAuthor(number, names[name]) for number, name in zip(ids, names, strict=True)}


def add_authors_beside_others(names: Mapping[str, str]) -> dict[str, KnownAuthor]:
    """A third slower: name by name, passing over those that another transaction has added."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [as_json([(name, family, name_key(name)) for name, family in names.items()])])
        added = by_name(cursor.fetchall())
    missing = [name for name in names if name not in added]
    return added | by_name(select_among(FIND, missing))
