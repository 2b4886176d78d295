"""Drafts: kept while one types, listed, discarded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from papers.models import Paper
from shortsci.keyset import paginate
from shortsci.requests import UserRequest
from summaries.forms import DraftForm, fields_of_draft
from summaries.models import Draft
from summaries.services.drafts import DraftConflict, discard_draft, save_draft
from summaries.views.editor import NOT_LOGGED_IN

PAGE_SIZE = 30
NEWEST = ("-saved_at", "-id")


@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, paper_pk: int) -> JsonResponse:
    """POST keeps the text, built on saving number `version`. GET tells whose page this is, with a fresh CSRF token."""
    if not request.user.is_authenticated:
        return JsonResponse(NOT_LOGGED_IN, status=401)
    paper = get_object_or_404(Paper, pk=paper_pk)
    if request.method == "GET":
        return JsonResponse({"user": request.user.pk, "token": get_token(request)})
    form = DraftForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"detail": sentence, "code": "invalid"}, status=422)
    return keep(request.user, paper, form)


def keep(user: User, paper: Paper, form: DraftForm) -> JsonResponse:
    fields = form.cleaned_data
    try:
        draft = save_draft(
            writer=user,
            paper=paper,
            text=form.text,
            note=fields["note"],
            version=fields["version"] or 0,
            base_revision=fields["base_revision"] or 0,
        )
    except DraftConflict as error:
        refusal = {"detail": str(error), "code": error.code, "fields": fields_of_draft(error.current)}
        return JsonResponse({**refusal, **stamp(error.current)}, status=error.status)
    return JsonResponse(stamp(draft))


def stamp(draft: Draft) -> dict[str, object]:
    return {"version": draft.version, "saved_at": draft.saved_at.isoformat()}


@login_required
@require_safe
def drafts(request: UserRequest) -> HttpResponse:
    own = Draft.objects.visible_to(request.user).defer("body")
    own = own.select_related("paper__venue").prefetch_related("paper__identifiers")
    page = paginate(own, NEWEST, cursor=request.GET.get("after"), size=PAGE_SIZE)
    return render(request, "summaries/drafts.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: UserRequest, paper_pk: int) -> HttpResponse:
    """Asks first, on a page of its own that works without JavaScript."""
    own = Draft.objects.visible_to(request.user).select_related("paper")
    if request.method == "GET":
        return render(request, "summaries/discard_draft.html", {"draft": get_object_or_404(own, paper=paper_pk)})
    discard_draft(writer=request.user, paper=get_object_or_404(Paper, pk=paper_pk))
    messages.success(request, _("Your draft is discarded."))
    return redirect("drafts")
