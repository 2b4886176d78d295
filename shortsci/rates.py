"""How many calls one caller may make within a minute; counted in Redis, over all processes and machines."""

import math
import time
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from limits import RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis import Redis
from rest_framework.request import Request

from shortsci.addresses import client_address, digest_of_caller
from shortsci.errors import TooMany
from shortsci.redis import ask_redis


def check_rate(what: str, who: str, *, a_minute: int) -> None:
    """Counts a call and raises TooMany where it is one too many; 0 sets no limit.

    One round trip; a second one where it is refused. While Redis is away nothing is counted and nothing refused.
    """
    if not a_minute:
        return
    limit = RateLimitItemPerMinute(a_minute)
    wait = ask_redis(lambda client: seconds_to_wait(limiter_over(client), limit, what, who))
    if wait:
        seconds = ngettext("a second", "%(number)s seconds", wait) % {"number": wait}
        sentence = gettext("That was more than %(number)s times within a minute. Try it again in %(seconds)s.")
        raise TooMany(sentence % {"number": a_minute, "seconds": seconds}, wait)


def check_caller(request: HttpRequest | Request, what: str, *, a_minute: int) -> None:
    """`check_rate` by the address, and where that has used up its calls by the account. Raises TooMany.

    In this order nobody is asked who they are as long as there is room, and an institute behind one address does not
    share what one visitor has.
    """
    if not a_minute:
        return
    try:
        check_rate(what, f"address-{digest_of_caller(client_address(request))}", a_minute=a_minute)
    except TooMany:
        if not request.user.is_authenticated:
            raise
        check_rate(what, f"account-{request.user.pk}", a_minute=a_minute)


def reason_not_to_render(request: HttpRequest) -> str:
    """Counts a text that a page is asked to render; says why it is not rendered now, or nothing."""
    try:
        check_caller(request, "render", a_minute=settings.RENDERS_A_MINUTE)
    except TooMany as error:
        return str(error)
    return ""


def seconds_to_wait(
    limiter: SlidingWindowCounterRateLimiter, limit: RateLimitItemPerMinute, what: str, who: str
) -> int:
    """0 where the call is within the limit."""
    if limiter.hit(limit, what, who):
        return 0
    free_at = limiter.get_window_stats(limit, what, who).reset_time
    return max(math.ceil(free_at - time.time()), 1)


@lru_cache(maxsize=1)
def limiter_over(client: Redis) -> SlidingWindowCounterRateLimiter:
    """Over the connections that we have; the address given here is not used."""
    storage = RedisStorage("redis://", connection_pool=client.connection_pool, key_prefix="rate")
    return SlidingWindowCounterRateLimiter(storage)
