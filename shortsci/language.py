"""Which language a page is in: that of this browser's cookie, else of the account, else what the browser asks for."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

# What programs read, and what operators work with, is in English always. The page about the API is one for people.
ENGLISH = re.compile(
    r"/(?:api/(?!docs/)|admin/|images/.|healthz$|readyz$|metrics$)|.*\.(?:rss|atom|json|xml|bib|ris|txt)$"
)


class LanguageMiddleware:
    """Translates all that a request shows. Stands behind the sessions: an account remembers its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_account = chosen_by_account(request)
        language = of_account or language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if of_account and settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            remember_language(response, of_account)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
            response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """One of settings.LANGUAGES, by the address, the cookie and what the browser asks for."""
    if ENGLISH.match(request.path_info):
        return settings.LANGUAGE_CODE
    return translation.get_language_from_request(request)


def chosen_by_account(request: HttpRequest) -> str:
    """For the first page that somebody opens in a browser after the log-in; from then on the cookie says it.

    Empty otherwise: no part of a page, and no page that is the same for everybody, asks who its reader is for this.
    """
    is_page = request.method == "GET" and "HX-Request" not in request.headers and not ENGLISH.match(request.path_info)
    cookies = request.COOKIES
    if not is_page or settings.LANGUAGE_COOKIE_NAME in cookies or settings.SESSION_COOKIE_NAME not in cookies:
        return ""
    return request.user.language if request.user.is_authenticated else ""


def remember_language(response: HttpResponse, language: str) -> None:
    """In a cookie of this browser; without a language it is forgotten."""
    name = settings.LANGUAGE_COOKIE_NAME
    if not language:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
