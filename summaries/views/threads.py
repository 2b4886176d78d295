"""What the views of comments share: who is let in, where a form stands, and how an answer is shown."""

from dataclasses import dataclass
from typing import TypedDict

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shortsci.requests import ask_to_log_in, number_in
from summaries.forms import CommentForm
from summaries.models import Comment, Summary
from summaries.rules import can_comment, can_hide_comments
from summaries.services import MAXIMUM_COMMENT
from summaries.threads import ThreadPage, read_thread_page, start_of_page_with

KEPT_COMMENT = "kept_comment"
MOST_KEPT = 4 * MAXIMUM_COMMENT  # what is longer still was no comment


@dataclass(frozen=True)
class FormPlace:
    """Where a form stands: below the summary, below the comment that it answers, or instead of the one it changes."""

    summary: Summary
    answered: Comment | None = None
    edited: Comment | None = None

    @property
    def form_id(self) -> str:
        if self.edited:
            return f"edit-form-{self.edited.pk}"
        return f"answer-form-{self.answered.pk}" if self.answered else "comment-form"

    @property
    def action(self) -> str:
        return reverse("edit_comment", args=[self.edited.pk]) if self.edited else self.adding

    @property
    def adding(self) -> str:
        return reverse("add_comment", args=[self.summary.pk])

    @property
    def page(self) -> str:
        """Where the form can be opened again."""
        if self.edited:
            return reverse("edit_comment", args=[self.edited.pk]) + share_query(self.summary)
        if self.answered:
            return reverse("answer_comment", args=[self.answered.pk]) + share_query(self.summary)
        return f"{self.summary.permalink}#{self.form_id}"


class CommentContext(TypedDict):
    """What `_comments.html` needs besides the summary."""

    thread: ThreadPage
    place: FormPlace
    form: CommentForm
    can_comment: bool
    can_hide: bool
    share: str
    comment_login_url: str


def comment_context(request: HttpRequest, summary: Summary, start: int | None = None) -> CommentContext:
    """For every page that shows a summary with its comments; the reader has been let in already."""
    if start is None:
        start = number_in(request.GET.get("comments_from"))
    place = FormPlace(summary)
    return {
        "thread": read_thread_page(summary, request.user, start),
        "place": place,
        "form": CommentForm(initial=take_kept_comment(request, place)),
        "can_comment": can_comment(request.user, summary),
        "can_hide": can_hide_comments(request.user),
        "share": share_query(summary),
        "comment_login_url": redirect_to_login(place.page).url,
    }


def share_query(summary: Summary) -> str:
    """Carries the secret of an unlisted summary along to pages about its comments."""
    return f"?secret={summary.secret}" if summary.visibility == Summary.Visibility.UNLISTED else ""


def shared_secret(request: HttpRequest) -> str:
    return request.POST.get("secret") or request.GET.get("secret", "")


def find_summary(request: HttpRequest, pk: int) -> Summary:
    """A summary that the reader finds, or an unlisted one whose secret the request carries."""
    summaries = Summary.objects.visible_to(request.user)
    if secret := shared_secret(request):
        summaries |= Summary.objects.shared_under(secret)
    return get_object_or_404(summaries.select_related("writer", "paper"), pk=pk)


def find_comment(request: HttpRequest, pk: int) -> Comment:
    """A comment on a summary that `find_summary` would find."""
    comments = Comment.objects.visible_to(request.user)
    if secret := shared_secret(request):
        comments |= Comment.objects.shared_under(secret)
    return get_object_or_404(comments.for_reading(), pk=pk)


def address_of(comment: Comment) -> str:
    """On the page of the summary that shows it."""
    start = start_of_page_with(comment)
    address = comment.summary.permalink
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}comments_from={start}#comment-{comment.pk}" if start else comment.get_absolute_url()


def show_comment(request: HttpRequest, comment: Comment) -> HttpResponse:
    """All comments anew where a script asks, else the page at the comment."""
    if not request.headers.get("HX-Request"):
        return redirect(address_of(comment))
    summary = find_summary(request, comment.summary_id)
    context = {"summary": summary, **comment_context(request, summary, start=start_of_page_with(comment))}
    response = render(request, "summaries/_comments.html", context)
    response["HX-Reswap"] = f"outerHTML show:#comment-{comment.pk}:top"
    return response


def show_form(
    request: HttpRequest, place: FormPlace, form: CommentForm, *, preview: dict[str, object] | None = None
) -> HttpResponse:
    """The form alone where a script asks, in the place of the one that was sent; else a page around it."""
    context = {"summary": place.summary, "place": place, "form": form, "share": share_query(place.summary)}
    status = 422 if form.errors else 200
    if not request.headers.get("HX-Request"):
        return render(request, "summaries/comment_form.html", context | (preview or {}), status=status)
    response = render(request, "summaries/_comment_form.html", context, status=status)
    if request.method == "POST":
        response["HX-Retarget"] = f"#{place.form_id}"
        response["HX-Reswap"] = "outerHTML"
    return response


def keep_and_log_in(request: HttpRequest, place: FormPlace) -> HttpResponse:
    """The text waits in the session for the log-in."""
    if request.method == "POST":
        body = request.POST.get("body", "")[:MOST_KEPT]
        request.session[KEPT_COMMENT] = {"place": place.action + place.form_id, "body": body}
    return ask_to_log_in(request, place.page)


def take_kept_comment(request: HttpRequest, place: FormPlace) -> dict[str, str] | None:
    """The text that was sent from this form while logged out; it is handed over once."""
    kept = request.session.get(KEPT_COMMENT) if request.user.is_authenticated else None
    if not kept or kept["place"] != place.action + place.form_id:
        return None
    del request.session[KEPT_COMMENT]
    messages.info(request, _("Your comment is back in its form; nothing was lost while you were logged out."))
    return {"body": kept["body"]}
