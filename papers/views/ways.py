"""Ways to a paper: its id in an address, the form for new ones, and how far its metadata is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.forms import SubmitForm
from papers.identifiers import Identifier, InvalidIdentifier, find_identifier, parse_arxiv, parse_doi
from papers.models import Paper
from papers.services import request_paper, retry_paper
from papers.sources.shortscience import identifier_of_key
from shortsci.errors import DomainError


@require_safe
def open_arxiv(request: HttpRequest, text: str) -> HttpResponse:
    """`/abs/<id>`, the arXiv address with our host. A paper that is new here is asked for."""
    return open_paper(request, parse_arxiv(text) or find_identifier(text), text)


@require_safe
def open_doi(request: HttpRequest, text: str) -> HttpResponse:
    return open_paper(request, parse_doi(text) or find_identifier(text), text)


def open_paper(request: HttpRequest, identifier: Identifier | None, text: str) -> HttpResponse:
    if identifier is None:
        form = SubmitForm(initial={"identifier": text}, label_suffix="")
        context = {"form": form, "message": gettext(str(InvalidIdentifier()))}
        return render(request, "papers/submit.html", context, status=404)
    paper, _ = request_paper(identifier)
    return redirect(paper)


@require_safe
def open_bibtex_key(request: HttpRequest) -> HttpResponse:
    """`/paper?bibtexKey=<arXiv id>`, ShortScience's address, which JabRef and many pages link to."""
    text = request.GET.get("bibtexKey", "")
    return open_paper(request, identifier_of_key(text), text)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """The form for any identifier; `?identifier=` does the same, so that a page with the form stays shareable."""
    given = request.POST if request.method == "POST" else request.GET
    form = SubmitForm(given if "identifier" in given else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            paper, _ = request_paper(form.cleaned_data["identifier"])
        except DomainError as error:
            form.add_error("identifier", str(error))
        else:
            return redirect(paper)
    return render(request, "papers/submit.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that a pending paper's page asks for; once the paper is there the page loads anew."""
    paper = get_object_or_404(Paper.objects.prefetch_related("identifiers"), pk=pk)
    if paper.state != Paper.State.PENDING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "papers/_status.html", {"paper": paper})


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(Paper, pk=pk)
    retry_paper(paper=paper)
    return redirect(paper)
