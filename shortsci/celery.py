"""The Celery application, and the one way to send a task."""

import logging
import os
import time
from typing import Any, Self

from celery import Celery
from celery.app.amqp import AMQP
from kombu import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from shortsci.redis import redis_client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shortsci.settings")

logger = logging.getLogger(__name__)


class EagerToReconnect(Connection):
    """Tries a lost broker again every second.

    Celery waits 2, 4, 6 … 30 seconds and has no setting for it; a vote would wait as long for its rank
    after a restart of the broker.
    """

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Self:
        kwargs.update(interval_start=0.5, interval_step=0.25, interval_max=1)
        super().ensure_connection(*args, **kwargs)
        return self


class BrokerProtocol(AMQP):
    Connection = EagerToReconnect


app = Celery("shortsci", amqp="shortsci.celery:BrokerProtocol")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


# Until when, on the monotonic clock, a message of this process stands for further calls: these need not even ask.
covered_until: dict[str, float] = {}


def enqueue_soon(task: str, *, delay: float) -> bool:
    """Sends a task by name, once for all calls within `delay` seconds; says whether the broker took the call.

    Work is marked and committed before this is called, and the task starts after the last call that it
    stands for, so it sees all of it. The message is a hint: when the broker is away, a periodic sweep
    finds the marks.
    """
    now = time.monotonic()
    if now < covered_until.get(task, 0.0):
        return True
    try:
        is_first = redis_client().set(f"soon:{task}", 1, nx=True, px=max(int(delay * 1000), 1))
        if is_first:
            app.send_task(task, countdown=delay)
            covered_until[task] = now + delay
    except (OperationalError, RedisError) as error:
        logger.warning("%s not sent, its sweep will find the work: %s", task, error)
        return False
    return True
