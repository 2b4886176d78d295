from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypedDict

from django.conf import settings
from django.utils.module_loading import import_string
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.serializers import WriterSerializer
from papers.models import Paper
from summaries.models import Revision, Summary
from summaries.services import MAXIMUM_BODY
from summaries.services.fair_start import Deal

LICENCE = "CC BY 4.0"


class RankInputs(TypedDict):
    """All that the formulas and the orders know of a summary."""

    upvotes: int
    downvotes: int
    score: int
    comments: int
    published_at: datetime | None


class RankOrder(TypedDict):
    """`keys` are compared in turn; a minus stands for "the largest first"."""

    formula: str
    keys: list[str]


class Rank(TypedDict):
    """`value` orders a paper's summaries, `hot` the front page. `is_current` is false in the seconds after a vote,
    while the two do not know of it yet."""

    formula: str
    version: int
    inputs: RankInputs
    value: float
    hot: float
    controversy: float
    is_current: bool
    orders: dict[str, RankOrder]
    explanation: str


@cache
def rank_reader() -> Callable[[Summary], Rank]:
    """The formulas belong to an app above this one, which the settings name."""
    reader: Callable[[Summary], Rank] = import_string(settings.SUMMARY_RANK)
    return reader


class KnownFields(serializers.Serializer[Any]):
    """Refuses fields that no summary has: `is_anonymous` for `anonymous`, passed over, would publish a name."""

    def to_internal_value(self, data: Any) -> Any:
        known = {*self.fields, *SummarySerializer.Meta.fields}
        unknown = [str(name) for name in data if name not in known] if isinstance(data, Mapping) else []
        if unknown:
            raise serializers.ValidationError({name: ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)


class SummarySerializer(KnownFields, serializers.ModelSerializer[Summary]):
    """A summary that was read with `with_my_vote()`."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    shared_url = serializers.SerializerMethodField(help_text="Of an unlisted summary, the address to pass on.")
    writer = serializers.SerializerMethodField(help_text="Null where the summary is anonymous.")
    byline = serializers.CharField(source="byline.name", read_only=True, help_text="The writer's name or pseudonym.")
    paper = serializers.PrimaryKeyRelatedField(queryset=Paper.objects.all())
    body = serializers.CharField(max_length=MAXIMUM_BODY)
    tldr = serializers.CharField(max_length=300, required=False, allow_blank=True)
    anonymous = serializers.BooleanField(source="is_anonymous", required=False, default=False)
    competing_interests = serializers.CharField(max_length=500, required=False, allow_blank=True)
    ai_use = serializers.CharField(max_length=500, required=False, allow_blank=True)
    revision = serializers.IntegerField(source="revision_number", read_only=True)
    rank = serializers.SerializerMethodField()
    my_vote = serializers.IntegerField(read_only=True, default=0)
    licence = serializers.SerializerMethodField()

    class Meta:
        model = Summary
        fields = [
            "id",
            "url",
            "shared_url",
            "paper",
            "paper_version",
            "writer",
            "byline",
            "anonymous",
            "body",
            "html",
            "tldr",
            "visibility",
            "competing_interests",
            "ai_use",
            "revision",
            "published_at",
            "edited_at",
            "upvotes",
            "downvotes",
            "score",
            "rank",
            "my_vote",
            "licence",
        ]
        read_only_fields = ["paper_version", "html", "published_at", "edited_at", "upvotes", "downvotes", "score"]

    def get_shared_url(self, summary: Summary) -> str | None:
        return summary.shared_url if summary.visibility == Summary.Visibility.UNLISTED else None

    @extend_schema_field(WriterSerializer(allow_null=True))
    def get_writer(self, summary: Summary) -> object:
        return None if summary.is_anonymous else WriterSerializer(summary.writer).data

    def get_rank(self, summary: Summary) -> Rank:
        return rank_reader()(summary)

    def get_licence(self, summary: Summary) -> str:
        return LICENCE


class SummaryChangeSerializer(KnownFields):
    """What PATCH takes; each field may be left out."""

    body = serializers.CharField(max_length=MAXIMUM_BODY, required=False)
    tldr = serializers.CharField(max_length=300, required=False, allow_blank=True)
    visibility = serializers.ChoiceField(choices=Summary.Visibility.choices, required=False)
    anonymous = serializers.BooleanField(
        source="is_anonymous", required=False, help_text="False puts the writer's name on it, for good."
    )
    competing_interests = serializers.CharField(max_length=500, required=False, allow_blank=True)
    ai_use = serializers.CharField(max_length=500, required=False, allow_blank=True)
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="What was changed, for the history."
    )
    base_revision = serializers.IntegerField(
        min_value=1, required=False, default=None, help_text="The revision that was changed: refused if not the latest."
    )


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Revision
        fields = ["number", "url", "body", "tldr", "note", "paper_version", "saved_at"]
        read_only_fields = fields


class DealSerializer(serializers.Serializer[Deal]):
    seed = serializers.CharField()
    drawn = serializers.ListField(child=serializers.IntegerField())


class BodySerializer(serializers.Serializer[None]):
    body = serializers.CharField(max_length=MAXIMUM_BODY, allow_blank=True, trim_whitespace=False)


class HtmlSerializer(serializers.Serializer[None]):
    html = serializers.CharField()
