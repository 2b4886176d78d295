"""Since when a feed has been what it is now.

The dates of its entries do not tell: a summary that is hidden changes the feed and no date. So the digest of what was
answered last is kept with its moment, a second later than the one before at least.
"""

import time

from redis import Redis

from shortsci.redis import ask_redis

KEPT = 30 * 24 * 3600  # seconds; who comes back later gets the whole feed


def unchanged_since(address: str, digest: str) -> int | None:
    """Seconds since 1970, or None while Redis is away. Only for addresses of which there are not too many."""
    return ask_redis(lambda client: moment_of(client, f"feed:{address}", digest, int(time.time())))


def moment_of(client: Redis, key: str, digest: str, now: int) -> int:
    known = client.get(key)
    before, _, moment = known.decode().partition(" ") if isinstance(known, bytes) else ("", "", "0")
    if before == digest:
        return int(moment)
    later = max(now, int(moment) + 1)
    client.set(key, f"{digest} {later}", ex=KEPT)
    return later
