from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from papers.identifiers import Identifier, Kind
from papers.models import Paper, PaperIdentifier
from papers.records import AuthorRecord, PaperRecord
from papers.services import QueueFull, request_paper, save_record
from shortsci.redis import redis_client

pytestmark = pytest.mark.django_db
RECORD = PaperRecord(
    arxiv_id="2103.00001",
    version=2,
    title="A Title",
    abstract="An abstract.",
    authors=(AuthorRecord("Ada Writer"), AuthorRecord("Ben Second"), AuthorRecord("Ada Writer")),
    primary_category="cs.LG",
    categories=("cs.LG", "stat.ML"),
    published_on=date(2021, 3, 2),
    updated_on=date(2021, 5, 4),
    dois=("10.1000/182",),
)


def test_asking_twice_is_one_paper():
    identifier = Identifier(Kind.ARXIV, "2103.00001", version=3)
    first, is_new = request_paper(identifier)
    again, is_new_again = request_paper(Identifier(Kind.ARXIV, "2103.00001"))
    assert (is_new, is_new_again) == (True, False)
    assert first == again


def test_asking_wakes_the_worker(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_paper(Identifier(Kind.ARXIV, "2103.00001"))
    assert redis_client().exists("soon:papers.tasks.fetch_pending_papers")


def test_an_unknown_doi_is_asked_for_and_a_known_one_is_found():
    paper, is_new = request_paper(Identifier(Kind.DOI, "10.1000/183"))
    assert (paper.state, paper.doi, is_new) == ("pending", "10.1000/183", True)
    paper = save_record(RECORD)
    assert request_paper(Identifier(Kind.DOI, "10.1000/182")) == (paper, False)


def test_a_queue_that_is_full_takes_no_more(monkeypatch):
    monkeypatch.setattr("papers.services.requests.MAXIMUM_PENDING", 1)
    request_paper(Identifier(Kind.ARXIV, "2103.00001"))
    with pytest.raises(QueueFull):
        request_paper(Identifier(Kind.ARXIV, "2103.00002"))


def test_a_record_saved_twice_is_the_same():
    first = save_record(RECORD)
    second = save_record(RECORD)
    assert first == second
    assert second.author_names == ["Ada Writer", "Ben Second", "Ada Writer"]
    assert second.doi == "10.1000/182"
    assert second.listings.count() == 2
    assert second.versions.count() == 2


def test_a_newer_version_replaces_and_an_older_one_does_not():
    save_record(RECORD)
    newer = save_record(replace(RECORD, version=3, title="New Title", authors=(AuthorRecord("Cy Third"),)))
    assert (newer.title, newer.author_names) == ("New Title", ["Cy Third"])
    older = save_record(RECORD)
    assert older.title == "New Title"
    assert [version.number for version in older.versions.all()] == [1, 2, 3]


def test_a_doi_that_names_another_paper_stays_there():
    first = save_record(RECORD)
    second = save_record(replace(RECORD, arxiv_id="2103.00002"))
    assert second.doi == ""
    assert PaperIdentifier.objects.get(kind="doi").paper == first


def test_a_long_doi_and_name_do_not_break_the_rest():
    paper = save_record(replace(RECORD, authors=(AuthorRecord("N" * 400, "A" * 400),)))
    assert paper.author_names == ["N" * 300]


def test_the_database_refuses_a_ready_paper_without_a_title():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(state="ready")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(state="pending")
    assert connection.vendor in {"sqlite", "postgresql"}
