"""The reader's own row: the key of the private feed, and when the last visit was."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from reading.models import Follow, ReaderProfile, Reading
from reading.models.profiles import new_feed_key
from shortsci.prepared import Prepared, below_zero

ABSENCE = timedelta(minutes=30)  # after which a visit is a new one
PRECISION = timedelta(minutes=5)  # to which the end of a visit is known, so that it is rarely written
PROFILES = Prepared(lambda readers: ReaderProfile.objects.filter(user__in=readers), below_zero)


def profile_of(user: User) -> ReaderProfile:
    """The reader's row, made when it is asked for first."""
    return ReaderProfile.objects.get_or_create(user=user)[0]


def renew_feed_key(*, user: User) -> ReaderProfile:
    """From now on the private feed has another address, and the old one opens nothing."""
    return ReaderProfile.objects.update_or_create(user=user, defaults={"feed_key": new_feed_key()})[0]


def reader_with_key(key: str) -> User | None:
    """Whose private feed this key opens; nobody's where it was made anew or the account is closed."""
    if "\0" in key:  # PostgreSQL cannot even be asked for it
        return None
    found = ReaderProfile.objects.filter(feed_key=key, user__is_active=True).select_related("user").first()
    return found.user if found else None


def note_visit(*, user: User, now: datetime) -> datetime | None:
    """When the visit before this one ended, None on the first; what was published later is new to the reader.

    One query; one more to write, where the last look is more than some minutes ago.
    """
    profile = PROFILES.first([user.pk])
    if profile is None or profile.seen_at is None:
        ReaderProfile.objects.update_or_create(user=user, defaults={"seen_at": now})
        return None
    away = now - profile.seen_at
    if away < PRECISION:
        return profile.new_since
    since = profile.seen_at if away >= ABSENCE else profile.new_since
    # Two pages loaded at once begin one visit: the second one finds the row changed and leaves it.
    ReaderProfile.objects.filter(user=user, seen_at=profile.seen_at).update(seen_at=now, new_since=since)
    return since


def forget_reader(user: User) -> None:
    """Of an account that is closed: what it followed and who followed it, its list and notes, its feed and visits."""
    Follow.objects.filter(Q(reader=user) | Q(person=user)).delete()
    Reading.objects.filter(reader=user).delete()
    ReaderProfile.objects.filter(user=user).delete()
