"""One turn of asking for a paper that is known by its DOI alone: Crossref first, then DataCite."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import httpx
from django.conf import settings
from django.db import DataError, IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_noop

from papers.fetching import back_off
from papers.limiter import LONGEST_RETRY_AFTER
from papers.models import Paper
from papers.records import PaperRecord
from papers.services import ask_for_fetch, claim_due_papers, give_up, save_record
from papers.sources import crossref, datacite
from papers.sources.errors import SourceBusy, SourceError
from papers.sources.http import new_http_client
from papers.turns import turn_at

logger = logging.getLogger(__name__)

CLAIM_SECONDS = 180  # longer than two requests can take
INTERVAL = 0.25  # seconds between requests to one registry; Crossref allows five a second
PATIENCE = 5.0  # seconds for a registry's turn, which others hold for less than one
UNKNOWN_TO_ALL = gettext_noop("Neither Crossref nor DataCite knows this DOI.")


class Fetch(Protocol):
    def __call__(
        self, client: httpx.Client, api_url: str, doi: str, *, pace: Callable[[float], None] | None = None
    ) -> PaperRecord | None: ...


@dataclass(frozen=True)
class Registry:
    name: str
    address: str
    fetch: Fetch


def registries() -> list[Registry]:
    return [
        Registry("crossref", settings.CROSSREF_API_URL, crossref.fetch_by_doi),
        Registry("datacite", settings.DATACITE_API_URL, datacite.fetch_by_doi),
    ]


def fetch_due_doi() -> float | None:
    """Asks for one paper. Returns the seconds after which to call again, or None when nothing is due."""
    now = timezone.now()
    claimed = claim_due_papers(limit=1, until=now + timedelta(seconds=CLAIM_SECONDS), is_at_arxiv=False)
    if not claimed:
        return None
    paper = claimed[0]
    try:
        with new_http_client() as client:
            record = ask_registries(client, paper.doi)
        if record:
            save_answer(paper, record)
        else:
            give_up(paper=paper, reason=UNKNOWN_TO_ALL)
    except SourceBusy as error:
        back_off([paper], str(error), at_least=min(error.retry_after or 0.0, LONGEST_RETRY_AFTER))
    except SourceError as error:
        back_off([paper], str(error))
    except (DataError, IntegrityError) as error:
        give_up(paper=paper, reason=f"The answer could not be saved ({type(error).__name__}).")
        logger.exception("doi:%s could not be saved", paper.doi)
    return INTERVAL


def ask_registries(client: httpx.Client, doi: str) -> PaperRecord | None:
    """Raises SourceError or one of its kinds."""
    for registry in registries():
        with turn_at(registry.name, interval=INTERVAL, patience=PATIENCE) as turn:
            record = registry.fetch(client, registry.address, doi, pace=turn.pace)
        if record:
            return record
    return None


def save_answer(paper: Paper, record: PaperRecord) -> None:
    """Under the DOI that was asked for, which may be an alias of the one that was answered."""
    dois = tuple(dict.fromkeys([paper.doi, *record.dois]))
    saved = save_record(replace(record, dois=dois))
    if saved.arxiv_id and not saved.primary_category_id:  # arXiv knows more of it
        Paper.objects.filter(pk=saved.pk).update(next_attempt_at=timezone.now())
        ask_for_fetch()
