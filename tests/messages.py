"""Messages to the workers, as the broker keeps them; unlike the mark that debounces them they do not end by time."""

from shortsci.celery import covered_until
from shortsci.redis import redis_client


def is_sent(task: str) -> bool:
    return any(task.encode() in message for message in redis_client().lrange("celery", 0, -1))


def forget_messages(task: str) -> None:
    """As if none had been sent."""
    covered_until.clear()
    redis_client().delete("celery", f"soon:{task}")
