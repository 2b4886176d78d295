"""People come and change in many ways, most of them not ours: sign-up, admin, commands. The log is told of each."""

from collections.abc import Collection

from accounts.models import User
from changes.models import Change
from changes.services import note_changes


def note_person(
    sender: type[User], instance: User, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    """A log-in alone changes nothing that is found."""
    if update_fields is None or set(update_fields) - {"last_login", "password"}:
        note_changes(Change.What.USER, [instance.pk])
