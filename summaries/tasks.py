from celery import shared_task

from shortsci.celery import enqueue_soon
from summaries.services import RERENDER_LIMIT, RERENDER_TASK, rerender_old_summaries
from summaries.services.references import follow_papers


@shared_task(name="summaries.tasks.rerender_mentions")
def rerender_mentions() -> None:
    """Papers have arrived or changed their title: the summaries that name them are rendered anew."""
    if follow_papers():
        enqueue_soon(RERENDER_TASK, delay=0)


@shared_task(name=RERENDER_TASK)
def rerender() -> None:
    """While there is more it sends itself again, so that no single task takes long."""
    if rerender_old_summaries() >= RERENDER_LIMIT:
        enqueue_soon(RERENDER_TASK, delay=1)
