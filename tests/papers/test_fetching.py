import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from papers import fetching
from papers.fetching import arxiv_limiter, fetch_due_papers
from papers.identifiers import Identifier, Kind
from papers.models import Paper
from papers.services import claim_due_papers, request_paper, retry_paper
from papers.tasks import fetch_pending_papers
from shortsci.redis import redis_client
from tests.arxiv_stand_in import Answer, feed
from tests.messages import is_sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """The interval is proved in test_limiter and against the whole product; here nothing has to wait."""
    monkeypatch.setattr(fetching, "ARXIV_INTERVAL", 0.001)


def ask_for(*arxiv_ids: str) -> list[Paper]:
    return [request_paper(Identifier(Kind.ARXIV, arxiv_id))[0] for arxiv_id in arxiv_ids]


def make_due(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_pending_paper_is_filled_in(arxiv):
    arxiv.known = {"2103.00001": "The Title"}
    [paper] = ask_for("2103.00001")
    assert paper.state == "pending"
    assert fetch_due_papers() is not None
    paper.refresh_from_db()
    assert (paper.state, paper.title, paper.version, paper.attempts) == ("ready", "The Title", 2, 0)
    assert paper.author_names == ["Ada Writer", "Ben Second"]
    assert [listing.category_id for listing in paper.listings.all()] == ["cs.LG", "stat.ML"]
    assert [(v.number, str(v.submitted_on)) for v in paper.versions.all()] == [(1, "2021-03-02"), (2, "2021-05-04")]
    assert fetch_due_papers() is None
    assert len(arxiv.requests) == 1


def test_many_ids_share_one_request(arxiv):
    ids = [f"2103.{number:05d}" for number in range(1, 131)]
    arxiv.known = {arxiv_id: f"Title {arxiv_id}" for arxiv_id in ids}
    ask_for(*ids)
    fetch_due_papers()
    redis_client().delete(arxiv_limiter().key)
    fetch_due_papers()
    assert [len(request.ids) for request in arxiv.requests] == [100, 30]
    assert not Paper.objects.pending().exists()


def test_an_id_that_arxiv_does_not_know_fails_with_the_reason_and_can_be_retried(arxiv):
    [paper] = ask_for("2103.09999")
    fetch_due_papers()
    paper.refresh_from_db()
    assert (paper.state, paper.failure_reason) == ("failed", "arXiv knows no paper with this id.")
    arxiv.known = {"2103.09999": "There now"}
    retry_paper(paper=paper)
    redis_client().delete(arxiv_limiter().key)
    fetch_due_papers()
    paper.refresh_from_db()
    assert (paper.state, paper.title, paper.failure_reason) == ("ready", "There now", "")


def test_retrying_a_paper_that_is_ready_changes_nothing(paper):
    retry_paper(paper=paper)
    paper.refresh_from_db()
    assert paper.state == "ready"


@pytest.mark.parametrize(
    "answer", [Answer(status=503), Answer(status=500), Answer(body=b"<oops"), Answer(body=feed("", total=3))]
)
def test_after_a_bad_answer_the_paper_waits_and_then_arrives(arxiv, answer):
    arxiv.known, arxiv.script = {"2103.00001": "T"}, [answer]
    [paper] = ask_for("2103.00001")
    fetch_due_papers()
    paper.refresh_from_db()
    assert paper.state == "pending"
    assert paper.attempts == 1
    assert paper.failure_reason
    assert paper.next_attempt_at > timezone.now() + timedelta(seconds=3)
    make_due(paper)
    redis_client().delete(arxiv_limiter().key)
    fetch_due_papers()
    paper.refresh_from_db()
    assert (paper.state, paper.failure_reason) == ("ready", "")


def test_retry_after_holds_the_paper_and_the_whole_host(arxiv):
    arxiv.script = [Answer(status=429, headers={"Retry-After": "120"})]
    [paper] = ask_for("2103.00001")
    assert fetch_due_papers() == 120
    paper.refresh_from_db()
    assert paper.next_attempt_at > timezone.now() + timedelta(seconds=110)
    assert arxiv_limiter().seconds_until_free() > 110
    make_due(paper)
    assert fetch_due_papers() > 100  # another worker, another paper: the host still rests
    assert len(arxiv.requests) == 1


def test_the_delay_grows_and_ends_in_failure(arxiv):
    arxiv.script = [Answer(status=503)] * 20
    [paper] = ask_for("2103.00001")
    delays = []
    for _ in range(fetching.MAXIMUM_ATTEMPTS):
        make_due(paper)
        redis_client().delete(arxiv_limiter().key)
        fetch_due_papers()
        paper.refresh_from_db()
        if paper.next_attempt_at:
            delays.append((paper.next_attempt_at - timezone.now()).total_seconds())
    assert paper.state == "failed"
    assert "We tried 8 times" in paper.failure_reason
    assert all(later > earlier for earlier, later in itertools.pairwise(delays))


def test_a_rejected_list_is_asked_one_by_one_and_the_bad_id_fails_alone(arxiv):
    arxiv.known = {"2103.00001": "Good", "2103.00003": "Good too"}
    arxiv.rejects = {"2103.00002"}
    papers = ask_for("2103.00001", "2103.00002", "2103.00003")
    fetch_due_papers()
    for _ in range(3):
        waiting = Paper.objects.pending().order_by("next_attempt_at").first()
        make_due(waiting)
        Paper.objects.pending().exclude(pk=waiting.pk).update(next_attempt_at=timezone.now() + timedelta(seconds=60))
        redis_client().delete(arxiv_limiter().key)
        fetch_due_papers()
    states = {paper.arxiv_id: Paper.objects.get(pk=paper.pk).state for paper in papers}
    assert states == {"2103.00001": "ready", "2103.00002": "failed", "2103.00003": "ready"}
    assert "incorrect id format" in Paper.objects.get(pk=papers[1].pk).failure_reason


def test_a_claimed_paper_is_not_taken_twice_and_comes_back_when_its_worker_died(arxiv):
    [paper] = ask_for("2103.00001")
    until = timezone.now() + timedelta(seconds=60)
    assert claim_due_papers(limit=100, until=until) == [paper]
    assert claim_due_papers(limit=100, until=until) == []
    make_due(paper)  # the claim has passed
    assert claim_due_papers(limit=100, until=until) == [paper]


def test_a_ready_paper_keeps_its_facts_when_its_source_stays_silent(arxiv, paper):
    make_due(paper)
    fetch_due_papers()
    paper.refresh_from_db()
    assert (paper.state, paper.next_attempt_at) == ("ready", None)
    assert paper.title


def test_while_another_worker_asks_nobody_else_does(arxiv):
    ask_for("2103.00001")
    assert arxiv_limiter().acquire()
    assert fetch_due_papers() > 0
    assert arxiv.requests == []


def test_the_task_sends_itself_again_while_papers_wait(arxiv, monkeypatch):
    monkeypatch.setattr(fetching, "ARXIV_INTERVAL", 5)
    arxiv.script = [Answer(status=503)]
    ask_for("2103.00001")
    redis_client().delete(arxiv_limiter().key)
    fetch_pending_papers()
    assert is_sent("papers.tasks.fetch_pending_papers")


def test_the_task_rests_when_nothing_is_due():
    fetch_pending_papers()
    assert not is_sent("papers.tasks.fetch_pending_papers")
