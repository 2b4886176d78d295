"""An author's page: the papers under one form of a name."""

import re

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from papers.exporting import export_papers, vary_on_accept, wanted_format
from papers.exports import Format
from papers.models import Author, Authorship, Paper, listed_names
from shortsci.keyset import paginate
from shortsci.page_cache import shared_page

PAGE_SIZE = 25
OTHER_FORMS = 30
ORDER = ("-listed_on", "-paper_id", "-id")
NUMBER = re.compile(r"(?:.*-)?([0-9]{1,18})")


@shared_page
@require_safe
def author(request: HttpRequest, slug: str, form: Format | None = None) -> HttpResponseBase:
    """Papers of one name form, newest first, and other forms that may be the same person."""
    author = find_author(slug)
    if slug != author.slug:
        return redirect(author, permanent=True)
    if wanted := wanted_format(request, form):
        papers = Paper.objects.listed().filter(authorships__author=author).order_by("-authorships__listed_on", "-pk")
        return export_papers(papers, wanted, name=author.slug)
    rows = Authorship.objects.filter(author=author, paper__state=Paper.State.READY).select_related("paper")
    rows = rows.prefetch_related(listed_names("paper__"), "paper__venue")
    page = paginate(rows, ORDER, cursor=request.GET.get("after"), size=PAGE_SIZE)
    alike = Author.objects.filter(name_key=author.name_key).exclude(name_key="").exclude(pk=author.pk)
    context = {
        "author": author,
        "page": page,
        "papers": list(dict.fromkeys(row.paper for row in page.rows)),
        "alike": alike[:OTHER_FORMS],
        "is_first_page": not request.GET.get("after"),
    }
    return vary_on_accept(render(request, "papers/author.html", context))


def find_author(slug: str) -> Author:
    """By the number at the end of the address."""
    match = NUMBER.fullmatch(slug)
    author = Author.objects.filter(pk=int(match[1])).first() if match else None
    if author is None:
        raise Http404
    return author
