from celery import shared_task

from papers.announcements import read_daily_announcements
from papers.fetching import fetch_due_papers
from papers.fetching_dois import fetch_due_doi
from papers.harvesting import Harvester
from papers.services import FETCH_DOI_TASK, FETCH_TASK
from papers.services.harvests import HARVEST_TASK
from papers.services.records import RecordSaver
from shortsci.celery import enqueue_soon


@shared_task(name=FETCH_TASK)
def fetch_pending_papers() -> None:
    """One request for up to 100 papers; while more are due it sends itself again, so that a worker never sleeps."""
    wait = fetch_due_papers()
    if wait is not None:
        enqueue_soon(FETCH_TASK, delay=wait)


@shared_task(name=FETCH_DOI_TASK)
def fetch_pending_dois() -> None:
    """One paper; while more are due it sends itself again."""
    wait = fetch_due_doi()
    if wait is not None:
        enqueue_soon(FETCH_DOI_TASK, delay=wait)


@shared_task(name=HARVEST_TASK)
def harvest_pages() -> None:
    """One page; while a harvest runs it sends itself again."""
    wait = Harvester(RecordSaver()).harvest_page()
    if wait is not None:
        enqueue_soon(HARVEST_TASK, delay=wait)


@shared_task(name="papers.tasks.read_announcements")
def read_announcements() -> None:
    """What arXiv announced today in the categories that the operator named."""
    read_daily_announcements()
