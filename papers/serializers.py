from rest_framework import serializers

from papers.models import Paper, PaperVersion, Resource

MAXIMUM_LOOKUP = 1000


class PaperSerializer(serializers.ModelSerializer[Paper]):
    """A paper that was read with `with_names()`."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.CharField(source="state", read_only=True)
    arxiv_id = serializers.CharField(read_only=True)
    doi = serializers.CharField(read_only=True)
    authors = serializers.ListField(source="author_names", child=serializers.CharField(), read_only=True)
    categories = serializers.SerializerMethodField()
    keywords = serializers.ListField(source="keyword_list", child=serializers.CharField(), read_only=True)
    venue = serializers.CharField(source="venue.slug", read_only=True, allow_null=True, default=None)

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
            "kind",
            "container",
            "volume",
            "issue",
            "pages",
            "publisher",
            "keywords",
            "venue",
            "venue_year",
            "summary_count",
        ]
        read_only_fields = fields

    def get_categories(self, paper: Paper) -> list[str]:
        return [listing.category_id for listing in paper.listings.all()]


class VersionSerializer(serializers.ModelSerializer[PaperVersion]):
    class Meta:
        model = PaperVersion
        fields = ["number", "submitted_on"]
        read_only_fields = fields


class ResourceSerializer(serializers.ModelSerializer[Resource]):
    added_by = serializers.CharField(source="added_by.username", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Resource
        fields = ["kind", "title", "url", "added_by", "use_count"]
        read_only_fields = fields


class PaperDetailSerializer(PaperSerializer):
    """A paper alone, with its versions and with what goes with it elsewhere."""

    versions = VersionSerializer(many=True, read_only=True)
    resources = ResourceSerializer(many=True, read_only=True)

    class Meta(PaperSerializer.Meta):
        fields = [*PaperSerializer.Meta.fields, "versions", "resources"]
        read_only_fields = fields


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
