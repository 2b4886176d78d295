from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from papers.serializers import ResourceSerializer
from selections.models import Entry, Selection
from selections.reading import chosen_of
from summaries.models import Summary
from summaries.serializers import LICENCE


class PickedPaperSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    url = serializers.CharField(source="get_absolute_url")
    arxiv_id = serializers.CharField()
    doi = serializers.CharField()
    title = serializers.CharField()
    byline = serializers.CharField(help_text="The first authors, and how many more there are.")
    year = serializers.IntegerField(allow_null=True)


# Numbers are declared: the limits of a column, which the API's description would tell, differ between databases.
class PickedSummarySerializer(serializers.ModelSerializer[Summary]):
    url = serializers.CharField(source="get_absolute_url")
    byline = serializers.CharField(source="byline.name", help_text="The writer's name or pseudonym.")
    score = serializers.IntegerField(help_text="Up-votes less down-votes.")

    class Meta:
        model = Summary
        fields = ["id", "url", "byline", "tldr", "score"]


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """An entry that was read with `for_reading()`."""

    position = serializers.IntegerField(min_value=0)
    paper = PickedPaperSerializer()
    links = ResourceSerializer(source="paper.resources", many=True)
    summaries = serializers.SerializerMethodField(help_text="The chosen ones that everybody finds, best first.")

    class Meta:
        model = Entry
        fields = ["position", "paper", "why", "why_html", "insights", "insights_html", "links", "summaries"]

    @extend_schema_field(PickedSummarySerializer(many=True))
    def get_summaries(self, entry: Entry) -> Any:
        return PickedSummarySerializer(chosen_of(entry), many=True).data


class SelectionSerializer(serializers.ModelSerializer[Selection]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    licence = serializers.SerializerMethodField()

    class Meta:
        model = Selection
        fields = [
            "id",
            "slug",
            "url",
            "title",
            "introduction",
            "introduction_html",
            "month",
            "published_at",
            "edited_at",
            "licence",
        ]
        read_only_fields = fields

    def get_licence(self, selection: Selection) -> str:
        return LICENCE


class SelectionDetailSerializer(SelectionSerializer):
    """A selection with its papers; `entries` were read with `for_reading()`."""

    entries = EntrySerializer(many=True, read_only=True)

    class Meta(SelectionSerializer.Meta):
        fields = [*SelectionSerializer.Meta.fields, "entries"]
        read_only_fields = fields
