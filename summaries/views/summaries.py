"""One summary: read, write, edit, delete, preview."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.models import Paper
from shortsci.errors import DomainError
from shortsci.requests import UserRequest
from summaries.forms import SummaryForm
from summaries.models import Summary
from summaries.rendering import render as render_markdown
from summaries.rules import can_edit
from summaries.services import (
    MAXIMUM_BODY,
    AlreadySummarised,
    delete_summary,
    edit_summary,
    publish_summary,
)
from summaries.views.votes import vote_context

KEPT_TEXT = "kept_summary"


@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Summary.objects.visible_to(request.user).with_my_vote(request.user)
    summary = get_object_or_404(
        visible.select_related("writer", "paper__primary_category").prefetch_related(
            "paper__identifiers", "paper__authorships", "paper__listings"
        ),
        pk=pk,
    )
    context = {"summary": summary, "paper": summary.paper, **vote_context(request)}
    return render(request, "summaries/summary.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, paper_pk: int) -> HttpResponse:
    """A text sent after the log-in has run out waits in the session until its writer is back."""
    paper = get_object_or_404(Paper.objects.with_names(), pk=paper_pk)
    if not request.user.is_authenticated:
        if request.method == "POST":
            request.session[KEPT_TEXT] = {"paper": paper.pk, **kept_fields(request)}
        return redirect_to_login(request.get_full_path())
    existing = Summary.objects.filter(paper=paper, writer=request.user).first()
    if existing and request.method == "GET":
        return redirect("edit_summary", existing.pk)
    form = SummaryForm(request.POST or None, label_suffix="", initial=take_kept_text(request, paper))
    if request.method == "POST" and form.is_valid():
        try:
            summary = publish_summary(writer=request.user, paper=paper, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            existing = error.existing if isinstance(error, AlreadySummarised) else None
            return render_editor(request, paper, form, existing=existing, status=error.status)
        return redirect(summary)
    return render_editor(request, paper, form, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: int) -> HttpResponse:
    own = Summary.objects.visible_to(request.user).filter(writer=request.user)
    summary = get_object_or_404(own.select_related("paper"), pk=pk)
    initial = {"tldr": summary.tldr, "body": summary.body, "visibility": summary.visibility}
    form = SummaryForm(request.POST or None, label_suffix="", initial=initial)
    if request.method == "POST" and form.is_valid():
        edit_summary(summary=summary, **form.cleaned_data)
        messages.success(request, "Your changes are saved.")
        return redirect(summary)
    return render_editor(request, summary.paper, form, edited=summary, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: UserRequest, pk: int) -> HttpResponse:
    """Asks first, on a page of its own that works without JavaScript."""
    summary = get_object_or_404(Summary.objects.visible_to(request.user).select_related("paper"), pk=pk)
    if not can_edit(request.user, summary):
        return render(request, "error.html", {"message": "Only its writer can delete a summary."}, status=403)
    if request.method == "GET":
        return render(request, "summaries/delete.html", {"summary": summary})
    delete_summary(summary=summary)
    messages.success(request, "Your summary is deleted.")
    return redirect(summary.paper)


@require_POST
def preview(request: HttpRequest, paper_pk: int) -> HttpResponse:
    """The fragment for the live preview; the whole editor with the preview in it where no script asks."""
    body = request.POST.get("body", "")
    is_too_long = len(body) > MAXIMUM_BODY
    html = "" if is_too_long else render_markdown(body)
    context = {"html": html, "is_too_long": is_too_long, "maximum": MAXIMUM_BODY}
    if request.headers.get("HX-Request"):
        return render(request, "summaries/_preview.html", context)
    paper = get_object_or_404(Paper.objects.with_names(), pk=paper_pk)
    form = SummaryForm(label_suffix="", initial=kept_fields(request))
    edited = Summary.objects.filter(paper=paper, writer_id=request.user.pk).first()
    return render(request, "summaries/editor.html", {"paper": paper, "form": form, "edited": edited, **context})


def render_editor(
    request: HttpRequest,
    paper: Paper,
    form: SummaryForm,
    *,
    edited: Summary | None = None,
    existing: Summary | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"paper": paper, "form": form, "edited": edited, "existing": existing, "html": ""}
    return render(request, "summaries/editor.html", context, status=status)


def kept_fields(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("tldr", "body", "visibility")}


def take_kept_text(request: HttpRequest, paper: Paper) -> dict[str, str] | None:
    """The text that was sent for this paper while logged out; it is handed over once."""
    kept = request.session.get(KEPT_TEXT)
    if not kept or kept["paper"] != paper.pk:
        return None
    del request.session[KEPT_TEXT]
    messages.info(request, "Your text is back; nothing was lost while you were logged out.")
    return {name: kept[name] for name in ("tldr", "body", "visibility")}
