"""API tokens."""

from dataclasses import dataclass

from knox.models import AuthToken

from accounts.models import User


@dataclass(frozen=True)
class NewToken:
    """An API token at its only moment of being readable: the database keeps a hash."""

    key: str
    record: AuthToken


def create_token(*, user: User) -> NewToken:
    """A token without an end date; earlier ones stay valid."""
    record, key = AuthToken.objects.create(user)
    return NewToken(key=key, record=record)


def revoke_token(*, user: User, digest: str) -> None:
    """Ends the token with this digest; nothing happens when the user has none such."""
    AuthToken.objects.filter(user=user, digest=digest).delete()
