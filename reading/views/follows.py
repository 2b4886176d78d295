"""What somebody follows, and the button that sets it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from reading.forms import FollowForm
from reading.models import Follow
from reading.services import follow, is_following, unfollow
from reading.suggestions import suggestions_for
from reading.targets import find_target, key_of
from shortsci.errors import DomainError
from shortsci.requests import UserRequest, ask_to_log_in, page_of_form


class InvalidFollow(DomainError):
    code = "invalid_follow"
    message = _("This form does not say whether to follow; load the page again and send it once more.")


@login_required
@require_safe
def following(request: UserRequest) -> HttpResponse:
    """By kind, the latest first, each with its button; and what else could be followed."""
    follows = list(Follow.objects.of(request.user).with_targets().order_by("-pk"))
    groups = [(kind.label, [row for row in follows if row.kind is kind]) for kind in Follow.Kind]
    context = {
        "groups": [(name, rows) for name, rows in groups if rows],
        "number": len(follows),
        "suggestions": suggestions_for(request.user),
        "here": request.path,
    }
    return render(request, "reading/following.html", context)


@require_POST
def change(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Sets whether the reader follows, as the pressed button says.

    Answers a script with the control, and with what is wrong in it; without a script it leads back.
    """
    target = find_target(kind, key)
    if target is None:
        raise Http404
    if not request.user.is_authenticated:
        return ask_to_log_in(request, target.get_absolute_url())
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise InvalidFollow
    set_following = follow if form.cleaned_data["is_followed"] else unfollow
    is_scripted = bool(request.headers.get("HX-Request"))
    problem = ""
    try:
        set_following(reader=request.user, target=target)
    except DomainError as error:
        if not is_scripted:
            raise
        problem = str(error)
    here = page_of_form(request) or target.get_absolute_url()
    if not is_scripted:
        return redirect(here)
    context = {
        "target": target,
        "kind": kind,
        "key": key_of(target),
        "is_followed": is_following(request.user, target),
        "here": here,
        "problem": problem,
    }
    return render(request, "reading/_follow.html", context)
