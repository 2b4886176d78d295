"""What `recount` must find: one planted fault of each kind."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from papers.models import Paper
from summaries.models import Comment, Summary
from summaries.services import add_comment, ask_for_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Vote
from votes.services import cast_vote, move_periods, rank_all, rank_changed_summaries, repair_drift

pytestmark = pytest.mark.django_db


@pytest.fixture
def voted(summary, voter, stranger) -> Summary:
    """Among others, with a vote each way, a comment and ranks."""
    for _ in range(2):
        make_summary()
    cast_vote(voter=voter, summary=summary, value=1)
    cast_vote(voter=stranger, summary=summary, value=-1)
    add_comment(writer=voter, summary=summary, body="Is it?", parent=None)
    rank_changed_summaries()
    summary.refresh_from_db()
    return summary


def recount() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("recount", stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


PLANTED = {
    "upvotes": ({"upvotes": 3, "score": 2}, {"upvotes": (3, 1), "score": (2, 0)}),
    "downvotes": ({"downvotes": 0, "score": 1}, {"downvotes": (0, 1), "score": (1, 0)}),
    "both, and the score is right": ({"upvotes": 8, "downvotes": 8}, {"upvotes": (8, 1), "downvotes": (8, 1)}),
    "wilson": ({"wilson": 0.9}, {"wilson": (0.9, None)}),
    "the last bit of wilson": ({"wilson": F("wilson") + 3e-17}, {"wilson": (None, None)}),
    "hot": ({"hot": F("hot") + 1}, {"hot": (None, None)}),
    "recency": ({"recency": 1}, {"recency": (1, 4)}),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_drift_is_found_told_and_repaired(voted, kind):
    change, expected = PLANTED[kind]
    assert repair_drift() == []
    Summary.objects.filter(pk=voted.pk).update(**change)
    drifts = {drift.field: drift for drift in repair_drift()}
    assert set(drifts) == set(expected)
    assert {drift.summary_id for drift in drifts.values()} == {voted.pk}
    for field, (stored, right) in expected.items():
        assert stored is None or drifts[field].stored == stored
        assert right is None or drifts[field].expected == right
    assert repair_drift() == []
    now = Summary.objects.get(pk=voted.pk)
    for field in ("upvotes", "downvotes", "score", "wilson", "hot", "recency", "comment_count"):
        assert getattr(now, field) == getattr(voted, field)


def test_rows_that_went_past_the_services_are_drift_too(voted):
    Vote.objects.filter(summary=voted, value=1).delete()
    assert {drift.field: drift.expected for drift in repair_drift()} == {
        "upvotes": 0,
        "score": -1,
        "wilson": 0,
    }  # of one vote the logarithm is 0, so that the hot score stays


@pytest.mark.parametrize("state", [state for state in Vote.State if state != Vote.State.COUNTED])
def test_only_votes_that_count_are_counted(voted, state):
    Vote.objects.filter(summary=voted, value=-1).update(state=state)
    assert ("downvotes", 1, 0) in [(drift.field, drift.stored, drift.expected) for drift in repair_drift()]
    assert Summary.objects.get(pk=voted.pk).downvotes == 0


def test_what_waits_for_a_task_is_no_drift(voted, voter):
    cast_vote(voter=voter, summary=voted, value=-1)  # marked, not ranked yet
    assert repair_drift() == []
    assert not Summary.objects.get(pk=voted.pk).needs_ranking
    Summary.objects.filter(pk=voted.pk).update(formula_version=0, wilson=0.3, hot=4.0)
    assert repair_drift() == []
    assert Summary.objects.get(pk=voted.pk).wilson != 0.3
    late = timezone.now() + timedelta(days=9)
    assert repair_drift(late) == []  # its periods have ended, and the task of each minute has not come by
    assert Summary.objects.get(pk=voted.pk).recency == 2


def test_a_period_that_ends_while_everything_is_compared_is_no_drift(voted):
    Summary.objects.filter(pk=voted.pk).update(published_at=timezone.now() - timedelta(days=1) + timedelta(seconds=1))
    rank_all()
    ended = []

    def move_meanwhile(execute, sql, params, many, context):
        if "FROM summaries_summary AS s" in sql and not ended:
            time.sleep(1.1)
            ended.append(move_periods())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(move_meanwhile):
        assert repair_drift() == []
    assert ended == [1]


def test_many_batches_tell_everything(monkeypatch):
    monkeypatch.setattr("votes.services.drift.REPAIR_BATCH", 2)
    for _ in range(5):
        make_summary()
    rank_changed_summaries()
    Summary.objects.update(upvotes=4, score=4)
    assert len(repair_drift()) == 10
    assert repair_drift() == []


def test_recount_exits_1_with_any_drift_and_0_without(voted):
    waiting = PaperFactory()
    ask_for_summary(reader=UserFactory(), paper=waiting)
    assert recount() == (0, "no drift\n")
    Summary.objects.filter(pk=voted.pk).update(wilson=0.25)
    code, output = recount()
    assert (code, output.startswith(f"summary {voted.pk}: wilson was 0.25")) == (1, True)
    for model, field in ((Paper, "summary_count"), (Summary, "comment_count"), (Paper, "wanted_count")):
        owner = waiting if field == "wanted_count" else voted if model is Summary else voted.paper
        model.objects.filter(pk=owner.pk).update(**{field: 9})
        assert recount() == (1, f"{model._meta.model_name} {owner.pk}: {field} is 1 now\n")
    assert recount() == (0, "no drift\n")
    assert Comment.objects.count() == 1
