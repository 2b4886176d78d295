"""Search from a browser's address bar (OpenSearch 1.1, https://github.com/dewitt/opensearch)."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from feeds.channels import whole
from feeds.views.sitemaps import document
from search.errors import SearchUnavailable
from search.services.suggesting import suggest as find_suggestions


@require_safe
def description(request: HttpRequest) -> HttpResponseBase:
    context = {"site": whole(""), "self": whole(reverse("opensearch")), "suggest": whole(reverse("opensearch_suggest"))}
    return document(request, "feeds/opensearch.xml", context, "application/opensearchdescription+xml")


@require_safe
@cache_control(public=True, max_age=60)
@vary_on_headers("Accept-Language", "Cookie")  # notes and categories are in the reader's language
def suggest(request: HttpRequest) -> JsonResponse:
    """What was typed, names, notes and addresses, as browsers read them (OpenSearch Suggestions 1.1)."""
    typed = request.GET.get("q", "")
    try:
        found = find_suggestions(typed)
    except SearchUnavailable:
        found = []
    content = [typed, [s.name for s in found], [s.note for s in found], [whole(s.url) for s in found]]
    return JsonResponse(content, safe=False, content_type="application/x-suggestions+json")
