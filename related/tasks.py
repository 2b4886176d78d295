from celery import shared_task

from related import services
from shortsci.alone import alone
from shortsci.celery import enqueue_soon

RELATE_TASK = "related.tasks.relate_papers"
PAPERS_A_TASK = 200
LONGEST = 300  # seconds, the time limit of tasks


@shared_task(name=RELATE_TASK)
def relate_papers() -> None:
    """While there is more it sends itself again, so that no single task takes long.

    Called again before it is done, it would do the same work, and keep another worker from the votes.
    """
    with alone("related papers", seconds=LONGEST) as is_alone:
        if not is_alone:
            return
        services.follow_changed_papers()
        has_more = services.relate_stale_papers(PAPERS_A_TASK) >= PAPERS_A_TASK
    if has_more:
        enqueue_soon(RELATE_TASK, delay=1)


@shared_task(name="related.tasks.mark_some_more")
def mark_some_more() -> None:
    """Nightly: for votes, of which the change log says nothing."""
    services.mark_some_more()
