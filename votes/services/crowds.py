"""How many people vote on a summary at the same time; counted in Redis, and forgotten when the time is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from django.conf import settings
from redis import Redis
from redis.commands.core import Script

from accounts.models import User
from shortsci.addresses import digest_of_range
from shortsci.redis import ask_redis
from summaries.models import Summary
from votes.models import Burst

# For each key the people who voted within the time, whoever votes now among them. One round trip, by one clock.
COUNT_VOTERS = """
local clock = redis.call('time')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local counts = {}
for number, key in ipairs(KEYS) do
    redis.call('zremrangebyscore', key, '-inf', now - ARGV[2])
    redis.call('zadd', key, 'NX', now, ARGV[1])
    redis.call('pexpire', key, ARGV[2])
    counts[number] = redis.call('zcard', key)
end
return counts
"""


@dataclass(frozen=True)
class Crowd:
    """More voters than a setting allows. `network` and `voters` are told of those from one address range alone."""

    kind: Burst.Kind
    network: str = ""
    voters: Sequence[int] = field(default=())


def watch_crowd(*, voter: User, summary: Summary, address: str) -> Crowd | None:
    """Counts a voter, and returns the crowd that they came with, if it is one.

    People are counted, not calls: who sends a vote twice, or changes it, is one of them. Nobody is counted who cannot
    vote anyway, and nothing while Redis is away: then votes are taken as if they came slowly.
    """
    if voter.pk == summary.writer_id or not summary.is_public:
        return None
    network = digest_of_range(address) if settings.BURST_VOTES_FROM_NETWORK else ""
    limits = {}
    if settings.BURST_VOTES_ON_SUMMARY:
        limits[key_of(summary.pk)] = settings.BURST_VOTES_ON_SUMMARY
    if network:
        limits[key_of(summary.pk, network)] = settings.BURST_VOTES_FROM_NETWORK
    counts = count_voters(list(limits), voter.pk) if limits else []
    excessive = {key for (key, limit), count in zip(limits.items(), counts, strict=False) if count > limit}
    if key_of(summary.pk, network) in excessive and network:
        return Crowd(Burst.Kind.NETWORK, network, voters_in(key_of(summary.pk, network)))
    return Crowd(Burst.Kind.SUMMARY) if excessive else None


def forget_crowd(burst: Burst) -> None:
    """Counts anew from here."""
    ask_redis(lambda client: client.delete(key_of(burst.summary_id, burst.network)))


def key_of(summary_pk: int, network: str = "") -> str:
    return f"crowd:{summary_pk}:{network}"


def count_voters(keys: list[str], voter_pk: int) -> list[int]:
    milliseconds = settings.BURST_MINUTES * 60_000
    counts = ask_redis(lambda client: count_script(client)(keys=keys, args=[voter_pk, milliseconds]))
    return cast("list[int]", counts or [])


def voters_in(key: str) -> list[int]:
    members = ask_redis(lambda client: client.zrange(key, 0, -1))
    return [int(member) for member in cast("list[bytes]", members or [])]


@lru_cache(maxsize=1)
def count_script(client: Redis) -> Script:
    return client.register_script(COUNT_VOTERS)
