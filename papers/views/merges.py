"""Moderators join two papers that are one work, and undo it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from papers.forms import MergeForm
from papers.models import Paper, PaperRedirect
from papers.rules import can_merge_papers
from papers.services import merge_papers, undo_merge
from shortsci.errors import DomainError
from shortsci.requests import UserRequest


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: UserRequest, pk: int) -> HttpResponse:
    """The paper of the page stays; the one that is named becomes a redirect to it, after a look at both."""
    if not can_merge_papers(request.user):
        return render(request, "403.html", status=403)
    paper = get_object_or_404(Paper.objects.exclude(state=Paper.State.MERGED), pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else None, label_suffix="")
    source = form.cleaned_data["other"] if request.method == "POST" and form.is_valid() else None
    if source and form.cleaned_data["is_confirmed"]:
        try:
            merge_papers(source=source, target=paper, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("other", str(error))
        else:
            messages.success(request, gettext("“%(paper)s” is now part of this paper.") % {"paper": source})
            return redirect(paper)
    redirects = PaperRedirect.objects.filter(target=paper).select_related("paper", "merged_by").order_by("-merged_at")
    context = {"paper": paper, "form": form, "redirects": redirects, "source": source}
    return render(request, "papers/merge.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def undo(request: UserRequest, pk: int) -> HttpResponse:
    if not can_merge_papers(request.user):
        return render(request, "403.html", status=403)
    paper = undo_merge(paper=get_object_or_404(Paper, pk=pk))
    messages.success(request, _("The two papers are apart again."))
    return redirect(paper)
