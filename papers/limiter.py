"""One request at a time to a host, and a pause after it, over all workers of all machines.

arXiv's terms ask for at most one request every three seconds and one connection, counted over everything that
one operator runs: https://info.arxiv.org/help/api/tou.html.
"""

import secrets
from dataclasses import dataclass, field

from redis import Redis

# The turn is given back only by its holder: one that outlived its lease must not end another's.
GIVE_BACK = """
if redis.call('get', KEYS[1]) == ARGV[1] then
    return redis.call('pexpire', KEYS[1], ARGV[2])
end
return 0
"""


@dataclass
class HostLimiter:
    """`interval` is the pause in seconds from the end of one request to the start of the next."""

    redis: Redis
    host: str
    interval: float
    lease: float = 90  # seconds after which a holder counts as dead; longer than a request can take
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def key(self) -> str:
        return f"limiter:{self.host}"

    def acquire(self) -> bool:
        """Takes the turn if it is free; never waits."""
        return bool(self.redis.set(self.key, self.token, nx=True, px=int(self.lease * 1000)))

    def give_back(self, pause: float = 0) -> None:
        """Ends the turn; the next one starts after `pause` seconds, never before the interval is over."""
        milliseconds = int(max(self.interval, pause) * 1000)
        self.redis.eval(GIVE_BACK, 1, self.key, self.token, milliseconds)

    def seconds_until_free(self) -> float:
        """At most; the holder may be done sooner."""
        remaining = int(self.redis.pttl(self.key))
        return max(remaining, 0) / 1000
