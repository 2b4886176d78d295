"""Many papers at once from a BibTeX file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from papers.bibliographies import open_bibliography
from papers.forms import BibtexForm
from shortsci.errors import DomainError


@login_required
@require_http_methods(["GET", "POST"])
def import_bibtex(request: HttpRequest) -> HttpResponse:
    """Pasted or uploaded; answers with a report on each entry."""
    form = (
        BibtexForm(request.POST, request.FILES, label_suffix="")
        if request.method == "POST"
        else BibtexForm(label_suffix="")
    )
    bibliography = None
    if request.method == "POST" and form.is_valid():
        try:
            bibliography = open_bibliography(form.content())
        except DomainError as error:
            form.add_error(None, gettext(str(error)))
    context = {"form": form, "bibliography": bibliography}
    return render(request, "papers/import_bibtex.html", context, status=422 if form.errors else 200)
