from typing import Any

from django.urls import reverse
from rest_framework import serializers

from summaries.models import Summary
from summaries.serializers import Rank
from votes.explanations import ORDERS
from votes.models import Vote
from votes.ranking import FORMULA_VERSION, controversy
from votes.services import ReasonWithoutDownVote, Tally


class VoteSerializer(serializers.Serializer[None]):
    value = serializers.IntegerField(min_value=-1, max_value=1)
    reason = serializers.ChoiceField(
        choices=Vote.Reason.choices,
        required=False,
        allow_blank=True,
        default="",
        help_text="Of a vote down. Left out, the one that was given before stays.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["reason"] and attrs["value"] != Vote.DOWN:
            raise serializers.ValidationError({"reason": [ReasonWithoutDownVote.message]})
        return attrs


class TallySerializer(serializers.Serializer[Tally]):
    value = serializers.IntegerField()
    score = serializers.IntegerField()
    upvotes = serializers.IntegerField()
    downvotes = serializers.IntegerField()
    state = serializers.ChoiceField(
        choices=Vote.State.choices, allow_blank=True, help_text="Whether one's vote counts; empty without a vote."
    )
    reason = serializers.ChoiceField(choices=Vote.Reason.choices, allow_blank=True)
    counts_at = serializers.DateTimeField(allow_null=True, help_text="Of a waiting vote, when it begins to count.")


FORMULA = "wilson-lower-bound-90"


def rank_of(summary: Summary) -> Rank:
    """What the API says of a summary's rank; /summaries/<id>/why/ says the same to people."""
    return {
        "formula": FORMULA,
        "version": summary.formula_version,
        "inputs": {
            "upvotes": summary.upvotes,
            "downvotes": summary.downvotes,
            "score": summary.score,
            "comments": summary.comment_count,
            "published_at": summary.published_at,
        },
        "value": summary.wilson,
        "hot": summary.hot,
        "controversy": controversy(summary.upvotes, summary.downvotes),
        "is_current": not summary.needs_ranking and summary.formula_version == FORMULA_VERSION,
        "orders": {name: {"formula": order.formula, "keys": list(order.fields)} for name, order in ORDERS.items()},
        "explanation": reverse("why", args=[summary.pk]),
    }
