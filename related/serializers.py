from rest_framework import serializers

from related.models import RelatedPaper
from related.services.finding import Related


class RelatedPaperSerializer(serializers.Serializer[Related]):
    """A paper that is related to the one asked for."""

    id = serializers.IntegerField(source="paper.pk", read_only=True)
    url = serializers.CharField(source="paper.get_absolute_url", read_only=True)
    title = serializers.CharField(source="paper.title", read_only=True, help_text="TeX, as its source has it.")
    year = serializers.IntegerField(source="paper.year", read_only=True, allow_null=True)
    summary_count = serializers.IntegerField(source="paper.summary_count", read_only=True)
    why = serializers.ChoiceField(choices=RelatedPaper.Why.choices, read_only=True)
    reason = serializers.CharField(read_only=True, help_text="The same in words.")


class RelatedPapersSerializer(serializers.Serializer[dict[str, list[Related]]]):
    results = RelatedPaperSerializer(many=True)
