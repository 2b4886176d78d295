"""Work that helps nobody to be done twice at once: the second worker leaves it to the first."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import LockError
from redis.lock import Lock

from shortsci.redis import ask_redis


@contextmanager
def alone(work: str, *, seconds: float) -> Iterator[bool]:
    """Whether no other worker, of any machine, is at it. Of one that died that is forgotten after so many seconds.

    While Redis is away everybody is told yes: what is done twice must come out the same.
    """

    def take(client: Redis) -> Lock | bool:
        lock = client.lock(f"alone:{work}", timeout=seconds, blocking=False)
        return lock if lock.acquire() else False

    held = ask_redis(take)
    try:
        yield held is not False
    finally:
        if isinstance(held, Lock):
            ask_redis(lambda _: give_back(held))


def give_back(lock: Lock) -> None:
    """One that took longer than it may has nothing to give back."""
    try:
        lock.release()
    except LockError:
        return
