import itertools
import threading
import time

from papers.limiter import HostLimiter
from shortsci.redis import redis_client


def limiter(**fields) -> HostLimiter:
    return HostLimiter(redis_client(), host="test", **{"interval": 0.2, **fields})


def test_the_turn_is_one_at_a_time_and_the_pause_follows_it():
    first, second = limiter(), limiter()
    assert first.acquire()
    assert not second.acquire()
    assert second.seconds_until_free() > 1  # the lease, as long as the holder works
    first.give_back()
    assert not second.acquire()
    assert 0 < second.seconds_until_free() <= 0.2
    time.sleep(0.25)
    assert second.acquire()


def test_a_longer_pause_is_kept():
    first = limiter()
    assert first.acquire()
    first.give_back(pause=5)
    assert limiter().seconds_until_free() > 4


def test_a_holder_that_outlived_its_lease_does_not_end_another_ones_turn():
    late, current = limiter(lease=0.05), limiter()
    assert late.acquire()
    time.sleep(0.1)
    assert current.acquire()
    late.give_back()
    assert current.seconds_until_free() > 1


def test_a_dead_holder_blocks_for_its_lease_only():
    assert limiter(lease=0.05).acquire()
    time.sleep(0.1)
    assert limiter().acquire()


def test_many_threads_never_start_closer_than_the_interval():
    starts: list[float] = []

    def work() -> None:
        turn = limiter(interval=0.1)
        while not turn.acquire():
            time.sleep(0.005)
        starts.append(time.monotonic())
        turn.give_back()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    starts.sort()
    assert len(starts) == 6
    assert min(b - a for a, b in itertools.pairwise(starts)) >= 0.1


def test_a_holder_at_work_keeps_its_turn_past_the_lease():
    first = limiter(lease=0.09)
    assert first.acquire()
    with first.held():
        time.sleep(0.3)
        assert not limiter().acquire()
    time.sleep(0.25)  # the interval, and what a clock of milliseconds may be late
    assert limiter().acquire()


def test_a_server_that_lost_its_memory_grants_nothing_for_an_interval():
    redis_client().flushdb()
    assert not limiter().acquire()
    time.sleep(0.25)
    assert limiter().acquire()
