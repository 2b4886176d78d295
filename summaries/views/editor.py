"""The editor: a new summary, a change to one, and the preview of both."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from papers.models import Paper
from shortsci.errors import DomainError
from shortsci.requests import number_in, wants_json
from summaries.forms import MAXIMUM_DRAFT, SummaryForm
from summaries.models import Summary
from summaries.outline import with_outline
from summaries.services import AlreadySummarised, EditConflict, edit_summary, publish_summary
from summaries.views.desk import Desk, OtherText, clear_desk, kept_fields, lay_out, previewed, summary_on

KEPT_TEXT = "kept_summary"
SAVED_CHANGES = _("Your changes are saved.")
NOT_LOGGED_IN = {"detail": _("You are not logged in."), "code": "not_authenticated"}


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, paper_pk: int) -> HttpResponse:
    """A text sent after the log-in has run out waits in the session until its writer is back."""
    paper = get_object_or_404(Paper.objects.with_names(), pk=paper_pk)
    if not request.user.is_authenticated:
        return keep_until_log_in(request, paper)
    if request.method == "GET":
        existing = summary_on(paper, request.user)
        return redirect("edit_summary", existing.pk) if existing else open_editor(request, request.user, paper)
    form = SummaryForm(request.POST, label_suffix="")
    if not form.is_valid():
        return render_editor(request, Desk(paper=paper), form, status=422)
    try:
        summary = publish_summary(writer=request.user, paper=paper, text=form.text)
    except AlreadySummarised as error:
        return render_conflict(request, paper, form, error.existing, str(error))
    except DomainError as error:
        form.add_error(None, str(error))
        return render_editor(request, Desk(paper=paper), form, status=error.status)
    return leave_editor(request, summary, form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """As `write`; a text that was built on an older revision than the latest comes back beside that one."""
    if not request.user.is_authenticated:  # the paper as the form tells it: a row would tell what is private
        return keep_until_log_in(request, Paper.objects.filter(pk=number_in(request.POST.get("paper")) or 0).first())
    own = Summary.objects.visible_to(request.user).filter(writer=request.user)
    summary = get_object_or_404(own.select_related("paper"), pk=pk)
    if request.method == "GET":
        return open_editor(request, request.user, summary.paper, summary)
    form = SummaryForm(request.POST, label_suffix="")
    if not form.is_valid():
        return render_editor(request, Desk(paper=summary.paper, edited=summary), form, status=422)
    note, base = form.cleaned_data["note"], form.cleaned_data["base_revision"]
    is_signed_for_good = summary.published_at is not None
    text = replace(form.text, is_anonymous=summary.is_anonymous) if is_signed_for_good else form.text
    try:
        saved = edit_summary(summary=summary, text=text, note=note, base_revision=base)
    except EditConflict as error:
        return render_conflict(request, summary.paper, form, error.current, str(error))
    except DomainError as error:
        form.add_error(None, str(error))
        return render_editor(request, Desk(paper=summary.paper, edited=summary), form, status=error.status)
    messages.success(request, SAVED_CHANGES)
    return leave_editor(request, saved, form)


@require_POST
def preview(request: HttpRequest, paper_pk: int) -> HttpResponse:
    """The fragment for the live preview; the whole editor with the preview in it where no script asks."""
    if request.headers.get("HX-Request"):
        paper = get_object_or_404(Paper, pk=paper_pk)
        return render(request, "summaries/_preview.html", previewed(request, paper, request.POST))
    paper = get_object_or_404(Paper.objects.with_names(), pk=paper_pk)
    body = request.POST.get("body", "")
    return stay_in_editor(request, paper, with_outline(body) if "outline" in request.POST else body)


def open_editor(request: HttpRequest, user: User, paper: Paper, edited: Summary | None = None) -> HttpResponse:
    desk = lay_out(paper, user, edited, take_kept_text(request, user, paper))
    fields = desk.fields
    if "template" in request.GET:
        fields = {**fields, "body": with_outline(str(fields.get("body", "")))}
    return render_editor(request, desk, SummaryForm(label_suffix="", initial=fields))


def stay_in_editor(
    request: HttpRequest, paper: Paper, body: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The editor with everything as it was sent but the body, and the preview of that."""
    fields = {**kept_fields(request.POST), "body": body}
    edited = summary_on(paper, request.user) if request.user.is_authenticated else None
    context = {**previewed(request, paper, fields), "problem": problem}
    desk = Desk(paper=paper, edited=edited)
    return render_editor(request, desk, SummaryForm(label_suffix="", initial=fields), context, status=status)


def render_conflict(
    request: HttpRequest, paper: Paper, form: SummaryForm, current: Summary, sentence: str
) -> HttpResponse:
    """The text that was sent stays in the form; it now counts as built on the one that is shown beside it."""
    form.add_error(None, sentence)
    form.data = {**request.POST.dict(), "base_revision": str(current.revision_number)}
    desk = Desk(paper=paper, edited=current, other=OtherText.of_summary(current))
    return render_editor(request, desk, form, status=409)


def render_editor(
    request: HttpRequest,
    desk: Desk,
    form: SummaryForm,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    is_unsaved = desk.is_unsaved or request.method == "POST"
    page = {"desk": desk, "paper": desk.paper, "edited": desk.edited, "form": form, "is_unsaved": is_unsaved}
    fields = {**page, "html": "", **(context or {})}
    return render(request, "summaries/editor.html", fields, status=status)


def leave_editor(request: HttpRequest, summary: Summary, form: SummaryForm) -> HttpResponse:
    """The draft has done its work. A script is told where to go, so that it can drop its own copy first."""
    clear_desk(summary, form)
    if wants_json(request):
        return JsonResponse({"url": summary.get_absolute_url()})
    return redirect(summary)


def keep_until_log_in(request: HttpRequest, paper: Paper | None) -> HttpResponse:
    """What was sent waits in the session, for whom the form was made for alone."""
    if wants_json(request):
        return JsonResponse(NOT_LOGGED_IN, status=401)
    if request.method == "POST" and paper:
        writer = request.POST.get("writer", "")[:20]
        fields: dict[str, object] = {
            name: str(value)[:MAXIMUM_DRAFT] for name, value in kept_fields(request.POST).items()
        }
        fields["is_anonymous"] = "is_anonymous" in request.POST
        request.session[KEPT_TEXT] = {"paper": paper.pk, "writer": writer, "fields": fields}
    return redirect_to_login(request.get_full_path())


def take_kept_text(request: HttpRequest, user: User, paper: Paper) -> dict[str, object] | None:
    """The text that was sent for this paper while logged out; it is handed over once."""
    kept = request.session.get(KEPT_TEXT)
    if not kept or kept["paper"] != paper.pk or kept["writer"] not in {"", str(user.pk)}:
        return None
    del request.session[KEPT_TEXT]
    messages.info(request, _("Your text is back; nothing was lost while you were logged out."))
    fields: dict[str, object] = kept["fields"]
    return fields
