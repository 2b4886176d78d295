from rest_framework import serializers


class VoteSerializer(serializers.Serializer[None]):
    value = serializers.IntegerField(min_value=-1, max_value=1)


class TallySerializer(serializers.Serializer[None]):
    value = serializers.IntegerField()
    score = serializers.IntegerField()
    upvotes = serializers.IntegerField()
    downvotes = serializers.IntegerField()
