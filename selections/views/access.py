"""The door to the editors' desk: who is no editor finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from selections.rules import can_edit_selections
from shortsci.requests import UserRequest

Parameters = ParamSpec("Parameters")


def editors_only(
    view: Callable[Concatenate[UserRequest, Parameters], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Parameters], HttpResponse]:
    """Strangers are asked to log in; others are told that there is no such page."""

    @wraps(view)
    @login_required
    def guarded(request: UserRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if not can_edit_selections(request.user):
            raise Http404
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded  # type: ignore[return-value]  # login_required narrows the request
