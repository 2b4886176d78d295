from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shortsci.requests import user_of
from summaries.models import Summary
from votes.serializers import TallySerializer, VoteSerializer
from votes.services import cast_vote


class VoteView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=VoteSerializer, responses=TallySerializer, operation_id="vote")
    def put(self, request: Request, pk: int) -> Response:
        """Sets one's vote to 1, 0 or -1; sent twice, it changes nothing."""
        serializer = VoteSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self.set_vote(request, pk, serializer.validated_data["value"])

    @extend_schema(responses=TallySerializer, operation_id="vote_withdraw")
    def delete(self, request: Request, pk: int) -> Response:
        """Withdraws one's vote, if there is one."""
        return self.set_vote(request, pk, 0)

    def set_vote(self, request: Request, pk: int, value: int) -> Response:
        summary = get_object_or_404(Summary.objects.visible_to(request.user).without_text(), pk=pk)
        tally = cast_vote(voter=user_of(request), summary=summary, value=value)
        return Response(TallySerializer(tally).data)
