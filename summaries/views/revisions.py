"""The history of a summary: its revisions, what changed between two of them, and the way back to one."""

from itertools import zip_longest

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from shortsci.keyset import paginate
from shortsci.requests import UserRequest, number_in
from summaries.diffs import sections
from summaries.models import Revision, Summary
from summaries.querysets import RevisionQuerySet
from summaries.rendering import render as render_markdown
from summaries.rules import can_edit
from summaries.services import confirm_version, restore_revision
from summaries.services.references import context_of

PAGE_SIZE = 50
SAME = _("That revision has the text that is shown already.")


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest revision first."""
    summary = find_summary(request, pk)
    revisions = Revision.objects.visible_to(request.user).filter(summary=summary).defer("body")
    page = paginate(revisions, ("-number",), cursor=request.GET.get("after"), size=PAGE_SIZE)
    context = {
        "summary": summary,
        "page": page,
        "rows": list(zip_longest(page.rows, page.rows[1:])),  # each with the one before it
        "is_own": can_edit(request.user, summary),
        "newest": page.rows[0].number if page.rows else None,
        "second": page.rows[1].number if len(page.rows) > 1 else None,
    }
    return answer(request, "summaries/history.html", context)


@require_safe
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One text as it was, under an address that stays."""
    summary = find_summary(request, pk)
    revisions = revisions_of(request, summary)
    revision = get_object_or_404(revisions, number=number)
    context = {
        "summary": summary,
        "revision": revision,
        "html": render_markdown(revision.body, context_of(revision.body)),
        "previous": revisions.filter(number__lt=number).order_by("-number").first(),
        "is_own": can_edit(request.user, summary),
        "is_current": number == summary.revision_number,
    }
    return answer(request, "summaries/revision.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """`?from=2&to=5`: word by word, the older one first whichever way they are given."""
    summary = find_summary(request, pk)
    numbers = sorted(number_in(request.GET.get(name), digits=8) or 0 for name in ("from", "to"))
    revisions = revisions_of(request, summary)
    old, new = (get_object_or_404(revisions, number=number) for number in numbers)
    context = {
        "summary": summary,
        "old": old,
        "new": new,
        "sentence": sections(old.tldr, new.tldr),
        "text": sections(old.body, new.body),
    }
    return answer(request, "summaries/compare.html", context)


@login_required
@require_POST
def restore(request: UserRequest, pk: int, number: int) -> HttpResponse:
    summary = find_own(request, pk)
    revision = get_object_or_404(revisions_of(request, summary).select_related("summary"), number=number)
    after = restore_revision(revision=revision)
    is_new = after.revision_number != summary.revision_number
    words = gettext("Revision %(old)s is back, as revision %(new)s.") % {"old": number, "new": after.revision_number}
    messages.success(request, words if is_new else SAME)
    return redirect(after)


@login_required
@require_POST
def still_right(request: UserRequest, pk: int) -> HttpResponse:
    """The writer's word that the text holds for the version that was on the page."""
    summary = find_own(request, pk)
    confirmed = confirm_version(summary=summary, version=number_in(request.POST.get("version"), digits=8) or 0)
    words = gettext("Noted: the summary is right for v%(number)s.") % {"number": confirmed.paper_version}
    messages.success(request, words)
    return redirect(confirmed)


def find_summary(request: HttpRequest, pk: int) -> Summary:
    visible = Summary.objects.visible_to(request.user).select_related("writer", "paper")
    return get_object_or_404(visible.prefetch_related("paper__identifiers"), pk=pk)


def find_own(request: UserRequest, pk: int) -> Summary:
    return get_object_or_404(Summary.objects.visible_to(request.user).filter(writer=request.user), pk=pk)


def revisions_of(request: HttpRequest, summary: Summary) -> RevisionQuerySet:
    return Revision.objects.visible_to(request.user).filter(summary=summary)


def answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Old texts are for readers, not for search engines."""
    response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
