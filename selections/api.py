from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from selections.models import Entry, Selection
from selections.querysets import NEWEST
from selections.serializers import SelectionDetailSerializer, SelectionSerializer
from shortsci.pagination import PAGE_PARAMETERS, page_schema, paginated_response

SelectionPage = page_schema("SelectionPage", SelectionSerializer)


class SelectionListView(APIView):
    @extend_schema(operation_id="selections_list", parameters=PAGE_PARAMETERS, responses=SelectionPage)
    def get(self, request: Request) -> Response:
        """What editors have published, the latest first."""
        return paginated_response(request, Selection.objects.published(), NEWEST, SelectionSerializer)


class SelectionView(APIView):
    @extend_schema(operation_id="selections_retrieve", responses=SelectionDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One selection with its papers in order, and why to read each."""
        entries = Prefetch(
            "entries", queryset=Entry.objects.for_reading().prefetch_related("paper__resources__added_by")
        )
        found = get_object_or_404(Selection.objects.published().prefetch_related(entries), slug=slug)
        return Response(SelectionDetailSerializer(found).data)
