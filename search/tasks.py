"""Sent to every machine, since each keeps its own index; see CELERY_TASK_ROUTES."""

from celery import shared_task

from search.homes import home
from search.services.building import BUILD_TASK, build_index
from search.services.following import FOLLOW_TASK
from search.services.following import follow_changes as follow
from shortsci.celery import enqueue_soon


@shared_task(name=FOLLOW_TASK)
def follow_changes() -> None:
    """A message is a hint: the log tells what is to be done, and a call that finds nothing new costs two queries."""
    if follow().needs_build and home().read_progress() is None:
        enqueue_soon(BUILD_TASK, delay=0)


@shared_task(name=BUILD_TASK, time_limit=6 * 3600, soft_time_limit=6 * 3600 - 60)
def build() -> None:
    """On a machine whose index is in order, or is being built, there is nothing to do."""
    build_index(anew=False)
