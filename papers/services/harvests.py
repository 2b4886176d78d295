"""How a harvest begins, moves on by a page, is put off, and ends."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from papers.models import Harvest
from papers.preparing import Prepared
from papers.services.records import RecordSaver, SaveReport
from papers.sources.arxiv_oai import OaiPage
from shortsci.celery import enqueue_soon

HARVEST_TASK = "papers.tasks.harvest_pages"
MAXIMUM_PROBLEMS = 100  # kept with their reason
MAXIMUM_ATTEMPTS = 20
MAXIMUM_RESTARTS = 5
REMEMBERED_TOKENS = 50


@transaction.atomic
def start_harvest(
    *, set_spec: str, metadata_prefix: str, window_from: date | None = None, window_until: date | None = None
) -> Harvest:
    """Begins a window, from where the last one ended if no date is given. One that is under way goes on as it is."""
    harvest, _ = Harvest.objects.select_for_update().get_or_create(set_spec=set_spec, metadata_prefix=metadata_prefix)
    if not harvest.is_running:
        harvest.window_from = window_from or next_window(harvest)
        harvest.window_until = window_until
        harvest.page_count = harvest.record_count = harvest.problem_count = harvest.restarts = 0
        harvest.problems, harvest.recent_tokens = [], []
        harvest.resumption_token, harvest.finished_at = "", None
        harvest.is_running = True
    harvest.attempts, harvest.problem = 0, ""
    harvest.next_attempt_at = timezone.now()
    harvest.save()
    transaction.on_commit(ask_for_harvest)
    return harvest


def next_window(harvest: Harvest) -> date | None:
    """The day before the last window began, since tokens skip by count and records move; else the window again."""
    if harvest.finished_at and harvest.began_at:
        return harvest.began_at.date() - timedelta(days=1)
    return harvest.window_from


def ask_for_harvest() -> None:
    enqueue_soon(HARVEST_TASK, delay=0.1)


def save_page(*, harvest: Harvest, page: OaiPage, saver: RecordSaver) -> SaveReport | None:
    """The page's records, and that they are done, in one transaction. None when another worker was quicker."""
    items = [Prepared.of(item.record) for item in page.records if item.record]
    with transaction.atomic():
        current = Harvest.objects.select_for_update().get(pk=harvest.pk)
        if not current.is_running or current.resumption_token != harvest.resumption_token:
            return None
        report = saver.save(items)
        problems = [f"{item.identifier}: {item.problem}" for item in page.records if item.problem]
        problems += [f"arXiv:{problem.record.arxiv_id}: {problem.reason}" for problem in report.problems]
        note_page(current, page, problems)
        current.save()
    return report


def note_page(harvest: Harvest, page: OaiPage, problems: Sequence[str]) -> None:
    if not harvest.page_count:
        harvest.began_at = page.response_date
    harvest.page_count += 1
    harvest.record_count += len(page.records)
    harvest.problem_count += len(problems)
    harvest.problems = [*harvest.problems, *problems][:MAXIMUM_PROBLEMS]
    harvest.attempts, harvest.problem = 0, ""
    harvest.next_attempt_at = timezone.now()
    harvest.resumption_token = page.resumption_token
    if not page.resumption_token:
        finish(harvest)
    elif is_repeated(harvest, page.resumption_token):
        stop(harvest, "The source repeats its pages for ever; what it sent is kept.")


def is_repeated(harvest: Harvest, token: str) -> bool:
    mark = hashlib.sha256(token.encode()).hexdigest()[:16]
    was_seen = mark in harvest.recent_tokens
    harvest.recent_tokens = [*harvest.recent_tokens, mark][-REMEMBERED_TOKENS:]
    return was_seen


def finish(harvest: Harvest) -> None:
    harvest.is_running = False
    harvest.next_attempt_at = None
    harvest.finished_at = timezone.now()


def stop(harvest: Harvest, problem: str) -> None:
    harvest.is_running = False
    harvest.next_attempt_at = None
    harvest.problem = problem[:500]


@transaction.atomic
def restart_window(*, harvest: Harvest, reason: str) -> None:
    """The token has expired: the window is read again from its beginning, which changes nothing that was saved."""
    current = Harvest.objects.select_for_update().get(pk=harvest.pk)
    current.restarts += 1
    current.resumption_token, current.recent_tokens = "", []
    current.page_count = current.record_count = current.problem_count = 0
    current.next_attempt_at = timezone.now()
    current.problem = reason[:500]
    if current.restarts > MAXIMUM_RESTARTS:
        stop(current, f"{reason} The window was restarted {MAXIMUM_RESTARTS} times.")
    current.save()


@transaction.atomic
def put_off(*, harvest: Harvest, until: datetime, reason: str) -> None:
    current = Harvest.objects.select_for_update().get(pk=harvest.pk)
    current.attempts += 1
    current.next_attempt_at = until
    current.problem = reason[:500]
    if current.attempts >= MAXIMUM_ATTEMPTS:
        stop(current, f"{reason} We tried {current.attempts} times.")
    current.save()


@transaction.atomic
def reject(*, harvest: Harvest, reason: str) -> None:
    """The source finds fault with the question: a set or a format that it does not have."""
    current = Harvest.objects.select_for_update().get(pk=harvest.pk)
    stop(current, reason)
    current.save()
