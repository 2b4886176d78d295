"""The one connection pool to the Redis-protocol server."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def redis_client() -> Redis:
    """Answers or fails within a second or two: who calls it from a request must not hang on a server that is away."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2, retry=Retry(NoBackoff(), 0))
