"""What the token's user follows and keeps; nobody else's."""

from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from papers.models import Paper
from reading.models import Follow, Reading
from reading.models.follows import Target
from reading.serializers import (
    FollowedSerializer,
    FollowSerializer,
    ListedReadingSerializer,
    ReadingChangeSerializer,
    ReadingSerializer,
)
from reading.services import follow, forget_reading, is_following, set_note, set_state, stream_of, unfollow
from reading.targets import find_paper, find_target
from shortsci.pagination import PAGE_PARAMETERS, page_schema, paginated_response
from shortsci.requests import user_of
from summaries.orders import NEW
from summaries.serializers import SummarySerializer

ReadingPage = page_schema("ReadingPage", ListedReadingSerializer)
FollowPage = page_schema("FollowPage", FollowSerializer)
StreamPage = page_schema("StreamPage", SummarySerializer)
KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=Follow.Kind.values)
KEY = OpenApiParameter("key", str, OpenApiParameter.PATH, description="A user name, a code, a slug or a number.")


class ReadingView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ReadingSerializer, operation_id="papers_reading")
    def get(self, request: Request, pk: int) -> Response:
        """Your place for the paper on your reading list, and your note."""
        return Response(self.kept(request, paper_or_404(pk)))

    @extend_schema(request=ReadingChangeSerializer, responses=ReadingSerializer, operation_id="papers_keep_reading")
    def put(self, request: Request, pk: int) -> Response:
        """Sets the state (`to_read`, `read` or empty), the note, or both; sent twice, it changes nothing."""
        paper, reader = paper_or_404(pk), user_of(request)
        serializer = ReadingChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        change = serializer.validated_data
        with transaction.atomic():
            if "state" in change:
                set_state(reader=reader, paper=paper, state=change["state"])
            if "note" in change:
                set_note(reader=reader, paper=paper, note=change["note"])
        return Response(self.kept(request, paper))

    @extend_schema(responses={204: None}, operation_id="papers_forget_reading")
    def delete(self, request: Request, pk: int) -> Response:
        """Takes the paper off the list and removes the note."""
        forget_reading(reader=user_of(request), paper=paper_or_404(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def kept(self, request: Request, paper: Paper) -> dict[str, object]:
        reading = Reading.objects.of(user_of(request)).filter(paper=paper).first() or Reading(paper=paper)
        return dict(ReadingSerializer(reading).data)


class ReadingListView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="reading_list",
        parameters=[OpenApiParameter("state", str, enum=["to_read", "read"]), *PAGE_PARAMETERS],
        responses=ReadingPage,
    )
    def get(self, request: Request) -> Response:
        """All that you keep of papers, notes included, the latest to be kept first."""
        readings = Reading.objects.of(user_of(request)).select_related("paper__venue")
        if state := request.query_params.get("state"):
            readings = readings.filter(state=state) if state in Reading.State.values else readings.none()
        names = ("paper__identifiers", "paper__authorships", "paper__listings")
        return paginated_response(request, readings.prefetch_related(*names), ("-id",), ListedReadingSerializer)


class FollowListView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="follows_list", parameters=PAGE_PARAMETERS, responses=FollowPage)
    def get(self, request: Request) -> Response:
        """What you follow, the latest first."""
        follows = Follow.objects.of(user_of(request)).with_targets()
        return paginated_response(request, follows, ("-id",), FollowSerializer)


class FollowView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="follows_retrieve", parameters=[KIND, KEY], responses=FollowedSerializer)
    def get(self, request: Request, kind: str, key: str) -> Response:
        """Whether you follow it."""
        return Response({"followed": is_following(user_of(request), target_or_404(kind, key))})

    @extend_schema(operation_id="follow", parameters=[KIND, KEY], request=None, responses=FollowedSerializer)
    def put(self, request: Request, kind: str, key: str) -> Response:
        """New summaries of it come into your stream; sent twice, it changes nothing."""
        follow(reader=user_of(request), target=target_or_404(kind, key))
        return Response({"followed": True})

    @extend_schema(operation_id="unfollow", parameters=[KIND, KEY], responses=FollowedSerializer)
    def delete(self, request: Request, kind: str, key: str) -> Response:
        unfollow(reader=user_of(request), target=target_or_404(kind, key))
        return Response({"followed": False})


class StreamView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="stream", parameters=PAGE_PARAMETERS, responses=StreamPage)
    def get(self, request: Request) -> Response:
        """Public summaries of what you follow, the latest first."""
        user = user_of(request)
        summaries = stream_of(user).select_related("writer__reputation").with_my_vote(user)
        return paginated_response(request, summaries, NEW.keys, SummarySerializer)


def paper_or_404(pk: int) -> Paper:
    if paper := find_paper(pk):
        return paper
    raise Http404


def target_or_404(kind: str, key: str) -> Target:
    if target := find_target(kind, key):
        return target
    raise Http404
