"""The script for arXiv's pages in its two forms: for a user script manager, and as a bookmark."""

from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string

UNRESERVED = "(){}[]=;:,!?*+/&|'$@"  # what needs no escape in an address of this kind, and is shorter without


def user_script() -> str:
    return render_to_string("sharing/user_script.js", context())


def bookmarklet() -> str:
    """One line; the source has no comment that would swallow the rest of it."""
    source = render_to_string("sharing/bookmarklet.js", context())
    line = " ".join(part.strip() for part in source.splitlines() if part.strip())
    return f"javascript:{quote(line, safe=UNRESERVED)}"


def context() -> dict[str, str]:
    host = settings.SITE_URL.partition("://")[2].partition("/")[0]
    return {"site": settings.SITE_URL, "host": host.rpartition(":")[0] if ":" in host else host}
