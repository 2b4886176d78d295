from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from papers.identifiers import Identifier, Kind
from search.errors import SearchUnavailable
from search.homes import home
from search.language import Query, parse_query
from search.pages import (
    KIND_KEYS,
    MAXIMUM_PAGES,
    PAGE_SIZE,
    SORT_NAMES,
    Address,
    chosen_for,
    facets_for,
    kinds_for,
    pages_of,
    sorts_for,
    wanted_stems,
)
from search.rows import rows_of
from search.services.searching import Found
from search.services.searching import search as look_for
from search.services.suggesting import suggest as find_suggestions
from shortsci.requests import number_in


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results of a search, the same for everybody; what names one paper leads straight to it."""
    address = read_address(request)
    asked = parse_query(address.q)
    if asked.identifier:
        return redirect(way_to(asked.identifier))
    try:
        found = look_for(
            address.q,
            kind=KIND_KEYS[address.kind],
            sort=address.sort,
            limit=PAGE_SIZE,
            offset=(address.page - 1) * PAGE_SIZE,
            is_literal=address.is_literal,
        )
        context = results_context(address, asked, found)
    except SearchUnavailable as error:
        return say_why_not(request, address, error)
    return render(request, "search/search.html", context)


def results_context(address: Address, asked: Query, found: Found) -> dict[str, object]:
    """The hits are read first: they are counted meanwhile. Raises SearchUnavailable."""
    rows = rows_of(found.hits, wanted_stems(found.asked))
    return {
        "problem": "",
        "address": address,
        "asked": asked,
        "found": found,
        "rows": rows,
        "kinds": kinds_for(address, found),
        "sorts": sorts_for(address),
        "facets": facets_for(address, found),
        "chosen": chosen_for(address, asked),
        **what_was_meant(address, asked, found),
        "previous": address.link(page=address.page - 1) if address.page > 1 else "",
        "next": address.link(page=address.page + 1) if address.page < pages_of(found) else "",
        "first_page": address.link(),
        "rows_start": (address.page - 1) * PAGE_SIZE + 1,
        "is_last_shown": address.page == MAXIMUM_PAGES,
    }


def what_was_meant(address: Address, asked: Query, found: Found) -> dict[str, str]:
    """What is offered instead of words that look like slips."""
    if not found.corrected:
        return {}
    meant = asked.with_words(dict(found.corrected))
    return {"meant": address.link(q=meant), "meant_text": meant}


def say_why_not(request: HttpRequest, address: Address, error: SearchUnavailable) -> HttpResponse:
    """With how far the building is, where it has begun."""
    context = {"address": address, "problem": str(error), "progress": home().read_progress()}
    response = render(request, "search/search.html", context, status=error.status)
    response["Retry-After"] = "30"
    return response


def read_address(request: HttpRequest) -> Address:
    """Whatever fits no choice is the first one."""
    given = request.GET
    kind, sort = given.get("kind", ""), given.get("sort", "")
    page = number_in(given.get("page"), digits=4) or 1
    return Address(
        q=" ".join(given.get("q", "").replace("\x00", " ").split())[:500],
        kind=kind if kind in KIND_KEYS else "all",
        sort=sort if sort in SORT_NAMES else "relevance",
        page=min(max(page, 1), MAXIMUM_PAGES),
        is_literal="literal" in given,
    )


def way_to(identifier: Identifier) -> str:
    """Our address of the paper, which asks for it where it is new here."""
    return reverse("open_arxiv" if identifier.kind == Kind.ARXIV else "open_doi", args=[identifier.value])


@require_safe
@cache_control(public=True, max_age=60)
@vary_on_headers("Accept-Language", "Cookie")  # notes and categories are in the reader's language
def suggest(request: HttpRequest) -> JsonResponse:
    """What the search box offers while somebody types; nothing while there is no index."""
    try:
        found = find_suggestions(request.GET.get("q", ""))
    except SearchUnavailable:
        found = []
    return JsonResponse(
        {"suggestions": [{"kind": s.kind, "name": s.name, "note": s.note, "url": s.url} for s in found]}
    )
