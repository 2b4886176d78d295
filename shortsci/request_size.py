"""Requests that are too large are refused by their first lines, before anything of them is read or stored."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

SENTENCE = "What you sent is larger than this site takes ({limit} MB). Nothing of it was stored."


class RequestSizeMiddleware:
    """Answers 413 by the Content-Length; a body without one is not read by the server at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.MAXIMUM_REQUEST_BYTES:
            sentence = SENTENCE.format(limit=settings.MAXIMUM_REQUEST_BYTES // 1024**2)
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": sentence, "code": "too_large"}, status=413)
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
