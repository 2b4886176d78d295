"""Keyset pages in the API's form."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework.fields import CharField
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer, Serializer

from shortsci.keyset import paginate

Row = TypeVar("Row", bound=Model)

DEFAULT_SIZE = 25
MAXIMUM_SIZE = 100


def paginated_response(
    request: Request, queryset: QuerySet[Row], order: Sequence[str], serializer: type[ModelSerializer[Row]]
) -> Response:
    """`{"next", "previous", "results"}`, with whole addresses for the neighbouring pages."""
    page = paginate(queryset, order, cursor=request.query_params.get("cursor"), size=page_size(request))
    return Response(
        {
            "next": address_with_cursor(request, page.next_cursor),
            "previous": address_with_cursor(request, page.previous_cursor),
            "results": serializer(instance=page.rows, many=True).data,
        }
    )


def page_schema(name: str, serializer: type[ModelSerializer[Row]]) -> Serializer[object]:
    """The same form for the OpenAPI schema."""
    fields = {
        "next": CharField(allow_null=True),
        "previous": CharField(allow_null=True),
        "results": serializer(many=True),
    }
    return inline_serializer(name, fields)


PAGE_PARAMETERS = [OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)]


def page_size(request: Request) -> int:
    value = request.query_params.get("page_size", "")
    return min(max(int(value), 1), MAXIMUM_SIZE) if value.isdecimal() and len(value) < 6 else DEFAULT_SIZE


def address_with_cursor(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    parameters = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")
