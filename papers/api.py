from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import TokenAuthentication
from papers.identifiers import parse_identifier
from papers.lookup import look_up
from papers.models import Paper, PaperRedirect
from papers.querysets import PaperQuerySet
from papers.serializers import (
    IdentifierSerializer,
    LookupAnswerSerializer,
    LookupSerializer,
    PaperDetailSerializer,
    PaperSerializer,
)
from papers.services import request_paper
from shortsci.cross_origin import OpenToOtherSites
from shortsci.pagination import PAGE_PARAMETERS, page_schema, paginated_response
from shortsci.requests import number_in

ORDERINGS = {
    "-created_at": ("-id",),
    "-published_on": ("-published_on", "-id"),
    "-summary_count": ("-summary_count", "-id"),
}
PaperPage = page_schema("PaperPage", PaperSerializer)


class PaperListView(APIView):
    @extend_schema(
        operation_id="papers_list",
        parameters=[
            OpenApiParameter("category", str, description="An arXiv category, such as cs.LG."),
            OpenApiParameter("year", int, description="Year of the first version."),
            OpenApiParameter("author", str, description="A part of an author's name."),
            OpenApiParameter("venue", str, description="A venue's short name, such as iclr; `year` is then its year."),
            OpenApiParameter("ordering", str, enum=list(ORDERINGS)),
            *PAGE_PARAMETERS,
        ],
        responses=PaperPage,
    )
    def get(self, request: Request) -> Response:
        """Papers whose metadata is there, the latest to arrive first."""
        order = ORDERINGS.get(request.query_params.get("ordering", ""), ORDERINGS["-created_at"])
        papers = self.rows(request).with_names()
        if order[0] == "-published_on":
            papers = papers.filter(published_on__isnull=False)
        if order[0] == "-summary_count":
            papers = papers.filter(summary_count__gt=0)
        return paginated_response(request, papers, order, PaperSerializer)

    def rows(self, request: Request) -> PaperQuerySet:
        return find_papers(request).filter(state=Paper.State.READY)

    @extend_schema(
        request=IdentifierSerializer, responses={200: PaperSerializer, 201: PaperSerializer}, operation_id="papers_add"
    )
    def post(self, request: Request) -> Response:
        """Asks for a paper by arXiv id or DOI; `status` says whether its metadata is there already."""
        serializer = IdentifierSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        paper, is_new = request_paper(parse_identifier(serializer.validated_data["identifier"]))
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(PaperSerializer(paper).data, status=code)


class PaperView(APIView):
    @extend_schema(
        operation_id="papers_retrieve",
        parameters=[
            OpenApiParameter("key", str, OpenApiParameter.PATH, description="A number, arxiv:<id> or doi:<doi>.")
        ],
        responses=PaperDetailSerializer,
    )
    def get(self, request: Request, key: str) -> Response:
        """One paper, by its number here or by its name elsewhere; of one that was joined with another, that one."""
        papers = Paper.objects.with_names().prefetch_related("versions", "resources__added_by")
        if (number := number_in(key)) is not None:
            target = PaperRedirect.objects.filter(paper=number).values_list("target", flat=True).first()
            papers = papers.filter(pk=target or number)
        else:
            papers = papers.identified_by(parse_identifier(key))
        return Response(PaperDetailSerializer(get_object_or_404(papers)).data)


class LookupView(OpenToOtherSites):
    authentication_classes = [TokenAuthentication]  # no session: a page elsewhere asks for nobody in particular
    permission_classes = [AllowAny]  # it only reads; POST because a thousand ids do not fit an address

    @extend_schema(request=LookupSerializer, responses=LookupAnswerSerializer, operation_id="papers_lookup")
    def post(self, request: Request) -> Response:
        """Which of up to 1000 papers are known here, and how many public summaries each has."""
        serializer = LookupSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"results": look_up(serializer.validated_data["identifiers"])})


def find_papers(request: Request) -> PaperQuerySet:
    query = request.query_params
    papers = Paper.objects.all()
    if any("\0" in query.get(name, "") for name in ("category", "venue", "author")):
        return papers.none()  # no text column holds it, and PostgreSQL cannot even be asked
    if query.get("category"):
        papers = papers.filter(listings__category=query["category"])
    if query.get("venue"):
        papers = papers.filter(venue__slug=query["venue"])
    if (year := number_in(query.get("year"))) is not None:
        field = "venue_year" if query.get("venue") else "year"
        papers = papers.filter(**{field: year % 100_000})
    if query.get("author"):
        papers = papers.written_by(query["author"])
    return papers
