from celery import shared_task
from django.utils import timezone

from shortsci.celery import enqueue_soon
from summaries.services import RERENDER_LIMIT, RERENDER_TASK, rerender_old_summaries
from summaries.services.fair_start import deal_places
from summaries.services.references import follow_papers
from summaries.services.unused_images import remove_unused_images


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


@shared_task(name="summaries.tasks.remove_images")
def remove_images() -> None:
    """Daily; what is left over waits for the next day."""
    remove_unused_images()


@shared_task(name="summaries.tasks.deal_fair_start")
def deal_fair_start() -> None:
    deal_places(now=timezone.now())
