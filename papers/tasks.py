from celery import shared_task
from django.conf import settings

from papers import announcements
from papers.fetching import fetch_due_papers
from papers.fetching_dois import fetch_due_doi
from papers.harvesting import Harvester
from papers.services import FETCH_DOI_TASK, FETCH_TASK
from papers.services.harvests import HARVEST_TASK
from papers.services.records import RecordSaver
from papers.sources.errors import SourceError
from shortsci.celery import enqueue_soon

RETRY_AFTER = 15 * 60  # seconds; twice as long each time


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
    """What arXiv announced today in the categories that the operator named, each by a task of its own."""
    for category in settings.ARXIV_DAILY_CATEGORIES:
        read_category_announcements.delay(category)


@shared_task(
    name="papers.tasks.read_category_announcements",
    autoretry_for=(SourceError,),
    retry_backoff=RETRY_AFTER,
    retry_backoff_max=2 * 3600,
    max_retries=6,  # some eight hours; the next day's feed is another one
)
def read_category_announcements(category: str) -> None:
    announcements.read_announcements(category)
