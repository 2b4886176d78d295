"""arXiv's announcements of the day: new papers come in, and those with a new version are asked for again.

The feed of a category is one request for hundreds of papers. It lacks the date of submission and the version history,
so the query API is asked for those, a hundred at a time.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from papers.fetching import ARXIV_INTERVAL
from papers.identifiers import Kind
from papers.models import Paper, PaperIdentifier
from papers.services import ask_for_fetch, save_records
from papers.sources.arxiv_rss import Announcement, fetch_announcements
from papers.sources.http import new_http_client
from papers.turns import turn_at

PATIENCE = 60.0  # seconds for arXiv's turn


def read_announcements(category: str) -> int:
    """Reads what a category announced today; returns the number of papers that are new or have changed.

    Raises SourceError where arXiv does not answer; asked again later, nothing is taken in twice.
    """
    with turn_at("arxiv", interval=ARXIV_INTERVAL, patience=PATIENCE), new_http_client() as client:
        announcements = fetch_announcements(client, settings.ARXIV_RSS_URL, category)
    return take_in(announcements)


def take_in(announcements: Sequence[Announcement]) -> int:
    """Adds papers that are not here, and has those that have a newer version asked for."""
    latest = {item.arxiv_id: item for item in sorted(announcements, key=lambda item: item.version)}
    rows = PaperIdentifier.objects.filter(kind=Kind.ARXIV, value__in=latest)
    versions = dict(rows.values_list("value", "paper__version"))
    missing = [item.record for key, item in latest.items() if key not in versions]
    stale = [key for key, item in latest.items() if key in versions and (versions[key] or 0) < item.version]
    changed = [*stale, *(record.arxiv_id for record in missing)]
    with transaction.atomic():
        save_records(missing)
        due = Paper.objects.filter(identifiers__kind=Kind.ARXIV, identifiers__value__in=changed)
        Paper.objects.filter(pk__in=due.values("pk")).update(next_attempt_at=timezone.now(), attempts=0)
        transaction.on_commit(ask_for_fetch)
    return len(changed)
