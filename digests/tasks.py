from celery import shared_task

from digests import services
from shortsci.celery import enqueue_soon

DIGEST_TASK = "digests.tasks.send_digests"
SELECTION_TASK = "digests.tasks.mail_selections"


@shared_task(name=DIGEST_TASK)
def send_digests() -> None:
    """While more readers wait it sends itself again, so that no single task takes long."""
    if services.send_digests()[1]:
        enqueue_soon(DIGEST_TASK, delay=1)


@shared_task(name=SELECTION_TASK)
def mail_selections() -> None:
    """As `send_digests`."""
    if services.mail_selections()[1]:
        enqueue_soon(SELECTION_TASK, delay=1)
