"""API calls below a paper: its references, and wishes for a summary."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from papers.models import Paper
from shortsci.pagination import PAGE_PARAMETERS, page_schema, paginated_response
from shortsci.requests import user_of
from summaries.literature import surroundings_of
from summaries.paper_serializers import ReferencesSerializer, WantedPaperSerializer, WishSerializer
from summaries.services import ask_for_summary, withdraw_request
from summaries.services.requests import MOST_WANTED, wanted_papers

WantedPage = page_schema("WantedPaperPage", WantedPaperSerializer)


class ReferencesView(APIView):
    @extend_schema(responses=ReferencesSerializer, operation_id="papers_references")
    def get(self, request: Request, pk: int) -> Response:
        """The latest summaries of other papers that name this one, what it builds on, and what builds on it."""
        paper = get_object_or_404(Paper.objects.prefetch_related("identifiers"), pk=pk)
        return Response(ReferencesSerializer(surroundings_of(paper)).data)


class WantedView(APIView):
    @extend_schema(parameters=PAGE_PARAMETERS, responses=WantedPage, operation_id="papers_wanted")
    def get(self, request: Request) -> Response:
        """Papers that readers wait for a summary of, the most wanted first."""
        return paginated_response(request, wanted_papers(request.user).with_names(), MOST_WANTED, WantedPaperSerializer)


class WishView(APIView):
    @extend_schema(request=None, responses=WishSerializer, operation_id="papers_want")
    def put(self, request: Request, pk: int) -> Response:
        """Asks for a summary of the paper; you are told once there is one."""
        number = ask_for_summary(reader=user_of(request), paper=get_object_or_404(Paper, pk=pk))
        return Response({"wanted": True, "wanted_count": number})

    @extend_schema(responses=WishSerializer, operation_id="papers_no_longer_want")
    def delete(self, request: Request, pk: int) -> Response:
        """Takes the wish back."""
        number = withdraw_request(reader=user_of(request), paper=get_object_or_404(Paper, pk=pk))
        return Response({"wanted": False, "wanted_count": number})
