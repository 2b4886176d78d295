"""How errors reach people and programs: mapped once for pages and once for the API."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from shortsci.errors import DomainError, TooMany


class DomainErrorMiddleware:
    """Turns a DomainError that no view has caught into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        response = render(request, "error.html", {"message": gettext(str(exception))}, status=exception.status)
        for name, value in headers_of(exception).items():
            response[name] = value
        return response


def api_exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Validation errors stay a dictionary by field; everything else becomes `{"detail", "code"}`."""
    if isinstance(exception, DomainError):
        return Response(content_of(exception), status=exception.status, headers=headers_of(exception))
    response = exception_handler(exception, context)
    if response is None or isinstance(exception, exceptions.ValidationError):
        return response
    response.data = {"detail": str(response.data["detail"]), "code": error_code(exception)}
    return response


def content_of(error: DomainError) -> dict[str, str]:
    return {"detail": str(error), "code": error.code}


def headers_of(error: DomainError) -> dict[str, str]:
    return {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}


def error_code(exception: Exception) -> str:
    if isinstance(exception, Http404):
        return "not_found"
    if isinstance(exception, PermissionDenied):
        return "permission_denied"
    codes = exception.get_codes() if isinstance(exception, exceptions.APIException) else "error"
    return codes if isinstance(codes, str) else "error"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was typed is still in the form behind the Back button, and the page says so."""
    return render(request, "403_csrf.html", status=403)
