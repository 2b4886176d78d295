"""One request at a time to a host, and a pause after it, over all workers of all machines.

arXiv's terms ask for at most one request every three seconds and one connection, counted over everything that
one operator runs: https://info.arxiv.org/help/api/tou.html.
"""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# The turn is given back, and held on to, only by its holder: one that outlived its lease must not end another's.
IF_HELD = """
if redis.call('get', KEYS[1]) == ARGV[1] then
    return redis.call('pexpire', KEYS[1], ARGV[2])
end
return 0
"""
# A holder whose key is gone, because the server was started anew, takes it again before anybody else can.
RENEW = """
local holder = redis.call('get', KEYS[1])
if holder == false or holder == ARGV[1] then
    redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
    return 1
end
return 0
"""


LONGEST_RETRY_AFTER = 3600.0  # seconds; a source that names a later moment is asked after an hour nevertheless


@dataclass
class Turn:
    """`pause` is what the source asks for after this request, in seconds."""

    pause: float = 0.0

    def pace(self, pause: float) -> None:
        self.pause = min(pause, LONGEST_RETRY_AFTER)


@dataclass
class HostLimiter:
    """`interval` is the pause in seconds from the end of one request to the start of the next."""

    redis: Redis
    host: str
    interval: float
    lease: float = 6  # seconds after which a holder that was killed is no longer waited for
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def key(self) -> str:
        return f"limiter:{self.host}"

    def acquire(self) -> bool:
        """Takes the turn if it is free; never waits."""
        if self.redis.set(f"{self.key}:known", 1, nx=True):
            # The server has just started and knows nothing of the last request, which may have ended a moment ago.
            self.redis.set(self.key, "unknown", nx=True, px=max(int(self.interval * 1000), 1))
        return bool(self.redis.set(self.key, self.token, nx=True, px=int(self.lease * 1000)))

    @contextmanager
    def held(self) -> Iterator[Turn]:
        """Keeps an acquired turn for as long as the block runs, however long, then ends it with the turn's pause."""
        turn = Turn()
        is_over = threading.Event()
        thread = threading.Thread(target=self.renew_until, args=[is_over], daemon=True)
        thread.start()
        try:
            yield turn
        finally:
            is_over.set()
            thread.join()
            self.give_back(turn.pause)

    def renew_until(self, is_over: threading.Event) -> None:
        while not is_over.wait(self.lease / 3):
            try:
                self.redis.eval(RENEW, 1, self.key, self.token, int(self.lease * 1000))
            except RedisError as error:
                logger.warning("The turn at %s could not be renewed: %s", self.host, error)

    def give_back(self, pause: float = 0) -> None:
        """Ends the turn; the next one starts after `pause` seconds, never before the interval is over."""
        milliseconds = int(max(self.interval, pause) * 1000)
        self.redis.eval(IF_HELD, 1, self.key, self.token, milliseconds)

    def seconds_until_free(self) -> float:
        """At most; the holder may be done sooner."""
        remaining = int(self.redis.pttl(self.key))
        return max(remaining, 0) / 1000
