"""The draft of a month: from what readers voted up, once, and never published by itself."""

from datetime import UTC, date, datetime

import pytest

from selections.models import Selection
from selections.services import draft_month
from selections.services.drafting import month_before
from selections.tasks import draft_month as draft_month_task
from summaries.models import Summary
from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 3)


def summary_of(month: int, day: int = 5, *, up: int = 3, down: int = 0, **fields) -> Summary:
    summary = make_summary(**fields)
    at = datetime(2026, month, day, 12, tzinfo=UTC)
    Summary.objects.filter(pk=summary.pk).update(published_at=at, upvotes=up, downvotes=down, score=up - down)
    return summary


def picked(draft: Selection) -> list[int]:
    return [entry.paper_id for entry in draft.entries.order_by("position")]


def test_the_months_best_in_the_order_of_votes():
    second, first = summary_of(5, up=5), summary_of(5, up=9)
    last_moment, too_early, too_late = summary_of(5, 31, up=2), summary_of(4, 30), summary_of(6, 1)
    draft = draft_month(today=TODAY)
    assert (draft.title, draft.slug, draft.state) == ("Best of May 2026", "best-of-2026-05", "draft")
    assert picked(draft) == [first.paper_id, second.paper_id, last_moment.paper_id]
    assert [list(entry.summaries.all()) for entry in draft.entries.order_by("position")] == [
        [first],
        [second],
        [last_moment],
    ]
    assert {too_early.paper_id, too_late.paper_id}.isdisjoint(picked(draft))
    assert all(entry.why == entry.insights == "" for entry in draft.entries.all())
    assert draft.introduction == (
        "In May 2026 3 summaries of 3 papers came out here, and readers gave them 16 up-votes. "
        "These are the 3 papers whose summaries they voted highest."
    )


def test_one_of_everything_reads_well():
    summary_of(5, up=1)
    assert draft_month(today=TODAY).introduction == (
        "In May 2026 1 summary of 1 paper came out here, and readers gave them 1 up-vote. "
        "This is the paper whose summaries they voted highest."
    )


def test_a_paper_comes_once_with_its_best_summary():
    paper = PaperFactory()
    summary_of(5, up=2, paper=paper)
    best = summary_of(5, up=4, paper=paper)
    [entry] = draft_month(today=TODAY).entries.all()
    assert list(entry.summaries.all()) == [best]


def test_what_is_not_public_or_not_voted_up_is_left_out():
    summary_of(5, up=2, down=2)
    hide_summary(summary=summary_of(5), by=UserFactory(is_staff=True), reason="A reason.")
    Summary.objects.filter(pk=summary_of(5).pk).update(visibility="private")
    assert draft_month(today=TODAY) is None
    assert not Selection.objects.exists()


def test_ten_papers_at_most():
    for _ in range(12):
        summary_of(5)
    assert draft_month(today=TODAY).entries.count() == 10


def test_said_again_it_is_done_once():
    summary_of(5)
    draft = draft_month(today=TODAY)
    assert draft_month(today=TODAY) is None
    assert draft_month(today=date(2026, 6, 28)) is None
    Selection.objects.filter(pk=draft.pk).update(state="withdrawn", slug="otherwise")
    assert draft_month(today=TODAY) is None
    assert Selection.objects.count() == 1


def test_an_address_that_an_editor_took_is_left_to_them():
    summary_of(5)
    Selection.objects.create(title="Mine", slug="best-of-2026-05")
    assert draft_month(today=TODAY).slug == "best-of-2026-05-votes"


def test_an_anonymous_summary_counts():
    summary = summary_of(5, is_anonymous=True)
    assert picked(draft_month(today=TODAY)) == [summary.paper_id]


def test_the_task_looks_at_the_month_before_this_one(client):
    draft_month_task()
    assert not Selection.objects.exists()


def test_nobody_finds_it_before_an_editor_publishes_it(client):
    summary_of(5)
    draft = draft_month(today=TODAY)
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 6, 3), date(2026, 5, 1)),
        (date(2026, 1, 1), date(2025, 12, 1)),
        (date(2026, 12, 31), date(2026, 11, 1)),
    ],
)
def test_the_month_before(day, before):
    assert month_before(day) == before
