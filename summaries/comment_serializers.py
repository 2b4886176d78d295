from rest_framework import serializers

from accounts.serializers import UserSerializer
from shortsci.row_numbers import LARGEST
from summaries.models import Comment
from summaries.services import MAXIMUM_COMMENT


class CommentSerializer(serializers.ModelSerializer[Comment]):
    """A comment that was read with `for_reading()`.

    `writer` is null where the comment stands under its summary's pseudonym. Of one that was deleted or hidden
    only the place is told.
    """

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    parent = serializers.IntegerField(  # type: ignore[assignment]  # a field here, taken out of the class
        source="parent_id", read_only=True, allow_null=True
    )
    byline = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(source="shown_created_at", read_only=True)
    edited_at = serializers.DateTimeField(source="shown_edited_at", read_only=True, allow_null=True)
    writer = UserSerializer(read_only=True, allow_null=True)
    is_deleted = serializers.SerializerMethodField()
    is_hidden = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = [
            "id",
            "url",
            "summary",
            "parent",
            "byline",
            "writer",
            "body",
            "html",
            "created_at",
            "edited_at",
            "is_deleted",
            "is_hidden",
        ]
        read_only_fields = fields

    def get_is_deleted(self, comment: Comment) -> bool:
        return comment.deleted_at is not None

    def get_is_hidden(self, comment: Comment) -> bool:
        return comment.hidden_at is not None

    def to_representation(self, instance: Comment) -> dict[str, object]:
        fields: dict[str, object] = super().to_representation(instance)
        if instance.deleted_at or instance.hidden_at:
            fields |= {"byline": "", "writer": None, "body": "", "html": ""}
        elif instance.is_pseudonymous:
            fields["writer"] = None
        return fields


class CommentChangeSerializer(serializers.Serializer[Comment]):
    body = serializers.CharField(max_length=MAXIMUM_COMMENT)


class NewCommentSerializer(CommentChangeSerializer):
    """`parent` is the comment that is answered."""

    parent = serializers.IntegerField(  # type: ignore[assignment]  # as above
        required=False, allow_null=True, min_value=1, max_value=LARGEST
    )
