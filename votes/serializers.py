from rest_framework import serializers

from votes.services import Tally


class VoteSerializer(serializers.Serializer[None]):
    value = serializers.IntegerField(min_value=-1, max_value=1)


class TallySerializer(serializers.Serializer[Tally]):
    value = serializers.IntegerField()
    score = serializers.IntegerField()
    upvotes = serializers.IntegerField()
    downvotes = serializers.IntegerField()
