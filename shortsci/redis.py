"""The one connection pool to the Redis-protocol server."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PAUSE = 5.0  # seconds in which a server that failed is not asked again by who can do without its answer

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)


@cache
def redis_client() -> Redis:
    """Answers or fails within a second or two: who calls it from a request must not hang on a server that is away."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2, retry=Retry(NoBackoff(), 0))


@dataclass
class Pause:
    until: float = 0.0  # on the monotonic clock


@lru_cache(maxsize=1)
def pause_of(client: Redis) -> Pause:
    return Pause()


def ask_redis(question: Callable[[Redis], Answer]) -> Answer | None:
    """The answer, or None where the server does not give one.

    For what must go on without it. A server that is away costs one request its timeout, and those of the next
    seconds nothing.
    """
    client = redis_client()
    pause = pause_of(client)
    if time.monotonic() < pause.until:
        return None
    try:
        return question(client)
    except RedisError as error:
        pause.until = time.monotonic() + PAUSE
        logger.warning("going on without Redis for %.0f s: %s", PAUSE, error)
        return None
