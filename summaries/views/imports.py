"""Summaries that a writer brings from ShortScience.org."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from papers.sources.errors import SourceError
from shortsci.requests import UserRequest
from summaries.forms import ShortScienceForm
from summaries.imports import import_feed


@login_required
@require_http_methods(["GET", "POST"])
def import_shortscience(request: UserRequest) -> HttpResponse:
    """The saved feed is uploaded; answers with a report on each of its items."""
    form = (
        ShortScienceForm(request.POST, request.FILES, label_suffix="")
        if request.method == "POST"
        else ShortScienceForm(label_suffix="")
    )
    imported = None
    if request.method == "POST" and form.is_valid():
        content, visibility = form.cleaned_data["file"].read(), form.cleaned_data["visibility"]
        try:
            imported = import_feed(writer=request.user, xml=content, visibility=visibility)
        except SourceError as error:
            form.add_error("file", gettext(str(error)))
    context = {"form": form, "imported": imported}
    return render(request, "summaries/import_shortscience.html", context, status=422 if form.errors else 200)
