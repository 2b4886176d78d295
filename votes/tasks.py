from celery import shared_task

from summaries.services import RANK_TASK
from votes import services


@shared_task(name=RANK_TASK)
def rank_changed_summaries() -> None:
    services.rank_changed_summaries()
