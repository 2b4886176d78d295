"""What readers keep for themselves; one module a noun."""

from reading.services.follows import (
    NotFollowable,
    OwnPage,
    TooManyFollows,
    follow,
    follower_count,
    is_following,
    unfollow,
)
from reading.services.profiles import forget_reader, note_visit, profile_of, reader_with_key, renew_feed_key
from reading.services.readings import (
    InvalidState,
    ListFull,
    NoteTooLong,
    NotListable,
    counts_of,
    forget_reading,
    set_note,
    set_state,
)
from reading.services.since import first_seen, is_new, published_since
from reading.services.stream import stream_of

__all__ = [
    "InvalidState",
    "ListFull",
    "NotFollowable",
    "NotListable",
    "NoteTooLong",
    "OwnPage",
    "TooManyFollows",
    "counts_of",
    "first_seen",
    "follow",
    "follower_count",
    "forget_reader",
    "forget_reading",
    "is_following",
    "is_new",
    "note_visit",
    "profile_of",
    "published_since",
    "reader_with_key",
    "renew_feed_key",
    "set_note",
    "set_state",
    "stream_of",
    "unfollow",
]
