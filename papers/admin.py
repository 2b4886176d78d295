from django.contrib import admin

from papers.models import Harvest, Paper, PaperIdentifier, PaperRedirect, Resource, SnapshotLoad, Venue


class IdentifierInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PaperIdentifier
    extra = 0


@admin.register(Paper)
class PaperAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "state", "published_on", "summary_count", "attempts", "next_attempt_at")
    list_filter = ("state", "is_withdrawn")
    search_fields = ("title", "identifiers__value")
    raw_id_fields = ("primary_category", "venue")
    exclude = ("lead_authors", "author_count")  # services write them, as the authorships have them
    inlines = (IdentifierInline,)
    show_full_result_count = False


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What services and tasks write; here one sees how far it is."""

    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Harvest)
class HarvestAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "is_running", "page_count", "record_count", "problem_count", "finished_at", "problem")


@admin.register(SnapshotLoad)
class SnapshotLoadAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "lines_done", "finished_at")


@admin.register(PaperRedirect)
class PaperRedirectAdmin(ReadOnlyAdmin):
    list_display = ("paper", "target", "merged_by", "merged_at", "reason")
    list_select_related = ("paper", "target", "merged_by")


@admin.register(Resource)
class ResourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "kind", "url", "paper", "added_by", "use_count")
    list_select_related = ("paper", "added_by")
    raw_id_fields = ("paper", "added_by")


@admin.register(Venue)
class VenueAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "full_name", "kind", "slug")
    search_fields = ("name", "full_name", "slug")
