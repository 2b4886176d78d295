"""Waiting for a host's turn, for work that cannot be put off to another moment."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from papers.limiter import HostLimiter, Turn
from papers.sources.errors import SourceBusy
from shortsci.redis import redis_client


@contextmanager
def turn_at(host: str, *, interval: float, patience: float) -> Iterator[Turn]:
    """Waits up to `patience` seconds for the turn, then holds it for the block.

    Raises SourceBusy where the turn does not come; a SourceBusy of the block leaves the pause that it names.
    """
    limiter = HostLimiter(redis_client(), host=host, interval=interval)
    deadline = time.monotonic() + patience
    while not limiter.acquire():
        remaining = limiter.seconds_until_free()
        if time.monotonic() >= deadline:
            raise SourceBusy(f"{host} is asked by others, or asked us to wait.", remaining)
        time.sleep(min(max(remaining, 0.02), 0.25))
    with limiter.held() as turn:
        try:
            yield turn
        except SourceBusy as error:
            turn.pace(error.retry_after or 0.0)
            raise
