from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from papers.models import Paper
from related.serializers import RelatedPapersSerializer
from related.services import related_to


class RelatedView(APIView):
    @extend_schema(responses=RelatedPapersSerializer, operation_id="papers_related")
    def get(self, request: Request, pk: int) -> Response:
        """Up to six papers that readers of this one may like, the best first, each with the strongest reason."""
        paper = get_object_or_404(Paper.objects.listed(), pk=pk)
        return Response(RelatedPapersSerializer({"results": related_to(paper)}).data)
