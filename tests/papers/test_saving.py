"""Records into the database, many at once."""

from dataclasses import replace
from datetime import date

import pytest

from changes.models import Change
from papers.models import Author, Paper, PaperIdentifier, PaperVersion, Venue
from papers.records import AuthorRecord, PaperRecord, VersionRecord
from papers.services import save_record, save_records

pytestmark = pytest.mark.django_db
RECORD = PaperRecord(
    arxiv_id="2103.00001",
    version=2,
    title=r"On Erd\H{o}s",
    abstract="An abstract.",
    authors=(AuthorRecord("Ada van Writer", family="van Writer"), AuthorRecord("Ben Second")),
    primary_category="cs.LG",
    categories=("cs.LG", "stat.ML"),
    published_on=date(2021, 3, 2),
    updated_on=date(2021, 5, 4),
    comment="Accepted at ICLR 2021",
    versions=(VersionRecord(1, date(2021, 3, 2)), VersionRecord(2, date(2021, 5, 4))),
)


def another(number: int, **fields) -> PaperRecord:
    return replace(RECORD, arxiv_id=f"2104.{number:05d}", title=f"Title {number}", **fields)


def test_a_record_with_all_its_parts():
    paper = save_record(RECORD)
    assert (paper.state, paper.year, paper.version, str(paper)) == ("ready", 2021, 2, "On Erdős")
    assert (paper.venue.slug, paper.venue_year) == ("iclr", 2021)
    assert [str(v.submitted_on) for v in paper.versions.all()] == ["2021-03-02", "2021-05-04"]
    assert [row.listed_on for row in paper.authorships.all()] == [date(2021, 3, 2)] * 2
    assert (paper.lead_authors, paper.author_count) == ("Ada van Writer\tvan Writer\nBen Second", 2)
    author = Author.objects.get(name="Ada van Writer")
    assert (author.family, author.name_key) == ("van Writer", "writer a")
    assert list(Change.objects.values_list("what", "object_id")) == [("paper", paper.pk)]


def test_the_same_batch_again_changes_nothing():
    records = [another(number) for number in range(1, 6)]
    report = save_records(records)
    assert (report.created, report.updated, report.unchanged) == (5, 0, 0)
    before = Change.objects.count()
    report = save_records(records)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 5)
    assert (Change.objects.count(), Paper.objects.count(), Author.objects.count()) == (before, 5, 2)


def test_only_what_changed_is_written():
    save_records([another(1), another(2)])
    Change.objects.all().delete()
    report = save_records([another(1), replace(another(2), title="A new title")])
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    assert list(Paper.objects.order_by("pk").values_list("title", flat=True)) == ["Title 1", "A new title"]
    assert Change.objects.count() == 1


def test_a_newer_version_keeps_the_text_of_the_older_one():
    paper = save_record(RECORD)
    newer = replace(RECORD, version=3, title="A Better Title", versions=(), updated_on=date(2021, 9, 1))
    save_record(newer)
    paper.refresh_from_db()
    versions = {v.number: (v.title, str(v.submitted_on)) for v in paper.versions.all()}
    assert (paper.title, paper.version) == ("A Better Title", 3)
    assert versions == {
        1: ("", "2021-03-02"),
        2: (r"On Erd\H{o}s", "2021-05-04"),
        3: ("", "2021-09-01"),
    }


@pytest.mark.parametrize("field", ["version", "updated_on"])
def test_records_out_of_order_do_not_go_back(field):
    save_record(RECORD)
    older = {"version": 1} if field == "version" else {"version": None, "updated_on": date(2021, 3, 2)}
    report = save_records([replace(RECORD, title="The old title", versions=(), **older)])
    assert report.unchanged == 1
    assert Paper.objects.get().title == RECORD.title


def test_the_latest_of_a_batch_wins_whatever_its_order():
    save_records([replace(RECORD, version=3, title="Third"), RECORD])
    assert (Paper.objects.get().title, Paper.objects.get().version) == ("Third", 3)


def test_what_a_source_does_not_tell_stays():
    save_record(replace(RECORD, journal_ref="J. 1 (2021)", dois=("10.1000/1",)))
    sparse = PaperRecord(arxiv_id=RECORD.arxiv_id, title="T", primary_category="cs.LG", updated_on=date(2022, 1, 1))
    paper = save_record(sparse)
    assert (paper.title, paper.abstract, paper.journal_ref, paper.version) == ("T", "An abstract.", "J. 1 (2021)", 2)
    assert (paper.author_names, paper.doi) == (["Ada van Writer", "Ben Second"], "10.1000/1")
    assert paper.listings.count() == 2


def test_a_journals_record_adds_to_an_arxiv_paper_and_replaces_nothing():
    save_record(replace(RECORD, dois=("10.1000/1",)))
    journal = PaperRecord(
        title="ON ERDOS",
        dois=("10.1000/1",),
        authors=(AuthorRecord("A. Writer"),),
        kind="article",
        container="Annals of Statistics",
        volume="7",
        pages="1-9",
        year=2022,
    )
    paper = save_record(journal)
    assert (paper.title, paper.author_names[0]) == (RECORD.title, "Ada van Writer")
    assert (paper.container, paper.volume, paper.pages, paper.year) == ("Annals of Statistics", "7", "1-9", 2021)
    assert (paper.venue.kind, paper.venue_year) == ("journal", 2022)
    assert Paper.objects.count() == 1


def test_a_venue_without_a_short_name_is_known_by_its_title():
    save_record(PaperRecord(title="T", dois=("10.1000/1",), kind="article", container="Journal of Things", year=2020))
    venue = Venue.objects.get()
    assert (venue.slug, venue.name, venue.kind) == ("journal-of-things", "Journal of Things", "journal")


def test_a_preprint_and_its_article_join_by_the_doi():
    """Whichever of the two came first."""
    opened_by_doi = save_record(PaperRecord(title="T", dois=("10.1000/1",)))
    paper = save_record(replace(RECORD, dois=("10.1000/1",)))
    assert (paper, paper.arxiv_id, paper.title) == (opened_by_doi, RECORD.arxiv_id, RECORD.title)
    again = save_record(PaperRecord(title="T", dois=("10.1000/1",), container="J", kind="article"))
    assert (again, Paper.objects.count()) == (paper, 1)


def test_two_rows_that_turn_out_to_be_one_work_become_one():
    preprint = save_record(RECORD)
    article = save_record(PaperRecord(title="T", dois=("10.1000/1",)))
    paper = save_record(replace(RECORD, version=3, dois=("10.1000/1",)))
    article.refresh_from_db()
    assert (paper, article.state, article.redirect.target) == (preprint, "merged", preprint)
    assert {(row.kind, row.value) for row in paper.identifiers.all()} == {
        ("arxiv", RECORD.arxiv_id),
        ("doi", "10.1000/1"),
    }


def test_an_article_that_names_its_preprint_joins_it():
    preprint = save_record(RECORD)
    article = save_record(PaperRecord(title="T", dois=("10.1000/1",)))
    paper = save_record(PaperRecord(title="T", dois=("10.1000/1",), arxiv_id=RECORD.arxiv_id, year=2022))
    article.refresh_from_db()
    assert (paper, article.state) == (preprint, "merged")


def test_two_preprints_that_claim_one_article_stay_two():
    report = save_records([another(1, dois=("10.1000/1",)), another(2, dois=("10.1000/1",))])
    assert report.created == 2
    assert PaperIdentifier.objects.get(kind="doi").paper.title == "Title 1"
    save_record(replace(another(2, dois=("10.1000/1",)), title="Again"))
    assert PaperIdentifier.objects.get(kind="doi").paper.title == "Title 1"


def test_a_title_alone_never_joins():
    save_records([another(1), replace(another(2), title="Title 1")])
    assert Paper.objects.count() == 2


def test_what_no_database_stores_is_left_out():
    paper = save_record(replace(RECORD, title="a\0b\ud800", authors=(AuthorRecord("N\0" * 400),), keywords=("k\0",)))
    assert (paper.title, paper.author_names, paper.keywords) == ("ab?", ["N" * 300], "k")


def test_a_record_that_the_database_refuses_is_reported_and_the_others_are_kept():
    bad = replace(another(2), version=-1, versions=())
    report = save_records([another(1), bad, another(3)])
    assert (report.created, [problem.record for problem in report.problems]) == (2, [bad])
    assert report.problems[0].reason
    assert sorted(Paper.objects.values_list("title", flat=True)) == ["Title 1", "Title 3"]
    assert not PaperVersion.objects.filter(paper__title="Title 2").exists()


def test_a_pending_paper_that_a_harvest_brings_is_ready():
    from papers.identifiers import Identifier, Kind
    from papers.services import request_paper

    pending, _ = request_paper(Identifier(Kind.ARXIV, RECORD.arxiv_id))
    paper = save_record(RECORD)
    assert (paper, paper.state, paper.next_attempt_at) == (pending, "ready", None)


def test_two_records_of_one_batch_do_not_pull_a_paper_two_ways():
    """The first gives the paper of the DOI its arXiv id; the second, of another preprint, then has no claim to it."""
    article = save_record(PaperRecord(title="T", dois=("10.1000/1",)))
    other = save_record(another(2))
    report = save_records([another(1, dois=("10.1000/1",)), replace(another(2, dois=("10.1000/1",)), title="Two")])
    article.refresh_from_db()
    other.refresh_from_db()
    assert not report.problems
    assert (article.state, article.arxiv_id, article.title) == ("ready", "2104.00001", "Title 1")
    assert (other.state, other.doi, other.title) == ("ready", "", "Two")


def test_a_paper_that_was_joined_meanwhile_is_not_brought_back():
    from papers.services import give_up, merge_papers, postpone

    source, target = save_record(another(1)), save_record(another(2))
    merge_papers(source=source, target=target)
    give_up(paper=source, reason="nobody knows it")
    postpone(papers=[source], moments=["2030-01-01T00:00:00Z"], reason="later")
    source.refresh_from_db()
    assert (source.state, source.failure_reason, source.next_attempt_at) == ("merged", "", None)
