"""What the API tells of a paper beyond its metadata: what speaks of it, what it builds on, how many want it."""

from rest_framework import serializers

from papers.models import Paper
from papers.serializers import PaperSerializer
from summaries.literature import Literature
from summaries.models import Summary


class MentionSerializer(serializers.ModelSerializer[Summary]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    paper_title = serializers.CharField(source="paper.title", read_only=True)
    writer = serializers.SerializerMethodField()

    class Meta:
        model = Summary
        fields = ["id", "url", "paper", "paper_title", "writer", "published_at"]
        read_only_fields = fields

    def get_writer(self, summary: Summary) -> str | None:
        """The user name; null where the summary is anonymous."""
        return None if summary.is_anonymous else summary.writer.username


class NamedWorkSerializer(serializers.Serializer[Literature]):
    """A work by its name; `paper` and `title` are there once somebody has opened it here."""

    identifier = serializers.SerializerMethodField()
    url = serializers.CharField()
    paper = serializers.IntegerField(source="paper.pk", allow_null=True, default=None)
    title = serializers.CharField(source="paper.title", default="")

    def get_identifier(self, work: Literature) -> str:
        return ":".join(work.name)


class NeighbourSerializer(serializers.ModelSerializer[Paper]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Paper
        fields = ["id", "url", "title", "year", "summary_count"]
        read_only_fields = fields


class ReferencesSerializer(serializers.Serializer[object]):
    mentioned_in = MentionSerializer(source="mentions", many=True)
    has_more_mentions = serializers.BooleanField()
    builds_on = NamedWorkSerializer(source="below", many=True)
    built_on_by = NeighbourSerializer(source="above", many=True)


class WantedPaperSerializer(PaperSerializer):
    class Meta(PaperSerializer.Meta):
        fields = [*PaperSerializer.Meta.fields, "wanted_count"]
        read_only_fields = fields


class WishSerializer(serializers.Serializer[object]):
    wanted = serializers.BooleanField(help_text="Whether you wait for a summary of the paper.")
    wanted_count = serializers.IntegerField(help_text="How many readers wait.")
