from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from knox.models import AuthToken

from accounts.forms import ProfileForm
from accounts.services import create_token, revoke_token
from shortsci.requests import UserRequest


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: UserRequest) -> HttpResponse:
    """Name, a few words about oneself, and API tokens."""
    form = ProfileForm(request.POST or None, label_suffix="", instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your profile is saved.")
        return redirect("settings")
    return render_settings(request, form)


@login_required
@require_POST
def add_token(request: UserRequest) -> HttpResponse:
    """Answers with the page itself, not a redirect: the key can be shown only now."""
    token = create_token(user=request.user)
    return render_settings(request, ProfileForm(label_suffix="", instance=request.user), new_key=token.key)


@login_required
@require_POST
def remove_token(request: UserRequest) -> HttpResponse:
    revoke_token(user=request.user, digest=request.POST.get("digest", ""))
    messages.success(request, "The token is revoked.")
    return redirect("settings")


def render_settings(request: UserRequest, form: ProfileForm, new_key: str = "") -> HttpResponse:
    tokens = AuthToken.objects.filter(user=request.user).order_by("-created")
    response = render(request, "accounts/settings.html", {"form": form, "tokens": tokens, "new_key": new_key})
    response.headers["Cache-Control"] = "no-store"
    return response
