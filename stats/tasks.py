from celery import shared_task

from shortsci.alone import alone
from stats import services

LIMIT = 1800  # seconds


@shared_task(name="stats.tasks.count_statistics", soft_time_limit=LIMIT - 100, time_limit=LIMIT)
def count_statistics() -> None:
    """The limit leaves room for a first count of ten million votes on a slow disk.

    Called again each minute meanwhile, it must not take up one worker after the other.
    """
    with alone("statistics", seconds=LIMIT) as is_alone:
        if is_alone:
            services.count_statistics()
