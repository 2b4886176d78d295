"""Who writes often takes turns on SQLite."""

import threading

import pytest
from django.db import connection, transaction

from shortsci.turns import turn_to_write


@pytest.fixture
def taken():
    """Somebody else has the turn until the event is set."""
    has_turn, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with turn_to_write():
            has_turn.set()
            may_end.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert has_turn.wait(20)
    yield may_end
    may_end.set()
    holder.join(20)


def test_on_sqlite_the_next_one_waits_for_the_turn(taken, transactional_db, on_postgres):
    entered = threading.Event()

    def enter() -> None:
        with turn_to_write():
            entered.set()
        connection.close()

    second = threading.Thread(target=enter)
    second.start()
    assert entered.wait(20 if on_postgres else 0.2) == on_postgres
    taken.set()
    assert entered.wait(20)
    second.join(20)


def test_inside_a_transaction_nobody_waits(taken, transactional_db):
    with transaction.atomic(), turn_to_write():
        pass
