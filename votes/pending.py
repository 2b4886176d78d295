"""The vote of a person who has yet to log in, kept in the browser's session."""

import time

from django.contrib.sessions.backends.base import SessionBase

KEY = "pending_vote"
KEPT_SECONDS = 3600


def keep_vote(session: SessionBase, *, summary: int, value: int) -> None:
    """Only the last one: what a log-in casts should be no surprise."""
    session[KEY] = {"summary": summary, "value": value, "until": time.time() + KEPT_SECONDS}


def take_vote(session: SessionBase) -> tuple[int, int] | None:
    """The summary's number and the value, once; None where there is none or it is too old."""
    kept = session.pop(KEY, None)
    if kept is None or kept["until"] < time.time():
        return None
    return kept["summary"], kept["value"]
