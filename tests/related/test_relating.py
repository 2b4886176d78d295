"""What speaks for a paper, from rows that the services made."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from papers.models import Authorship, Paper, PaperIdentifier, Venue
from related.models import RelatedPaper, StalePaper
from related.services import relate_paper, relate_stale_papers
from related.services.computing import KEPT
from related.services.readers import FEWEST, LARGEST_SHARE, MORE_FOR_SOME, needed
from related.weighing import Reason
from summaries.models import Summary
from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Vote

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)


def make_paper(title: str = "", arxiv_id: str = "", **fields: object) -> Paper:
    """Without the authors and the words that all papers of the factory have in common."""
    paper = PaperFactory(title=title or "Zzz", abstract="", arxiv_id=arxiv_id or None, **fields)
    Authorship.objects.filter(paper=paper).delete()
    return paper


def make_summarised(title: str = "", body: str = "Nothing named.", **fields: object) -> Paper:
    paper = make_paper(title, **fields)
    make_summary(paper=paper, body=body)
    paper.refresh_from_db()
    return paper


def related(paper: Paper, now: datetime = NOW) -> dict[Paper, str]:
    relate_paper(paper.pk, now)
    rows = RelatedPaper.objects.filter(paper=paper).best_first().select_related("related")
    return {row.related: row.why for row in rows}


# Citations


def test_a_work_that_a_summary_names_is_related_and_the_paper_to_it():
    resnet = make_summarised("Alpha", arxiv_id="1512.03385")
    vit = make_summarised("Beta", body="It [[builds on arxiv:1512.03385]].")
    assert related(vit) == {resnet: "cited"}
    assert related(resnet) == {vit: "cites"}


def test_a_work_without_summaries_of_its_own_is_found_too_but_counts_less():
    bare = make_paper("Alpha", arxiv_id="1512.03385")
    told = make_summarised("Gamma", arxiv_id="1706.03762")
    paper = make_summarised("Beta", body="See [[arxiv:1512.03385]] and [[arxiv:1706.03762]].")
    assert list(related(paper)) == [told, bare]


def test_papers_that_name_the_same_works_are_related():
    """Also where one names a work by its DOI and the other by its number at arXiv, and where it is not here at all."""
    work = make_paper("Alpha", arxiv_id="1512.03385")
    PaperIdentifier.objects.create(paper=work, kind="doi", value="10.1109/cvpr.2016.90")
    one = make_summarised("Beta", body="See [[arxiv:1512.03385]].")
    other = make_summarised("Gamma", body="See [[doi:10.1109/cvpr.2016.90]].")
    assert related(one)[other] == "cites_same"
    third, fourth = (make_summarised(title, body="See [[arxiv:2001.99999]].") for title in ("Delta", "Epsilon"))
    assert related(third) == {fourth: "cites_same"}


def test_a_summary_that_names_its_own_paper_relates_it_to_nothing_more():
    paper = make_summarised("Alpha", arxiv_id="1512.03385", body="See [[arxiv:1512.03385]] itself.")
    naming = make_summarised("Beta", body="See [[arxiv:1512.03385]].")
    assert related(paper) == {naming: "cites"}
    relate_paper(paper.pk, NOW)
    assert RelatedPaper.objects.get(paper=paper).score < 0.6


def test_what_a_hidden_or_private_summary_names_relates_nothing(writer):
    make_summarised("Alpha", arxiv_id="1512.03385")
    hidden = make_summarised("Beta", body="See [[arxiv:1512.03385]].")
    make_summary(paper=hidden, body="Nothing.")
    naming = Summary.objects.get(paper=hidden, body__contains="1512")
    assert related(hidden)
    hide_summary(summary=naming, by=UserFactory(is_staff=True), reason="Copied.")
    assert related(hidden) == {}
    make_summary(paper=hidden, writer=writer, body="See [[arxiv:1512.03385]].", visibility="private")
    make_summary(paper=hidden, body="See [[arxiv:1512.03385]].", visibility="unlisted")
    assert related(hidden) == {}


def test_a_work_that_everybody_names_says_nothing(monkeypatch):
    monkeypatch.setattr("related.services.citations.COMMON", 2)
    papers = [make_summarised(title, body="See [[arxiv:2001.99999]].") for title in ("Beta", "Gamma")]
    assert related(papers[0])
    make_summarised("Delta", body="See [[arxiv:2001.99999]].")
    assert related(papers[0]) == {}


# Authors, words, places


def test_papers_of_the_same_authors_are_related():
    one, other = PaperFactory(title="Alpha", abstract=""), PaperFactory(title="Beta", abstract="")
    make_summary(paper=one)
    assert related(one) == {}  # the other has no summary
    make_summary(paper=other)
    assert related(one) == {other: "authors"}


def test_where_the_words_say_more_than_the_authors_they_are_the_reason():
    one = PaperFactory(title="Sparse attention kernels", abstract="Attention with sparse kernels.")
    other = PaperFactory(title="Kernels for attention", abstract="Sparse kernels again.")
    for paper in (one, other):
        make_summary(paper=paper)
    relate_paper(one.pk, NOW)
    row = RelatedPaper.objects.get(paper=one)
    assert (row.related, row.why, row.reason) == (other, "words", "same words: kernel, attention")


def test_a_place_in_common_decides_between_equals():
    venue = Venue.objects.create(slug="wok", name="Workshop", kind="conference")
    one = PaperFactory(title="Alpha", abstract="", venue=venue)
    there = PaperFactory(title="Beta", abstract="", venue=venue)
    elsewhere = PaperFactory(title="Gamma", abstract="", primary_category_id="math.NT")
    for paper in (one, there, elsewhere):
        make_summary(paper=paper)
    assert list(related(one)) == [there, elsewhere]


# Readers


def add_votes(summaries: list[Summary], readers: list[User], at: datetime = NOW - timedelta(days=3)) -> None:
    """In one statement, dated before today, with the counters that they give."""
    votes = Vote.objects.bulk_create(Vote(voter=voter, summary=on, value=1) for on in summaries for voter in readers)
    Vote.objects.filter(pk__in=[vote.pk for vote in votes]).update(cast_at=at, changed_at=at)
    number = len(readers)
    for summary in summaries:
        Summary.objects.filter(pk=summary.pk).update(upvotes=F("upvotes") + number, score=F("score") + number)


@pytest.fixture
def pair() -> list[Paper]:
    """On a site where most people voted on neither."""
    UserFactory.create_batch(30)
    return [make_summarised("Alpha"), make_summarised("Beta")]


def summaries_of(papers: list[Paper]) -> list[Summary]:
    return [Summary.objects.get(paper=paper) for paper in papers]


def add_others(papers: list[Paper], number: int = 6) -> None:
    """Readers of one of the papers each, so that to have read the one tells nothing of the other."""
    for summary in summaries_of(papers):
        add_votes([summary], UserFactory.create_batch(number))


def test_readers_in_common_relate_papers(pair):
    add_votes(summaries_of(pair), UserFactory.create_batch(needed(pair[0].pk, pair[1].pk)))
    add_others(pair)
    one, other = pair
    assert related(one) == {other: "readers"}
    assert related(other) == {one: "readers"}


def test_too_few_readers_in_common_tell_nothing(pair):
    add_votes(summaries_of(pair), UserFactory.create_batch(needed(pair[0].pk, pair[1].pk) - 1))
    add_others(pair)
    assert related(pair[0]) == {}


def test_where_almost_all_readers_of_one_paper_like_the_other_nothing_is_told(pair):
    """Who is known to have voted up the one would be known to have voted up the other."""
    shared = FEWEST + MORE_FOR_SOME
    add_votes(summaries_of(pair), UserFactory.create_batch(shared))
    assert related(pair[0]) == {}
    add_others(pair, int(shared / LARGEST_SHARE) - shared - 1)
    assert related(pair[0]) == {}
    add_others(pair, 1)
    assert related(pair[0]) == {pair[1]: "readers"}


def test_where_everybody_votes_on_everything_readers_in_common_tell_nothing(pair):
    add_votes(summaries_of(pair), UserFactory.create_batch(FEWEST + MORE_FOR_SOME))
    add_others(pair)
    assert related(pair[0])
    User.objects.exclude(pk__in=Vote.objects.values("voter")).update(is_active=False)
    assert related(pair[0]) == {}


def test_votes_of_today_tell_nothing_yet(pair):
    """Who looks at the page before and after a vote sees no difference."""
    shared = UserFactory.create_batch(FEWEST + MORE_FOR_SOME)
    add_others(pair)
    add_votes(summaries_of(pair), shared, at=NOW - timedelta(hours=2))
    assert related(pair[0]) == {}
    assert related(pair[0], now=NOW + timedelta(days=1)) == {pair[1]: "readers"}


@pytest.mark.parametrize("change", [{"value": -1}, {"state": "waiting"}, {"state": "held"}, {"state": "set_aside"}])
def test_only_votes_up_that_count_tell_of_readers(pair, change):
    shared = UserFactory.create_batch(FEWEST + MORE_FOR_SOME)
    add_votes(summaries_of(pair), shared)
    add_others(pair)
    assert related(pair[0])
    Vote.objects.filter(voter__in=shared, summary__paper=pair[1]).update(**change)
    assert related(pair[0]) == {}


def test_linked_accounts_are_one_reader(pair):
    shared = UserFactory.create_batch(FEWEST + MORE_FOR_SOME)
    add_votes(summaries_of(pair), shared)
    add_others(pair)
    assert related(pair[0])
    User.objects.filter(pk__in=[reader.pk for reader in shared[FEWEST:]]).update(eldest=shared[0])
    User.objects.filter(pk=shared[1].pk).update(eldest=shared[0])
    assert related(pair[0]) == {}


def test_votes_on_a_hidden_summary_tell_nothing(pair):
    add_votes(summaries_of(pair), UserFactory.create_batch(FEWEST + MORE_FOR_SOME))
    add_others(pair)
    make_summary(paper=pair[1])
    hide_summary(summary=summaries_of([pair[0]])[0], by=UserFactory(is_staff=True), reason="Copied.")
    make_summary(paper=pair[0])
    assert related(pair[0]) == {}
    assert related(pair[1]) == {}


def test_who_votes_for_everything_says_nothing(pair, monkeypatch):
    monkeypatch.setattr("related.services.readers.VOTES_A_READER", 1)
    add_votes(summaries_of(pair), UserFactory.create_batch(FEWEST + MORE_FOR_SOME))
    add_others(pair)
    assert related(pair[0]) == {}


def test_how_many_readers_a_pair_asks_for_is_known_to_nobody(settings):
    numbers = [needed(1, other) for other in range(2, 60)]
    assert set(numbers) == set(range(FEWEST, FEWEST + MORE_FOR_SOME))
    assert [needed(other, 1) for other in range(2, 60)] == numbers
    settings.SECRET_KEY = "another key"
    assert [needed(1, other) for other in range(2, 60)] != numbers


# What is stored


def test_a_few_are_kept_the_best():
    papers = [PaperFactory(title="Alpha", abstract="") for _ in range(KEPT + 3)]
    for paper in papers:
        make_summary(paper=paper)
    assert len(related(papers[0])) == KEPT


def test_computed_again_nothing_is_written():
    one, other = (PaperFactory(title=title, abstract="") for title in ("Alpha", "Beta"))
    for paper in (one, other):
        make_summary(paper=paper)
    assert related(one) == {other: "authors"}
    before = list(RelatedPaper.objects.values())
    assert related(one) == {other: "authors"}
    assert list(RelatedPaper.objects.values()) == before


def test_a_paper_without_public_summaries_has_no_rows():
    one, other = (PaperFactory(title=title, abstract="") for title in ("Alpha", "Beta"))
    kept = make_summary(paper=one)
    make_summary(paper=other)
    assert related(one)
    hide_summary(summary=kept, by=UserFactory(is_staff=True), reason="Copied.")
    assert related(one) == {}


def test_what_does_not_exist_is_passed_over():
    StalePaper.objects.create(paper_number=123456)
    assert relate_stale_papers(10) == 1
    assert not StalePaper.objects.filter(due_at__lte=timezone.now()).exists()


def test_every_reason_has_its_word():
    assert {reason.value for reason in Reason} == set(RelatedPaper.Why.values)


def count_queries_for(number: int) -> int:
    """For a paper that names so many works."""
    works = [make_summarised(f"Work {n}") for n in range(number)]
    body = " ".join(f"[[arxiv:{work.arxiv_id}]]" for work in works)
    papers = [make_summarised(f"Paper {n}", body=body) for n in range(number + 1)]
    add_votes(summaries_of(papers), UserFactory.create_batch(FEWEST + MORE_FOR_SOME))
    add_others(papers, 12)
    relate_paper(papers[0].pk, NOW)
    assert RelatedPaper.objects.filter(paper=papers[0]).count() == 2 * number
    with CaptureQueriesContext(connection) as queries:
        relate_paper(papers[0].pk, NOW)
    return len(queries)


def test_the_work_for_one_paper_is_bounded():
    """One query more for each work that it names, whatever the number of papers, votes and authors."""
    UserFactory.create_batch(60)
    one, three = count_queries_for(1), count_queries_for(3)
    assert three == one + 2
    assert one <= 16
