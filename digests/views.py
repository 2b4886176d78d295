from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from digests.forms import MailForm
from digests.services import choose_mails, read_stop_token, stop_mails, subscription_of
from digests.services.post import is_reachable
from shortsci.requests import UserRequest


@login_required
@require_http_methods(["GET", "POST"])
def digests(request: UserRequest) -> HttpResponse:
    """What one gets by mail, and how often."""
    current = subscription_of(request.user)
    chosen = {"frequency": current.frequency, "selections": current.mails_selections}
    form = MailForm(request.POST if request.method == "POST" else None, label_suffix="", initial=chosen)
    if request.method == "POST" and form.is_valid():
        choose_mails(reader=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("digests")
    context = {
        "form": form,
        "subscription": current,
        "hour": f"{settings.DIGEST_HOUR:02d}:00",
        "is_reachable": is_reachable(request.user),
    }
    response = render(request, "digests/digests.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails that the token names. Opening the link asks first: scanners of mail open links."""
    reader, stream = read_stop_token(token)
    if request.method == "POST":
        stop_mails(reader=reader, stream=stream)
    context = {"is_done": request.method == "POST", "stream": stream.value}
    response = render(request, "digests/stop.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
