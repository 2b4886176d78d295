"""Rows of an older renderer are rendered again, and nothing else about them changes."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from changes.models import Change
from shortsci.settings import CELERY_BEAT_SCHEDULE
from summaries.models import Comment, Revision, Summary
from summaries.rendering import RENDERER_VERSION, render
from summaries.services import rerender_old_summaries
from summaries.tasks import rerender
from tests.factories import make_summary


def make_old(summary: Summary) -> None:
    Summary.objects.filter(pk=summary.pk).update(html="<p>old</p>", excerpt="<p>old</p>", renderer_version=1)


@pytest.fixture
def comment(summary, voter) -> Comment:
    return Comment.objects.create(
        summary=summary, writer=voter, body="Is $x$ large?", html="old", renderer_version=1, created_at=timezone.now()
    )


def test_an_old_summary_gets_the_html_of_today_and_keeps_its_dates(summary):
    before = Summary.objects.get()
    make_old(summary)
    Change.objects.all().delete()
    assert rerender_old_summaries() == 1
    after = Summary.objects.get()
    assert (after.html, after.excerpt, after.renderer_version) == (before.html, before.excerpt, RENDERER_VERSION)
    assert (after.edited_at, after.published_at, after.revision_number) == (None, before.published_at, 1)
    assert Revision.objects.count() == 1
    assert list(Change.objects.values_list("what", "object_id")) == [("summary", summary.pk)]


def test_a_second_run_finds_nothing(summary):
    make_old(summary)
    assert rerender_old_summaries() == 1
    Change.objects.all().delete()
    assert rerender_old_summaries() == 0
    assert not Change.objects.exists()


def test_what_comes_out_the_same_is_no_change(summary):
    Summary.objects.update(renderer_version=1)
    Change.objects.all().delete()
    assert rerender_old_summaries() == 1
    assert Summary.objects.get().renderer_version == RENDERER_VERSION
    assert not Change.objects.exists()


def test_a_newer_renderer_is_left_alone(summary):
    Summary.objects.update(html="of tomorrow", renderer_version=RENDERER_VERSION + 1)
    assert rerender_old_summaries() == 0
    assert Summary.objects.get().html == "of tomorrow"


def test_comments_too(comment):
    Change.objects.all().delete()
    assert rerender_old_summaries() == 1
    comment.refresh_from_db()
    assert comment.html == render("Is $x$ large?")
    assert comment.renderer_version == RENDERER_VERSION
    assert comment.edited_at is None
    assert list(Change.objects.values_list("what", "object_id")) == [("comment", comment.pk)]


def test_more_than_a_batch(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("summaries.services.rerendering.RERENDER_BATCH", 2)
    for _ in range(5):
        make_old(make_summary())
    assert rerender_old_summaries(limit=3) == 4  # whole batches
    assert Summary.objects.filter(renderer_version=1).count() == 1
    assert rerender_old_summaries() == 1


def test_the_task(summary, comment):
    make_old(summary)
    rerender()
    assert not Summary.objects.filter(renderer_version=1).exists()
    assert not Comment.objects.filter(renderer_version=1).exists()
    assert CELERY_BEAT_SCHEDULE["rerender"]["task"] == rerender.name


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(monkeypatch):
    """One holds a batch; the other takes the rows that are free, and waits for nobody."""
    monkeypatch.setattr("summaries.services.rerendering.RERENDER_BATCH", 10)
    summaries = [make_summary() for _ in range(3)]
    for summary in summaries:
        make_old(summary)
    done: list[int] = []

    def work() -> None:
        done.append(rerender_old_summaries())
        connection.close()

    with transaction.atomic():
        list(Summary.objects.select_for_update().filter(pk=summaries[0].pk))
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(timeout=20)
        assert done == [2]
    assert rerender_old_summaries() == 1
    assert not Summary.objects.filter(renderer_version=1).exists()
