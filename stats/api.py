from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from stats.serializers import StatisticsSerializer
from stats.services import read_statistics


class StatisticsView(APIView):
    @extend_schema(responses=StatisticsSerializer, operation_id="statistics")
    def get(self, request: Request) -> Response:
        """Numbers of the whole site, as they were counted last: votes in sums alone, writers by what they sign."""
        tables = list(read_statistics().values())
        return Response(StatisticsSerializer({"tables": tables}).data)
