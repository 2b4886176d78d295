"""Whether a form was sent from a page of this site, for forms that carry no token."""

from django.conf import settings
from django.http import HttpRequest


def comes_from_here(request: HttpRequest) -> bool | None:
    """What the browser says of itself, which a page of another site cannot forge; None where it says nothing."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    site = request.headers.get("Sec-Fetch-Site")
    return None if site is None else site == "same-origin"
