import time

import pytest
from django.contrib.auth.models import AnonymousUser

from shortsci import redis
from shortsci.errors import TooMany
from shortsci.rates import check_caller, check_rate
from shortsci.redis import ask_redis, redis_client

CALLS = 3


def call(times: int, what: str = "vote", who: str = "7") -> None:
    for _ in range(times):
        check_rate(what, who, a_minute=CALLS)


def test_calls_within_the_limit_pass_and_the_next_says_when_to_come_back():
    call(CALLS)
    with pytest.raises(TooMany) as caught:
        call(1)
    assert 1 <= caught.value.retry_after <= 60
    assert str(caught.value).startswith("That was more than 3 times within a minute. Try it again in ")


def test_each_caller_and_each_kind_of_call_has_a_limit_of_its_own():
    call(CALLS)
    call(CALLS, who="8")
    call(CALLS, what="render")


def test_zero_sets_no_limit():
    for _ in range(CALLS * 3):
        check_rate("vote", "7", a_minute=0)
    assert redis_client().keys("rate:*") == []


def test_what_is_counted_is_forgotten_within_two_minutes():
    call(1)
    lives = [redis_client().ttl(key) for key in redis_client().keys("rate*")]
    assert lives
    assert all(0 < seconds <= 120 for seconds in lives)


def test_a_call_within_the_limit_is_one_script_that_the_server_knows():
    """The rest of the statistics are what the script does inside the server."""
    call(1)  # loads the script
    before = redis_client().info("commandstats")
    call(1)
    after = redis_client().info("commandstats")
    counts = {name: after[name]["calls"] - before.get(name, {"calls": 0})["calls"] for name in after}
    assert counts["cmdstat_evalsha"] == 1
    assert not any(number for name, number in counts.items() if name.startswith(("cmdstat_script", "cmdstat_eval|")))
    assert counts.get("cmdstat_eval", 0) == 0


def test_without_redis_every_call_passes(broker_away, caplog):
    call(CALLS * 2)
    assert caplog.text.count("going on without Redis") == 1, "it is not asked again for each call"


def test_after_a_pause_redis_is_asked_again(monkeypatch, caplog):
    def fail(client):
        raise redis.RedisError("away")

    monkeypatch.setattr(redis, "PAUSE", 0.05)
    assert ask_redis(fail) is None
    assert ask_redis(lambda client: client.ping()) is None
    time.sleep(0.06)
    assert ask_redis(lambda client: client.ping()) is True


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:4860:0:7::1", "2001:4860:0:7:ffff::2", True),
        ("2001:4860:0:7::1", "2001:4860:0:8::1", False),
        ("8.8.8.8", "8.8.8.9", False),
        ("8.8.8.8", "::ffff:8.8.8.8", True),
        ("", "", True),  # a socket has no address
    ],
)
def test_one_customer_of_ipv6_is_one_caller(rf, one, other, is_same):
    def ask(address: str) -> None:
        request = rf.get("/", REMOTE_ADDR=address)
        request.user = AnonymousUser()
        check_caller(request, "render", a_minute=1)

    ask(one)
    if is_same:
        with pytest.raises(TooMany):
            ask(other)
    else:
        ask(other)
