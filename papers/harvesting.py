"""One turn of harvesting arXiv by OAI-PMH: a page asked for, saved with its token, or put off."""

import logging
from dataclasses import dataclass
from datetime import timedelta

import httpx
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from papers.fetching import ARXIV_INTERVAL, arxiv_limiter, delay_of_attempt
from papers.limiter import LONGEST_RETRY_AFTER
from papers.models import Harvest, Paper
from papers.services.harvests import put_off, reject, restart_window, save_page
from papers.services.records import RecordSaver
from papers.sources.arxiv_oai import BadResumptionToken, OaiPage, fetch_page
from papers.sources.errors import QueryRejected, SourceBusy, SourceError
from papers.sources.http import new_http_client

logger = logging.getLogger(__name__)

YIELD_SECONDS = 0.5  # how long a harvest steps back for a reader who waits for a paper


@dataclass
class Harvester:
    """Whoever harvests page after page keeps its saver, which then asks less often for authors."""

    saver: RecordSaver

    def harvest_page(self) -> float | None:
        """Makes at most one request. Returns the seconds after which to call again, or None when nothing runs."""
        now = timezone.now()
        running = Harvest.objects.filter(is_running=True).order_by("next_attempt_at", "id").first()
        if running is None or running.next_attempt_at is None:
            return None
        if running.next_attempt_at > now:
            return (running.next_attempt_at - now).total_seconds()
        if Paper.objects.due(now).named_at_arxiv().exists():
            return YIELD_SECONDS
        limiter = arxiv_limiter()
        if not limiter.acquire():
            return max(limiter.seconds_until_free(), 0.1)
        with limiter.held() as turn, new_http_client() as client:
            running.refresh_from_db()  # the turn may have been waited for
            if running.is_running:
                turn.pace(self.work(client, running))
        return max(turn.pause, ARXIV_INTERVAL)

    def work(self, client: httpx.Client, harvest: Harvest) -> float:
        """Asks for the next page; returns the pause that the source asked for, in seconds."""
        try:
            page = fetch_page(
                client,
                settings.ARXIV_OAI_URL,
                metadata_prefix=harvest.metadata_prefix,
                set_spec=harvest.set_spec,
                window_from=harvest.window_from,
                window_until=harvest.window_until,
                resumption_token=harvest.resumption_token,
            )
        except BadResumptionToken as error:
            restart_window(harvest=harvest, reason=f"arXiv: {error}")
        except QueryRejected as error:
            reject(harvest=harvest, reason=f"arXiv: {error}")
        except SourceBusy as error:
            pause = min(error.retry_after or 0.0, LONGEST_RETRY_AFTER)
            back_off(harvest, str(error), at_least=pause)
            return pause
        except SourceError as error:
            back_off(harvest, str(error))
        else:
            self.keep_page(harvest, page)
        return 0.0

    def keep_page(self, harvest: Harvest, page: OaiPage) -> None:
        try:
            report = save_page(harvest=harvest, page=page, saver=self.saver)
        except DatabaseError as error:
            logger.exception("A page of the harvest %s could not be saved", harvest)
            back_off(harvest, f"The page could not be saved ({type(error).__name__}).")
        else:
            logger.info("arXiv harvest %s: page of %d records, %s", harvest, len(page.records), report)


def back_off(harvest: Harvest, reason: str, *, at_least: float = 0.0) -> None:
    seconds = max(at_least, delay_of_attempt(harvest.attempts + 1))
    put_off(harvest=harvest, until=timezone.now() + timedelta(seconds=seconds), reason=reason)
