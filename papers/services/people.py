"""Authors by their names: found, or added."""

from collections.abc import Mapping

from django.db import IntegrityError, connection, transaction

from papers.models import Author
from papers.name_keys import name_key
from papers.services.tables import allocate_ids, as_json, insert_rows, select_among

ADD = """
INSERT INTO papers_author (name, family, name_key)
SELECT row->>0, row->>1, row->>2 FROM json_array_elements(%s::json) AS row
ON CONFLICT (name) DO NOTHING RETURNING name, id
"""
FIND = "SELECT name, id FROM papers_author WHERE name AMONG"
MAXIMUM_KEPT = 300_000  # names, some 40 MB


class AuthorIds:
    """Numbers of authors by name. Keeps those it has seen, up to a bound, so that loading in bulk asks less often."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def find_or_add(self, names: Mapping[str, str]) -> dict[str, int]:
        """The number of each name, given with its family name or ""; within a transaction."""
        known = {name: self.kept[name] for name in names if name in self.kept}
        asked = sorted(names.keys() - known.keys())  # sorted: two transactions wait for each other in one order
        found: dict[str, int] = dict(select_among(FIND, asked))
        found |= add_authors({name: names[name] for name in asked if name not in found})
        transaction.on_commit(lambda: self.keep(found))
        return known | found

    def keep(self, found: Mapping[str, int]) -> None:
        """After the commit: numbers of a transaction that was rolled back are never kept."""
        if len(self.kept) > MAXIMUM_KEPT:
            self.kept.clear()
        self.kept |= found


def add_authors(names: Mapping[str, str]) -> dict[str, int]:
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


def copy_authors(names: Mapping[str, str]) -> dict[str, int]:
    """The fast way; raises IntegrityError where one of the names is there by now."""
    ids = allocate_ids(Author, len(names))
    rows = [(number, name, names[name], name_key(name)) for number, name in zip(ids, names, strict=True)]
    insert_rows(Author, ["id", "name", "family", "name_key"], rows)
    return dict(zip(names, ids, strict=True))


def add_authors_beside_others(names: Mapping[str, str]) -> dict[str, int]:
    """A third slower: name by name, passing over those that another transaction has added."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [as_json([(name, family, name_key(name)) for name, family in names.items()])])
        added = dict(cursor.fetchall())
    missing = [name for name in names if name not in added]
    return added | dict(select_among(FIND, missing))
