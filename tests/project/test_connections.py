import pytest
from django.core.signals import request_started
from django.db import connection

from shortsci import connections

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    moment = {"now": 1000.0}
    monkeypatch.setattr(connections.time, "monotonic", lambda: moment["now"])
    # Django's test client takes its own receiver away and puts it back: behind ours, which a server has last.
    request_started.disconnect(dispatch_uid="shortsci.connections")
    request_started.connect(connections.trust_fresh_connection, dispatch_uid="shortsci.connections")
    connections.local.__dict__.clear()
    return moment


def is_trusted() -> bool:
    connection.health_check_done = False
    request_started.send(sender=None)
    return connection.health_check_done


def test_a_connection_is_asked_after_a_pause_and_not_within_a_busy_time(clock):
    answers = []
    for pause in (0, 1, 4.9, 5, 1, 60):
        clock["now"] += pause
        answers.append(is_trusted())
    assert answers == [False, True, True, False, True, False]


def test_a_connection_that_failed_is_asked_in_any_case(clock, monkeypatch):
    assert [is_trusted(), is_trusted()] == [False, True]
    monkeypatch.setattr(connection, "errors_occurred", True)
    connections.trust_fresh_connection()
    connection.health_check_done = False
    connections.trust_fresh_connection()
    assert not connection.health_check_done
