"""The lists of papers and summaries of the API, which with `q` are searches."""

import base64
import binascii

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from papers.api import ORDERINGS, PaperListView, PaperPage
from papers.identifiers import Identifier, find_identifier
from papers.models import Paper
from papers.querysets import PaperQuerySet
from papers.serializers import PaperSerializer
from search.language import as_term
from search.services.finding import find_papers, find_summaries
from shortsci.keyset import InvalidCursor
from shortsci.pagination import PAGE_PARAMETERS, address_with_cursor, page_size
from summaries.api import SummaryListView, SummaryPage
from summaries.orders import ALL, PERIODS
from summaries.querysets import SummaryQuerySet

MAXIMUM = 1000  # rows that one search finds through the API
RELEVANCE = "relevance"
WORDS = OpenApiParameter(
    "q",
    str,
    description='A search, in the language of the search page: words, "phrases", author:, category:, venue:, year:, '
    "by:, has:, -word. The first thousand are listed. An arXiv id or a DOI alone is the paper of that name.",
)


class PaperSearchView(PaperListView):
    @extend_schema(
        operation_id="papers_list",
        parameters=[
            WORDS,
            OpenApiParameter("category", str, description="An arXiv category, such as cs.LG."),
            OpenApiParameter("year", int, description="Year of the first version."),
            OpenApiParameter("author", str, description="A part of an author's name."),
            OpenApiParameter("venue", str, description="A venue's short name, such as iclr; `year` is then its year."),
            OpenApiParameter("ordering", str, enum=[RELEVANCE, *ORDERINGS], description="With `q`, relevance first."),
            *PAGE_PARAMETERS,
        ],
        responses=PaperPage,
    )
    def get(self, request: Request) -> Response:
        """Papers whose metadata is there, the latest to arrive first; with `q` the most relevant first."""
        query = request.query_params
        if not query.get("q", "").strip() or query.get("ordering") in ORDERINGS:
            return super().get(request)
        start, size = read_offset(query.get("cursor")), page_size(request)
        if identifier := find_identifier(query["q"].strip()):
            return self.one_paper(request, identifier)
        numbers = found_numbers(request)
        shown = super().rows(request).with_names().in_bulk(numbers[start : start + size])
        rows = [shown[number] for number in numbers[start : start + size] if number in shown]
        has_next = start + size < len(numbers)
        return Response(
            {
                "next": address_with_cursor(request, offset_cursor(start + size) if has_next else None),
                "previous": address_with_cursor(request, offset_cursor(max(start - size, 0)) if start else None),
                "results": PaperSerializer(instance=rows, many=True).data,
            }
        )

    def one_paper(self, request: Request, identifier: Identifier) -> Response:
        """What names a paper needs no search, as on the search page."""
        papers = super().rows(request).with_names().identified_by(identifier)
        results = PaperSerializer(instance=papers, many=True).data
        return Response({"next": None, "previous": None, "results": results})

    def rows(self, request: Request) -> PaperQuerySet:
        papers = super().rows(request)
        text = request.query_params.get("q", "").strip()
        if identifier := find_identifier(text):
            return papers.identified_by(identifier)
        return papers.filter(pk__in=found_numbers(request)) if text else papers


class SummarySearchView(SummaryListView):
    @extend_schema(
        operation_id="summaries_list",
        parameters=[
            WORDS,
            OpenApiParameter("paper", int, description="Only of this paper, best first."),
            OpenApiParameter("author", str, description="Only those that this user has signed."),
            OpenApiParameter("sort", str, enum=list(ALL), description="`best` only with a paper or an author."),
            OpenApiParameter("period", str, enum=list(PERIODS), description="Of first publication."),
            *PAGE_PARAMETERS,
        ],
        responses=SummaryPage,
    )
    def get(self, request: Request) -> Response:
        """Public summaries; hot ones first, on one paper the best. With `q` those that a search finds."""
        return super().get(request)

    def rows(self, request: Request) -> SummaryQuerySet:
        summaries = super().rows(request)
        text = request.query_params.get("q", "").strip()
        if identifier := find_identifier(text):
            return summaries.filter(paper__in=Paper.objects.listed().identified_by(identifier))
        if text:
            return summaries.filter(pk__in=find_summaries(text, limit=MAXIMUM))
        return summaries


def found_numbers(request: Request) -> list[int]:
    """The other parameters narrow the search itself, so that the thousand are of those that they let through."""
    query = request.query_params
    narrowing = {"category": query.get("category"), "author": query.get("author"), "venue": query.get("venue")}
    if not query.get("venue"):
        narrowing["year"] = query.get("year")
    terms = [as_term(field, value) for field, value in narrowing.items() if value and value.strip()]
    return find_papers(" ".join([query["q"], *terms]), limit=MAXIMUM)


def offset_cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"r{offset}".encode()).decode().rstrip("=")


def read_offset(cursor: str | None) -> int:
    """How many come before. Raises InvalidCursor."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    if not text.startswith("r") or not text[1:].isascii() or not text[1:].isdecimal() or len(text) > 6:
        raise InvalidCursor
    return int(text[1:])
