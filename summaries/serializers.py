from typing import TypedDict

from rest_framework import serializers

from accounts.serializers import UserSerializer
from papers.models import Paper
from summaries.models import Summary
from summaries.services import MAXIMUM_BODY

LICENCE = "CC BY 4.0"
# Votes are ordered by the formulas of votes.ranking; see /about/.
FORMULA = "wilson-lower-bound-90"


class RankInputs(TypedDict):
    upvotes: int
    downvotes: int


class Rank(TypedDict):
    """`value` orders a paper's summaries, `hot` the front page."""

    formula: str
    version: int
    inputs: RankInputs
    value: float
    hot: float


class SummarySerializer(serializers.ModelSerializer[Summary]):
    """A summary that was read with `with_my_vote()`."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    writer = UserSerializer(read_only=True)
    paper = serializers.PrimaryKeyRelatedField(queryset=Paper.objects.all())
    body = serializers.CharField(max_length=MAXIMUM_BODY)
    tldr = serializers.CharField(max_length=300, required=False, allow_blank=True)
    anonymous = serializers.BooleanField(write_only=True, required=False, default=False)
    rank = serializers.SerializerMethodField()
    my_vote = serializers.IntegerField(read_only=True, default=0)
    licence = serializers.SerializerMethodField()

    class Meta:
        model = Summary
        fields = [
            "id",
            "url",
            "paper",
            "writer",
            "body",
            "html",
            "tldr",
            "visibility",
            "anonymous",
            "published_at",
            "edited_at",
            "upvotes",
            "downvotes",
            "score",
            "rank",
            "my_vote",
            "licence",
        ]
        read_only_fields = ["html", "published_at", "edited_at", "upvotes", "downvotes", "score"]

    def validate_anonymous(self, value: bool) -> bool:
        """Refused until a name can really be kept secret: to publish it silently would be worse."""
        if value:
            raise serializers.ValidationError("Summaries carry their writer's name; anonymous ones are not offered.")
        return value

    def get_rank(self, summary: Summary) -> Rank:
        return {
            "formula": FORMULA,
            "version": summary.formula_version,
            "inputs": {"upvotes": summary.upvotes, "downvotes": summary.downvotes},
            "value": summary.wilson,
            "hot": summary.hot,
        }

    def get_licence(self, summary: Summary) -> str:
        return LICENCE


class SummaryChangeSerializer(serializers.Serializer[Summary]):
    """What PATCH takes; each field may be left out."""

    body = serializers.CharField(max_length=MAXIMUM_BODY, required=False)
    tldr = serializers.CharField(max_length=300, required=False, allow_blank=True)
    visibility = serializers.ChoiceField(choices=Summary.Visibility.choices, required=False)


class BodySerializer(serializers.Serializer[None]):
    body = serializers.CharField(max_length=MAXIMUM_BODY, allow_blank=True, trim_whitespace=False)


class HtmlSerializer(serializers.Serializer[None]):
    html = serializers.CharField()
