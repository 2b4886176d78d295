from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shortsci.pagination import PAGE_PARAMETERS, page_schema, paginated_response
from shortsci.requests import user_of
from summaries.comment_serializers import CommentChangeSerializer, CommentSerializer, NewCommentSerializer
from summaries.models import Comment, Summary
from summaries.rules import can_delete_comment
from summaries.services import CommentGone, add_comment, delete_comment, edit_comment

OLDEST_FIRST = ("id",)  # the time of a pseudonymous one is not for a cursor
CommentPage = page_schema("CommentPage", CommentSerializer)


class CommentListView(APIView):
    @extend_schema(parameters=PAGE_PARAMETERS, responses=CommentPage, operation_id="comments_list")
    def get(self, request: Request, pk: int) -> Response:
        """Comments on a summary, the oldest first; `parent` tells what each of them answers."""
        summary = get_object_or_404(Summary.objects.visible_to(request.user).without_text(), pk=pk)
        comments = Comment.objects.visible_to(request.user).filter(summary=summary).for_reading()
        return paginated_response(request, comments, OLDEST_FIRST, CommentSerializer)

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer}, operation_id="comments_write")
    def post(self, request: Request, pk: int) -> Response:
        """Comments on a summary, or answers a comment. The same text sent twice within a minute is one comment."""
        summary = get_object_or_404(Summary.objects.visible_to(request.user).without_text(), pk=pk)
        serializer = NewCommentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        number = serializer.validated_data.get("parent")
        parent = summary.comments.filter(pk=number).first() if number else None
        if number and parent is None:
            raise CommentGone
        body = serializer.validated_data["body"]
        comment = add_comment(writer=user_of(request), summary=summary, body=body, parent=parent)
        return Response(CommentSerializer(comment).data, status=status.HTTP_201_CREATED)


class CommentView(APIView):
    @extend_schema(responses=CommentSerializer, operation_id="comments_retrieve")
    def get(self, request: Request, pk: int) -> Response:
        """One comment."""
        return Response(CommentSerializer(self.find(request, pk)).data)

    @extend_schema(request=CommentChangeSerializer, responses=CommentSerializer, operation_id="comments_edit")
    def patch(self, request: Request, pk: int) -> Response:
        """Changes one's own comment; the change is dated."""
        comment = self.find_own(request, pk)
        serializer = CommentChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        edit_comment(comment=comment, body=serializer.validated_data["body"])
        return self.get(request, pk)

    @extend_schema(responses={204: None}, operation_id="comments_delete")
    def delete(self, request: Request, pk: int) -> Response:
        """Deletes one's own comment. Where it has answers, its place stays without its text."""
        delete_comment(comment=self.find_own(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def find(self, request: Request, pk: int) -> Comment:
        return get_object_or_404(Comment.objects.visible_to(request.user).for_reading(), pk=pk)

    def find_own(self, request: Request, pk: int) -> Comment:
        comment = self.find(request, pk)
        if not can_delete_comment(request.user, comment):
            raise PermissionDenied(_("Only its writer can change a comment, while it is there."))
        return comment
