from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from knox.models import AuthToken

from accounts.forms import LinkForm, ProfileForm
from accounts.models import AccountLink
from accounts.services import (
    ask_for_link,
    confirm_link,
    create_token,
    mark_opened,
    mark_read,
    other_accounts_of,
    read_unsubscribe_token,
    revoke_token,
    set_language,
    stop_mail,
    withdraw_link,
)
from shortsci.errors import DomainError
from shortsci.keyset import paginate
from shortsci.language import remember_language
from shortsci.requests import UserRequest, number_in, own_page

NOTICES_A_PAGE = 30
SETTINGS_OF_LINKS = "/accounts/settings/#accounts"


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: UserRequest) -> HttpResponse:
    """Name, a few words about oneself, and API tokens."""
    form = ProfileForm(request.POST or None, label_suffix="", instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(request.user.language or None):
            messages.success(request, gettext("Your profile is saved."))
        response = redirect("settings")
        remember_language(response, request.user.language)
        return response
    return render_settings(request, form)


@require_http_methods(["GET", "POST"])
def choose_language(request: HttpRequest) -> HttpResponse:
    """By GET for this browser alone, since pages for everybody hold no form token; by POST for an account as well."""
    given = request.POST if request.method == "POST" else request.GET
    language = given.get("to", "")
    if language not in dict(django_settings.LANGUAGES):
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        set_language(user=request.user, language=language)
    response = redirect(own_page(request, given.get("next", "")) or "front")
    remember_language(response, language)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def add_token(request: UserRequest) -> HttpResponse:
    """Answers with the page itself, not a redirect: the key can be shown only now."""
    token = create_token(user=request.user)
    return render_settings(request, new_key=token.key)


@login_required
@require_POST
def remove_token(request: UserRequest) -> HttpResponse:
    revoke_token(user=request.user, digest=request.POST.get("digest", ""))
    messages.success(request, _("The token is revoked."))
    return redirect("settings")


@login_required
@require_POST
def ask_link(request: UserRequest) -> HttpResponse:
    """One person, two accounts: the other one is asked. What cannot be is said beside the field."""
    form = LinkForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            link = ask_for_link(asker=request.user, username=form.cleaned_data["username"])
        except DomainError as error:
            form.add_error("username", str(error))
        else:
            sentence = (
                _("The accounts are linked.") if link.confirmed_at else _("Now confirm it from your other account.")
            )
            messages.success(request, sentence)
            return redirect(SETTINGS_OF_LINKS)
    return render_settings(request, link_form=form, status=400)


@login_required
@require_POST
def answer_link(request: UserRequest, pk: int) -> HttpResponse:
    """Confirms a link that was asked for, or takes it back or declines it, as the pressed button says."""
    link = get_object_or_404(AccountLink.objects.of(request.user).select_related("first", "second"), pk=pk)
    if request.POST.get("answer") == "confirm":
        confirm_link(by=request.user, link=link)
        messages.success(request, _("The accounts are linked."))
    else:
        withdraw_link(by=request.user, link=link)
        messages.success(request, _("The accounts are not linked."))
    return redirect(SETTINGS_OF_LINKS)


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
    up_to = number_in(request.POST.get("up_to"))
    if up_to is not None:
        mark_read(reader=request.user, up_to=up_to)
    return redirect("notifications")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails of the person whom the token names. Opening the link asks first: scanners of mail open links."""
    reader = read_unsubscribe_token(token)
    if request.method == "POST":
        stop_mail(reader=reader)
    return render(request, "accounts/unsubscribe.html", {"is_done": request.method == "POST"})


def render_settings(
    request: UserRequest,
    form: ProfileForm | None = None,
    *,
    link_form: LinkForm | None = None,
    new_key: str = "",
    status: int = 200,
) -> HttpResponse:
    pending = AccountLink.objects.of(request.user).pending().select_related("first", "second").order_by("pk")
    context = {
        "form": form or ProfileForm(label_suffix="", instance=request.user),
        "tokens": AuthToken.objects.filter(user=request.user).order_by("-created"),
        "new_key": new_key,
        "link_form": link_form or LinkForm(label_suffix=""),
        "other_accounts": other_accounts_of(request.user),
        "pending_links": pending,
    }
    response = render(request, "accounts/settings.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
