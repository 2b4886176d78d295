"""Comments on a summary. Each form works as a page of its own; a script puts it, and its answer, in place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shortsci.errors import DomainError
from shortsci.rates import reason_not_to_render
from shortsci.requests import UserRequest, number_in, refuse
from summaries.forms import CommentForm
from summaries.models import Comment
from summaries.rules import can_delete_comment, can_edit_comment, can_hide_comments
from summaries.services import (
    MAXIMUM_COMMENT,
    CommentGone,
    add_comment,
    delete_comment,
    edit_comment,
    hide_comment,
    render_comment,
    restore_comment,
)
from summaries.views.threads import (
    FormPlace,
    address_of,
    find_comment,
    find_summary,
    keep_and_log_in,
    show_comment,
    show_form,
    take_kept_comment,
)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: leads to the comment among the others."""
    return redirect(address_of(find_comment(request, pk)))


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark, or an answer to the comment that `parent` names."""
    summary = find_summary(request, pk)
    form = CommentForm(request.POST)
    place = FormPlace(summary, answered=named_comment(request, pk, "parent"))
    if form.is_valid() and form.cleaned_data["parent"] and place.answered is None:
        form.add_error(None, _("The comment that you answer is gone. You can send your text as one of its own."))
    if form.errors:
        return show_form(request, place, form)
    if not request.user.is_authenticated:
        return keep_and_log_in(request, place)
    body = form.cleaned_data["body"]
    try:
        added = add_comment(writer=request.user, summary=summary, body=body, parent=place.answered)
    except DomainError as error:
        form.add_error(None, str(error))
        return show_form(request, place, form)
    return show_comment(request, added)


@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    answered = find_comment(request, pk)
    place = FormPlace(answered.summary, answered=answered)
    if not request.user.is_authenticated:
        return keep_and_log_in(request, place)
    if answered.deleted_at or answered.hidden_at:
        raise CommentGone
    return show_form(request, place, CommentForm(initial=take_kept_comment(request, place)))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    edited = find_comment(request, pk)
    place = FormPlace(edited.summary, edited=edited)
    if not request.user.is_authenticated:
        return keep_and_log_in(request, place)
    if not can_edit_comment(request.user, edited):
        return refuse(request, _("Only its writer can change a comment, while it is shown."))
    if request.method != "POST":
        kept = take_kept_comment(request, place)
        return show_form(request, place, CommentForm(initial=kept or {"body": edited.body}))
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            edit_comment(comment=edited, body=form.cleaned_data["body"])
        except DomainError as error:
            form.add_error(None, str(error))
    return show_form(request, place, form) if form.errors else show_comment(request, edited)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: UserRequest, pk: int) -> HttpResponse:
    """Asks first, on a page of its own."""
    deleted = find_comment(request, pk)
    if not can_delete_comment(request.user, deleted):
        return refuse(request, _("Only its writer can delete a comment."))
    if request.method != "POST":
        context = {"comment": deleted, "summary": deleted.summary}
        return render(request, "summaries/delete_comment.html", context)
    delete_comment(comment=deleted)
    messages.success(request, _("Your comment is deleted."))
    return redirect(f"{deleted.summary.permalink}#comments")


@login_required
@require_POST
def hide(request: UserRequest, pk: int) -> HttpResponse:
    """For moderators."""
    found = find_comment(request, pk)
    if not can_hide_comments(request.user):
        return refuse(request, _("Only moderators can hide a comment."))
    hide_comment(comment=found)
    return redirect(address_of(found))


@login_required
@require_POST
def restore(request: UserRequest, pk: int) -> HttpResponse:
    """For moderators: undoes `hide`."""
    found = find_comment(request, pk)
    if not can_hide_comments(request.user):
        return refuse(request, _("Only moderators can restore a comment."))
    restore_comment(comment=found)
    return redirect(address_of(found))


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment for the live preview; the form with the preview in it where no script asks."""
    summary = find_summary(request, pk)
    body = request.POST.get("body", "")
    is_too_long = len(body) > MAXIMUM_COMMENT
    pause = reason_not_to_render(request)
    html = "" if is_too_long or pause else render_comment(body)
    context = {"html": html, "is_too_long": is_too_long, "maximum": MAXIMUM_COMMENT, "pause": pause}
    if request.headers.get("HX-Request"):
        return render(request, "summaries/_preview.html", context)
    place = FormPlace(
        summary, answered=named_comment(request, pk, "parent"), edited=named_comment(request, pk, "edited")
    )
    return show_form(request, place, CommentForm(initial={"body": body}), preview=context)


def named_comment(request: HttpRequest, summary_pk: int, field: str) -> Comment | None:
    """The comment on this summary whose number stands in a field of the form."""
    number = number_in(request.POST.get(field))
    if number is None:
        return None
    return Comment.objects.filter(summary=summary_pk).for_reading().filter(pk=number).first()
