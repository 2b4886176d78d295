"""What lists show of a paper's authors stands beside it."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from papers.models import Author, Authorship, Paper
from papers.models.paper import lead_authors_of
from papers.records import AuthorRecord
from papers.services import repair_lead_authors, save_record
from tests.factories import PaperFactory, UserFactory
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


def test_papers_of_before_are_given_them(monkeypatch, capsys):
    many, none = PaperFactory(), PaperFactory()
    Authorship.objects.filter(paper=none).delete()
    for position in range(3, 13):
        author, _ = Author.objects.get_or_create(name=f"Person  {position}", family=str(position))
        Authorship.objects.create(paper=many, author=author, position=position)
    Paper.objects.update(lead_authors="", author_count=0)
    migration = import_module("papers.migrations.0011_fill_lead_authors")
    monkeypatch.setattr(migration, "BATCH", 1)
    monkeypatch.setattr(migration, "SHOWN_FROM", 1)
    for _ in range(2):
        migration.fill_in(apps, connection.SchemaEditorClass(connection))
    assert f"of {none.pk:,}" in capsys.readouterr().out
    told = {paper.pk: (paper.lead_authors.split("\n"), paper.author_count) for paper in Paper.objects.all()}
    names = ["Ada Writer", "Ben Second", *[f"Person {number}\t{number}" for number in range(3, 11)]]
    assert told == {many.pk: (names, 12), none.pk: ([""], 0)}
    many.refresh_from_db()
    assert many.lead_people == [(" ".join(name.split()), family) for name, family in many.signed_by[:10]]


def test_a_family_name_is_that_of_the_author_here():
    """Who is told first parts the name; another source may part it in another way, or not at all."""
    parted, whole = AuthorRecord("Ana de Silva Costa", family="de Silva Costa"), AuthorRecord("Gabriel García Márquez")
    save_record(replace(RECORD, authors=(parted, whole)))
    paper = save_record(
        replace(
            RECORD,
            arxiv_id="2104.00002",
            authors=(replace(parted, family=""), replace(whole, family="García Márquez")),
        )
    )
    assert paper.lead_people == paper.signed_by
    assert paper.lead_people == [("Ana de Silva Costa", "de Silva Costa"), ("Gabriel García Márquez", "")]


names = st.tuples(st.text(min_size=1).filter(str.strip), st.text())


@given(st.lists(names, max_size=12))
def test_names_are_read_as_they_were_written(authors):
    paper = Paper(lead_authors=lead_authors_of(authors), author_count=len(authors))
    folded = [(" ".join(name.split()), " ".join(family.split())) for name, family in authors]
    assert paper.lead_people == folded[:10]
    assert paper.byline.startswith(", ".join(name for name, _ in folded[:4]))


def test_what_differs_from_the_rows_is_repaired(monkeypatch):
    monkeypatch.setattr("papers.services.lead_authors.BATCH", 2)
    papers = [PaperFactory() for _ in range(5)]
    Paper.objects.filter(pk=papers[1].pk).update(lead_authors="Somebody Else")
    Paper.objects.filter(pk=papers[4].pk).update(author_count=7)
    assert [paper.pk for paper in repair_lead_authors()] == [papers[1].pk, papers[4].pk]
    assert not repair_lead_authors()
    assert {(paper.lead_authors, paper.author_count) for paper in Paper.objects.all()} == {
        ("Ada Writer\nBen Second", 2)
    }


def test_the_admin_leaves_them_to_the_services(client):
    paper, editor = PaperFactory(), UserFactory(is_staff=True, is_superuser=True)
    client.force_login(editor)
    address = f"/admin/papers/paper/{paper.pk}/change/"
    form = client.get(address).context["adminform"].form
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    inline = {"identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0}
    changed = {**sent, **inline, "title": "Another Title", "lead_authors": "Nobody", "author_count": 9}
    answer = client.post(address, changed)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    paper.refresh_from_db()
    assert (paper.title, paper.lead_authors, paper.author_count) == ("Another Title", "Ada Writer\nBen Second", 2)
