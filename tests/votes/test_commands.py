from io import StringIO

import pytest
from django.core.management import call_command

from papers.models import Paper
from summaries.models import Summary
from votes.services import cast_vote

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_rank_summaries(summary, voter):
    assert run("rank_summaries") == "1 ranked"
    assert run("rank_summaries") == "0 ranked"
    assert run("rank_summaries", "--all") == "0 ranked, no drift"


def test_recount_is_silent_without_drift_and_exits_1_with_it(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    run("rank_summaries")
    assert run("recount") == "no drift"
    Summary.objects.update(upvotes=3, score=3)
    Paper.objects.update(summary_count=9)
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("recount", stdout=out)
    assert caught.value.code == 1
    assert f"summary {summary.pk}: upvotes was 3, its votes give 1" in out.getvalue()
    assert f"paper {summary.paper_id}: summary_count is 1 now" in out.getvalue()
    assert run("recount") == "no drift"
