"""One turn of asking arXiv for the papers that are due: claim, ask, save, postpone or give up."""

import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from papers.limiter import LONGEST_RETRY_AFTER, HostLimiter
from papers.models import Paper
from papers.records import PaperRecord
from papers.services import claim_due_papers, give_up, note_answer, postpone, save_records
from papers.sources.arxiv import BATCH_SIZE, fetch_by_ids
from papers.sources.errors import QueryRejected, SourceBusy, SourceError
from papers.sources.http import new_http_client
from shortsci.redis import redis_client

logger = logging.getLogger(__name__)

ARXIV_INTERVAL = 3.0  # seconds between requests, by arXiv's terms
CLAIM_SECONDS = 120  # longer than a request can take
MAXIMUM_ATTEMPTS = 8
FIRST_DELAY = 5.0  # seconds; doubles with each attempt
LONGEST_DELAY = 900.0
UNKNOWN_TO_ARXIV = gettext_noop("arXiv knows no paper with this id.")


def arxiv_limiter() -> HostLimiter:
    return HostLimiter(redis_client(), host="arxiv", interval=ARXIV_INTERVAL)


def fetch_due_papers() -> float | None:
    """Makes at most one request. Returns the seconds after which to call again, or None when nothing is due."""
    now = timezone.now()
    if not Paper.objects.due(now).named_at_arxiv().exists():
        return None
    limiter = arxiv_limiter()
    if not limiter.acquire():
        return max(limiter.seconds_until_free(), 0.1)
    with limiter.held() as turn, new_http_client() as client:
        papers = claim_due_papers(limit=BATCH_SIZE, until=now + timedelta(seconds=CLAIM_SECONDS))
        turn.pace(fetch(client, papers))
    return max(turn.pause, ARXIV_INTERVAL)


def fetch(client: httpx.Client, papers: Sequence[Paper]) -> float:
    """Asks for these papers in one request; returns the pause that the source asked for, in seconds."""
    if not papers:
        return 0.0
    try:
        records = fetch_by_ids(client, settings.ARXIV_API_URL, [paper.arxiv_id for paper in papers])
    except QueryRejected as error:
        separate(papers, f"arXiv: {error}")
    except SourceBusy as error:
        pause = min(error.retry_after or 0.0, LONGEST_RETRY_AFTER)
        back_off(papers, str(error), at_least=pause)
        return pause
    except SourceError as error:
        back_off(papers, str(error))
    else:
        save_answers(papers, records)
    return 0.0


def save_answers(papers: Sequence[Paper], records: Sequence[PaperRecord]) -> None:
    refused = {problem.record.arxiv_id: problem.reason for problem in save_records(records).problems}
    known = {record.arxiv_id for record in records}
    for paper in papers:
        if paper.arxiv_id in refused:
            give_up(paper=paper, reason=f"arXiv's answer could not be saved: {refused[paper.arxiv_id]}")
        elif paper.arxiv_id not in known:
            give_up(paper=paper, reason=UNKNOWN_TO_ARXIV)
        elif paper.state == Paper.State.READY:
            note_answer(paper=paper)
    logger.info("arXiv: asked for %d papers, received %d", len(papers), len(records))


def separate(papers: Sequence[Paper], reason: str) -> None:
    """arXiv rejects a whole list for one id in it: the ids are asked for one by one, and the bad one fails alone."""
    if len(papers) == 1:
        give_up(paper=papers[0], reason=reason)
        return
    now = timezone.now()
    moments = [now + timedelta(seconds=position * ARXIV_INTERVAL) for position in range(len(papers))]
    postpone(papers=papers, moments=moments, reason=reason)


def back_off(papers: Sequence[Paper], reason: str, *, at_least: float = 0.0) -> None:
    exhausted = [paper for paper in papers if paper.attempts >= MAXIMUM_ATTEMPTS]
    for paper in exhausted:
        give_up(paper=paper, reason=f"{reason} We tried {paper.attempts} times.")
    waiting = [paper for paper in papers if paper.attempts < MAXIMUM_ATTEMPTS]
    now = timezone.now()
    postpone(papers=waiting, moments=[next_moment(now, paper, at_least) for paper in waiting], reason=reason)


def next_moment(now: datetime, paper: Paper, at_least: float) -> datetime:
    """Never before the moment that the source named."""
    return now + timedelta(seconds=max(at_least, delay_of_attempt(paper.attempts)))


def delay_of_attempt(attempt: int) -> float:
    """Seconds: exponential with jitter, up to a quarter of an hour."""
    delay: float = min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 (jitter, no secret)
