from django.contrib import admin

from summaries.models import Summary


@admin.register(Summary)
class SummaryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Texts and counters are for reading: both change through services only."""

    list_display = ("paper", "writer", "visibility", "score", "published_at", "edited_at")
    list_filter = ("visibility",)
    search_fields = ("paper__title", "writer__username")
    list_select_related = ("paper", "writer")
    readonly_fields = tuple(field.name for field in Summary._meta.fields)  # noqa: SLF001 (Django documents it)
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
