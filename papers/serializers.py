from rest_framework import serializers

from papers.models import Paper

MAXIMUM_LOOKUP = 1000


class PaperSerializer(serializers.ModelSerializer[Paper]):
    """A paper that was read with `with_names()`."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.CharField(source="state", read_only=True)
    arxiv_id = serializers.CharField(read_only=True)
    doi = serializers.CharField(read_only=True)
    year = serializers.IntegerField(read_only=True, allow_null=True)
    authors = serializers.ListField(source="author_names", child=serializers.CharField(), read_only=True)
    categories = serializers.SerializerMethodField()

    class Meta:
        model = Paper
        fields = [
            "id",
            "url",
            "status",
            "failure_reason",
            "arxiv_id",
            "doi",
            "title",
            "abstract",
            "authors",
            "primary_category",
            "categories",
            "published_on",
            "updated_on",
            "year",
            "version",
            "is_withdrawn",
            "comment",
            "journal_ref",
            "summary_count",
        ]
        read_only_fields = fields

    def get_categories(self, paper: Paper) -> list[str]:
        return [listing.category_id for listing in paper.listings.all()]


class IdentifierSerializer(serializers.Serializer[None]):
    identifier = serializers.CharField(max_length=2000)


class LookupSerializer(serializers.Serializer[None]):
    identifiers = serializers.ListField(
        child=serializers.CharField(max_length=2000), allow_empty=False, max_length=MAXIMUM_LOOKUP
    )


class LookupResultSerializer(serializers.Serializer[None]):
    identifier = serializers.CharField(help_text="As it was sent.")
    known = serializers.BooleanField()
    url = serializers.CharField(allow_null=True)
    summary_count = serializers.IntegerField()
    best_score = serializers.IntegerField(allow_null=True)


class LookupAnswerSerializer(serializers.Serializer[None]):
    results = LookupResultSerializer(many=True)
