from itertools import groupby

from django.db import migrations, transaction

BATCH = 5_000  # numbers of papers
LEAD_AUTHORS = 10
SHOWN_FROM = 100_000  # papers; fewer are done in a moment
LOCK = "SELECT id FROM papers_paper WHERE id >= %s AND id < %s ORDER BY id FOR UPDATE"
HIGHEST = "SELECT MAX(id) FROM papers_paper"
READ = """
    SELECT authorship.paper_id, author.name, author.family
    FROM papers_authorship authorship JOIN papers_author author ON author.id = authorship.author_id
    WHERE authorship.paper_id >= %s AND authorship.paper_id < %s
    ORDER BY authorship.paper_id, authorship.position"""
WRITE = "UPDATE papers_paper SET lead_authors = %s, author_count = %s WHERE id = %s"


def fill_in(apps, schema_editor):
    """Batch by batch, each in a transaction of its own: stopped in the middle, it can be run again."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(HIGHEST)
        highest = cursor.fetchone()[0] or 0
        for first in range(0, highest + 1, BATCH):
            with transaction.atomic(using=connection.alias):
                if connection.vendor == "postgresql":  # on SQLite there is one writer
                    cursor.execute(LOCK, [first, first + BATCH])
                fill_batch(cursor, first)
            if highest >= SHOWN_FROM:
                print(f"\rFirst authors beside papers: {first:,} of {highest:,}", end="", flush=True)  # noqa: T201
        if highest >= SHOWN_FROM:
            print()  # noqa: T201


def fill_batch(cursor, first):
    cursor.execute(READ, [first, first + BATCH])
    by_paper = groupby(cursor.fetchall(), key=lambda row: row[0])
    signed = {paper: [parts for _, *parts in rows] for paper, rows in by_paper}
    rows = [(lead_authors_of(authors), len(authors), paper) for paper, authors in signed.items()]
    if rows:
        cursor.executemany(WRITE, rows)


def lead_authors_of(authors):
    folded = [(" ".join(name.split()), " ".join(family.split())) for name, family in authors[:LEAD_AUTHORS]]
    return "\n".join(f"{name}\t{family}" if family else name for name, family in folded)


class Migration(migrations.Migration):
    """Some minutes for three million papers."""

    atomic = False

    dependencies = [("papers", "0010_lead_authors")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
