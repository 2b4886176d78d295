"""What lists show of a paper's authors stands beside it."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from papers.models import Author, Authorship, Paper
from papers.records import AuthorRecord
from papers.services import save_record
from tests.factories import PaperFactory
from tests.papers.test_saving import RECORD

pytestmark = pytest.mark.django_db
TWELVE = tuple(AuthorRecord(f"Person {number}") for number in range(1, 13))


def test_a_newer_record_changes_them():
    paper = save_record(RECORD)
    save_record(replace(RECORD, version=3, authors=TWELVE))
    paper.refresh_from_db()
    assert (paper.lead_authors.split("\n"), paper.author_count) == ([f"Person {n}" for n in range(1, 11)], 12)
    assert paper.byline == "Person 1, Person 2, Person 3, Person 4 and 8 more"
    assert paper.lead_people == paper.signed_by[:10]


def test_a_record_without_authors_leaves_them():
    paper = save_record(RECORD)
    save_record(replace(RECORD, version=3, authors=()))
    paper.refresh_from_db()
    assert (paper.byline, paper.author_count) == ("Ada van Writer, Ben Second", 2)


def test_papers_of_before_are_given_them():
    many, none = PaperFactory(), PaperFactory()
    Authorship.objects.filter(paper=none).delete()
    for position in range(3, 13):
        author, _ = Author.objects.get_or_create(name=f"Person  {position}", family=str(position))
        Authorship.objects.create(paper=many, author=author, position=position)
    Paper.objects.update(lead_authors="", author_count=0)
    migration = import_module("papers.migrations.0011_fill_lead_authors")
    migration.fill_in(apps, connection.SchemaEditorClass(connection))
    told = {paper.pk: (paper.lead_authors.split("\n"), paper.author_count) for paper in Paper.objects.all()}
    names = ["Ada Writer", "Ben Second", *[f"Person {number}\t{number}" for number in range(3, 11)]]
    assert told == {many.pk: (names, 12), none.pk: ([""], 0)}
    many.refresh_from_db()
    assert many.lead_people == [(" ".join(name.split()), family) for name, family in many.signed_by[:10]]
