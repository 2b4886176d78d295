"""People whom a text calls by `@name`."""

from django.db.models.functions import Lower

from accounts.models import User
from summaries.rendering import find_mentions

MOST_MENTIONS = 20  # a text with more is a circular letter; the others stay plain text


def people_of(markdown: str) -> dict[str, User]:
    """The mentioned people who are here, by user name in small letters."""
    names = list(dict.fromkeys(name.lower() for name in find_mentions(markdown)))[:MOST_MENTIONS]
    if not names:
        return {}
    found = User.objects.annotate(name=Lower("username")).filter(name__in=names, is_active=True)
    return {user.username.lower(): user for user in found}
