"""Which papers are marked to be computed anew, and who takes the marks away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Change
from papers.models import Paper, PaperIdentifier
from papers.services import merge_papers
from related import tasks
from related.models import RelatedPaper, StalePaper
from related.services import follow_changed_papers, mark_papers, mark_some_more, relate_paper, relate_stale_papers
from related.services.computing import TRY_AGAIN_AFTER
from shortsci.alone import alone
from summaries.services import delete_summary, hide_summary, restore_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.messages import is_sent

pytestmark = pytest.mark.django_db


def marked() -> set[int]:
    return set(StalePaper.objects.values_list("paper_number", flat=True))


def take_marks() -> set[int]:
    """And forgets the log, of which the last minute is read again each time."""
    follow_changed_papers()
    papers = marked()
    StalePaper.objects.all().delete()
    Change.objects.all().delete()
    return papers


@pytest.fixture
def pair() -> list[Paper]:
    """Two papers by the same authors, each with a summary, related to each other."""
    papers = [PaperFactory(), PaperFactory()]
    for paper in papers:
        make_summary(paper=paper)
    for paper in papers:
        relate_paper(paper.pk)
    take_marks()
    return papers


def test_a_new_summary_marks_its_paper_and_what_it_names(pair):
    resnet = PaperFactory(arxiv_id="1512.03385")
    make_summary(paper=resnet)
    bare = PaperFactory(arxiv_id="1706.03762")
    take_marks()
    paper = PaperFactory()
    make_summary(paper=paper, body="See [[arxiv:1512.03385]] and [[arxiv:1706.03762]].")
    papers = take_marks()
    assert {paper.pk, resnet.pk} <= papers
    assert not papers & {pair[0].pk, pair[1].pk, bare.pk}


def test_hiding_and_restoring_mark_all_lists_that_the_paper_stands_in(pair):
    summary = pair[0].summaries.get()
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="Copied.")
    assert take_marks() == {paper.pk for paper in pair}
    restore_summary(summary=summary)
    assert take_marks() == {paper.pk for paper in pair}


def test_a_deleted_summary_marks_them_too_though_the_log_leads_nowhere(pair):
    delete_summary(summary=pair[0].summaries.get())
    assert take_marks() == {paper.pk for paper in pair}


def test_a_hidden_summary_is_gone_from_all_lists_with_the_next_task(pair):
    hide_summary(summary=pair[0].summaries.get(), by=UserFactory(is_staff=True), reason="Copied.")
    tasks.relate_papers()
    assert not RelatedPaper.objects.exists()


def test_while_another_worker_is_at_it_nothing_is_computed(pair):
    hide_summary(summary=pair[0].summaries.get(), by=UserFactory(is_staff=True), reason="Copied.")
    with alone("related papers", seconds=60):
        tasks.relate_papers()
        assert RelatedPaper.objects.exists()
    tasks.relate_papers()
    assert not RelatedPaper.objects.exists()


def test_a_paper_that_arrives_marks_those_whose_summaries_name_it(pair):
    naming = PaperFactory()
    make_summary(paper=naming, body="See [[arxiv:1512.03385]].")
    take_marks()
    arrived = PaperFactory(arxiv_id="1512.03385")
    mark_papers([arrived.pk])
    assert marked() == {naming.pk}


def test_papers_that_were_joined_leave_no_list_that_shows_the_one_that_is_gone(pair):
    one, other = pair
    third = PaperFactory()
    make_summary(paper=third)
    tasks.relate_papers()
    assert RelatedPaper.objects.filter(related=other).count() == 2
    merge_papers(source=other, target=one)
    tasks.relate_papers()
    assert not RelatedPaper.objects.filter(related=other).exists()
    assert not RelatedPaper.objects.filter(paper=other).exists()
    assert RelatedPaper.objects.get(paper=one).related == third


def test_thousands_of_papers_without_summaries_mark_nothing(django_assert_num_queries):
    papers = [PaperFactory().pk for _ in range(3)]
    with django_assert_num_queries(5):
        mark_papers(papers)
    assert marked() == set()


@pytest.mark.parametrize("number", [1, 3])
def test_marking_costs_the_same_for_any_number_of_papers(number, django_assert_num_queries):
    papers = [PaperFactory() for _ in range(number)]
    for paper in papers:
        make_summary(paper=paper)
    with django_assert_num_queries(6):
        mark_papers([paper.pk for paper in papers])
    assert marked() == {paper.pk for paper in papers}


def test_the_nights_go_round(pair):
    third = PaperFactory()
    make_summary(paper=third)
    take_marks()
    nights = []
    for _ in range(3):
        mark_some_more(2)
        nights.append(marked())
        StalePaper.objects.all().delete()
    assert nights == [{pair[0].pk, pair[1].pk}, {third.pk}, {pair[0].pk, pair[1].pk}]


def test_the_nightly_task_marks_papers_with_public_summaries_alone(pair):
    make_summary(visibility="private")
    StalePaper.objects.all().delete()
    tasks.mark_some_more()
    assert marked() == {paper.pk for paper in pair}


def test_the_latest_marks_go_first_and_the_rest_waits(pair):
    for paper in (*pair, pair[1]):
        StalePaper.objects.create(paper_number=paper.pk)
    assert relate_stale_papers(1) == 1
    due = StalePaper.objects.filter(due_at__lte=timezone.now())
    assert [row.paper_number for row in due] == [pair[0].pk]


def test_without_a_search_index_a_paper_is_tried_again_later(pair):
    """There is none in this test."""
    now = timezone.now() + timedelta(seconds=1)
    mark_papers([pair[0].pk])
    assert relate_stale_papers(10, now) == 2
    assert RelatedPaper.objects.filter(paper=pair[0]).exists()
    assert relate_stale_papers(10, now) == 0
    assert marked() == {pair[0].pk, pair[1].pk}
    assert relate_stale_papers(10, now + TRY_AGAIN_AFTER) == 2
    assert StalePaper.objects.count() == 2


def test_a_mark_that_comes_while_its_paper_is_computed_stays(pair, monkeypatch):
    """As when somebody publishes between the reading and the end."""
    from related.services import computing

    relate = computing.relate_paper

    def relate_and_publish(number, now=None):
        relate(number, now)
        StalePaper.objects.create(paper_number=number)
        return True

    monkeypatch.setattr(computing, "relate_paper", relate_and_publish)
    StalePaper.objects.create(paper_number=pair[0].pk)
    relate_stale_papers(10, timezone.now() + timedelta(seconds=1))
    assert StalePaper.objects.count() == 1


def test_more_than_one_call_takes_is_taken_by_the_next(pair, monkeypatch):
    monkeypatch.setattr(tasks, "PAPERS_A_TASK", 1)
    for paper in pair:
        StalePaper.objects.create(paper_number=paper.pk)
    tasks.relate_papers()
    assert is_sent(tasks.RELATE_TASK)


def test_an_identifier_that_moves_with_a_paper_brings_its_citations_along():
    cited = PaperFactory(title="Something Else", abstract="")
    make_summary(paper=cited)
    article = PaperFactory()
    PaperIdentifier.objects.create(paper=article, kind="doi", value="10.1000/x")
    naming = PaperFactory()
    make_summary(paper=naming, body="See [[doi:10.1000/x]].")
    merge_papers(source=article, target=cited)
    tasks.relate_papers()
    assert RelatedPaper.objects.get(paper=naming, related=cited).why == "cited"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_row_once():
    import threading

    from django.db import connection

    papers = [PaperFactory() for _ in range(6)]
    for paper in papers:
        make_summary(paper=paper)
    mark_papers([paper.pk for paper in papers])
    errors: list[BaseException] = []
    start = threading.Barrier(3)

    def work() -> None:
        try:
            start.wait(timeout=30)
            relate_stale_papers(100)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    for paper in papers:
        assert RelatedPaper.objects.filter(paper=paper).count() == 5
