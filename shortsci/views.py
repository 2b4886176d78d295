from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shortsci.api_reference import read_groups
from shortsci.page_cache import shared_page


@shared_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@shared_page
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api_docs.html", {"groups": read_groups()})
