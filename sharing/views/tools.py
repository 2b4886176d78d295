"""What shows our summaries on other sites' pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from papers.identifiers import Kind, find_identifier
from papers.lookup import look_up
from sharing.scripts import bookmarklet, user_script
from shortsci.page_cache import shared_page

MOST = 200  # ids that an address holds
AN_HOUR = "public, max-age=3600"


@shared_page
@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    host = settings.SITE_URL.partition("://")[2]
    return render(request, "sharing/tools.html", {"bookmarklet": bookmarklet(), "host": host})


@require_safe
@vary_on_headers("Accept-Language", "Cookie")  # it speaks the reader's language
def script(request: HttpRequest) -> HttpResponse:
    headers = {"Cache-Control": AN_HOUR, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(user_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The papers of a page elsewhere, as a small page: for where that page lets no script ask."""
    asked = request.GET.get("ids", "")[: 50 * MOST].split(",")[:MOST]
    texts = [text for text in dict.fromkeys(asked) if is_arxiv(text)]
    rows = sorted(look_up(texts), key=lambda row: -row["summary_count"]) if texts else []
    response = render(request, "sharing/look.html", {"rows": rows})
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def is_arxiv(text: str) -> bool:
    found = find_identifier(text)
    return found is not None and found.kind == Kind.ARXIV
