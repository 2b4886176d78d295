from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from knox.models import AuthToken

from accounts.forms import ProfileForm
from accounts.services import create_token, mark_opened, mark_read, read_unsubscribe_token, revoke_token, stop_mail
from shortsci.keyset import paginate
from shortsci.requests import UserRequest

NOTICES_A_PAGE = 30


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


@login_required
@require_safe
def notifications(request: UserRequest) -> HttpResponse:
    """What happened, the latest first."""
    notices = request.user.notifications.all()
    page = paginate(notices, ("-id",), cursor=request.GET.get("after"), size=NOTICES_A_PAGE)
    return render(request, "accounts/notifications.html", {"page": page})


@login_required
@require_safe
def open_notification(request: UserRequest, pk: int) -> HttpResponse:
    """Leads to what happened; a notice that was opened is read."""
    notice = get_object_or_404(request.user.notifications, pk=pk)
    mark_opened(notice=notice)
    return redirect(notice.url)


@login_required
@require_POST
def read_notifications(request: UserRequest) -> HttpResponse:
    """Marks as read what the page showed; what came meanwhile stays new."""
    up_to = request.POST.get("up_to", "")
    if up_to.isdecimal() and len(up_to) < 19:
        mark_read(reader=request.user, up_to=int(up_to))
    return redirect("notifications")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails of the person whom the token names. Opening the link asks first: scanners of mail open links."""
    reader = read_unsubscribe_token(token)
    if request.method == "POST":
        stop_mail(reader=reader)
    return render(request, "accounts/unsubscribe.html", {"is_done": request.method == "POST"})


def render_settings(request: UserRequest, form: ProfileForm, new_key: str = "") -> HttpResponse:
    tokens = AuthToken.objects.filter(user=request.user).order_by("-created")
    response = render(request, "accounts/settings.html", {"form": form, "tokens": tokens, "new_key": new_key})
    response.headers["Cache-Control"] = "no-store"
    return response
