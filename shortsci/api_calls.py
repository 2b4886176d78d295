"""A short way for calls of programs."""

from collections.abc import Callable
from typing import cast

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver


class ApiCallMiddleware:
    """Answers `/api/v1/…` with a token right here: files, sessions, CSRF tokens and messages are of no use to it.

    The rest of the chain would take much of the time of a vote. A call without the header takes the long way: it
    may come from a page with its session, and needs the CSRF token checked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.call_view = cast("Callable[[HttpRequest], HttpResponse]", convert_exception_to_response(call_view))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_call_of_program(request):
            return self.get_response(request)
        response = self.call_view(request)
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"  # data, no page
        response.headers["X-Frame-Options"] = "DENY"
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def is_call_of_program(request: HttpRequest) -> bool:
    is_token = request.META.get("HTTP_AUTHORIZATION", "")[:6].lower() == "token "
    return is_token and request.path_info.startswith("/api/v1/") and request.path_info.endswith("/")


def call_view(request: HttpRequest) -> HttpResponse:
    request.get_host()  # raises DisallowedHost, as the middleware that is passed over does
    match = get_resolver().resolve(request.path_info)
    request.resolver_match = match
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response
