from shortsci.alone import alone
from shortsci.redis import redis_client


def test_the_second_leaves_it_to_the_first_until_that_is_done():
    with alone("x", seconds=60) as first, alone("x", seconds=60) as second, alone("y", seconds=60) as other:
        assert (first, second, other) == (True, False, True)
    with alone("x", seconds=60) as again:
        assert again


def test_after_an_error_it_is_free():
    try:
        with alone("x", seconds=60):
            raise KeyError
    except KeyError:
        pass
    with alone("x", seconds=60) as again:
        assert again


def test_who_dies_is_forgotten_in_time():
    with alone("x", seconds=60):
        assert 0 < redis_client().ttl("alone:x") <= 60


def test_who_took_too_long_takes_nothing_from_the_next():
    with alone("x", seconds=60):
        redis_client().delete("alone:x")
        with alone("x", seconds=60) as other:
            assert other
        with alone("x", seconds=60) as third:
            assert third


def test_without_redis_everybody_works(broker_away):
    with alone("x", seconds=60) as first, alone("x", seconds=60) as second:
        assert first
        assert second
