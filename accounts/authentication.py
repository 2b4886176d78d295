"""Whose token a call to the API carries."""

from collections.abc import Callable
from functools import cache, reduce
from typing import Any

from django.db import connection
from django.db.models import Field
from django.utils import timezone
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import User

# Written out: the holder comes in one query by the primary key of tokens, which is not put together anew for each
# call. Tokens are 256 random bits, so their hashes need no comparison in constant time.
HOLDER = """
    SELECT {columns}
    FROM knox_authtoken JOIN accounts_user ON accounts_user.id = knox_authtoken.user_id
    WHERE knox_authtoken.digest = %s AND (knox_authtoken.expiry IS NULL OR knox_authtoken.expiry > %s)
"""


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]  # knox has no types
    """Reads the header as knox does and finds the holder in one query instead of three."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, str]:
        try:
            digest = hash_token(token.decode())
        except UnicodeDecodeError as error:
            raise AuthenticationFailed("Invalid token.") from error
        holder = find_holder(digest)
        if holder is None:
            raise AuthenticationFailed("Invalid token.")
        if not holder.is_active:
            raise AuthenticationFailed("User inactive or deleted.")
        return holder, digest


def find_holder(digest: str) -> User | None:
    columns, statement = holder_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [digest, connection.ops.adapt_datetimefield_value(timezone.now())])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [read(value) if read else value for read, value in zip(columns.values(), row, strict=True)]
    return User.from_db(connection.alias, list(columns), values)


@cache
def holder_statement() -> tuple[dict[str, Callable[[Any], Any] | None], str]:
    """How what the database has for each field is read, and the question."""
    fields = User._meta.concrete_fields  # noqa: SLF001 (documented by Django)
    columns = ", ".join(f"accounts_user.{field.column}" for field in fields)
    return {field.attname: reader_of(field) for field in fields}, HOLDER.format(columns=columns)


def reader_of(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """SQLite keeps dates as text and truth as a number; what Python has already, the driver hands over: None."""
    column = field.get_col("accounts_user")
    converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
    if not converters:
        return None
    return lambda value: reduce(lambda read, convert: convert(read, column, connection), converters, value)


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """The same entry in the API's description."""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "knoxApiToken"
