from rest_framework import serializers

from papers.serializers import PaperSerializer
from reading.models import Follow, Reading
from reading.services.readings import MAXIMUM_NOTE
from reading.targets import key_of


class ReadingSerializer(serializers.ModelSerializer[Reading]):
    """What the token's user keeps of one paper; `state` and `note` are empty where that is nothing."""

    note_html = serializers.CharField(source="shown_note", read_only=True)

    class Meta:
        model = Reading
        fields = ["paper", "state", "listed_at", "note", "note_html", "noted_at"]
        read_only_fields = fields


class ReadingChangeSerializer(serializers.Serializer[None]):
    """What is left out stays as it is."""

    state = serializers.ChoiceField(choices=Reading.State.choices, required=False, allow_blank=True)
    note = serializers.CharField(max_length=MAXIMUM_NOTE, required=False, allow_blank=True)


class ListedReadingSerializer(ReadingSerializer):
    """The same with the paper in full."""

    paper = PaperSerializer(read_only=True)


class FollowSerializer(serializers.ModelSerializer[Follow]):
    kind = serializers.ChoiceField(choices=Follow.Kind.choices, read_only=True)
    key = serializers.SerializerMethodField(help_text="What names it in addresses: a user name, a code, a number.")
    name = serializers.CharField(source="target.__str__", read_only=True)
    url = serializers.CharField(source="target.get_absolute_url", read_only=True)

    class Meta:
        model = Follow
        fields = ["kind", "key", "name", "url", "followed_at"]
        read_only_fields = fields

    def get_key(self, row: Follow) -> str:
        return key_of(row.target)


class FollowedSerializer(serializers.Serializer[None]):
    followed = serializers.BooleanField(help_text="Whether you follow it.")
