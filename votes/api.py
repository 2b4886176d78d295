from dataclasses import asdict

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shortsci.addresses import client_address
from shortsci.requests import user_of
from votes.serializers import TallySerializer, VoteSerializer
from votes.services import cast_vote, check_vote_rate
from votes.services.statements import find_visible


class VoteView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=VoteSerializer, responses=TallySerializer, operation_id="vote")
    def put(self, request: Request, pk: int) -> Response:
        """Sets one's vote to 1, 0 or -1; sent twice, it changes nothing. 429 where votes come too fast."""
        value, reason = wish_in(request.data)
        return self.set_vote(request, pk, value, reason)

    @extend_schema(responses=TallySerializer, operation_id="vote_withdraw")
    def delete(self, request: Request, pk: int) -> Response:
        """Withdraws one's vote, if there is one."""
        return self.set_vote(request, pk, 0)

    def set_vote(self, request: Request, pk: int, value: int, reason: str = "") -> Response:
        voter = user_of(request)
        check_vote_rate(voter)
        summary = find_visible(voter, pk)
        if summary is None:
            raise Http404
        tally = cast_vote(voter=voter, summary=summary, value=value, reason=reason, address=client_address(request))
        return Response(asdict(tally))


def wish_in(data: object) -> tuple[int, str]:
    """What nearly every call sends is seen at once; the serializer explains what is wrong with the others."""
    if isinstance(data, dict) and data.keys() == {"value"} and type(data["value"]) is int and -1 <= data["value"] <= 1:
        return data["value"], ""
    serializer = VoteSerializer(data=data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data["value"], serializer.validated_data["reason"]
