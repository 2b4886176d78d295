from celery import shared_task

from papers.fetching import fetch_due_papers
from papers.services import FETCH_TASK
from shortsci.celery import enqueue_soon


@shared_task(name=FETCH_TASK)
def fetch_pending_papers() -> None:
    """One request for up to 100 papers; while more are due it sends itself again, so that a worker never sleeps."""
    wait = fetch_due_papers()
    if wait is not None:
        enqueue_soon(FETCH_TASK, delay=wait)
