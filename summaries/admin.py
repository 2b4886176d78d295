from django.contrib import admin
from django.http import HttpRequest

from summaries.models import Summary
from summaries.querysets import SummaryQuerySet

# What would tell who wrote an anonymous summary, and the address that is an unlisted one's only lock.
NOT_SHOWN = {"writer", "pseudonym", "created_at", "secret", "merged_from"}
SHOWN = ["byline", *(field.name for field in Summary._meta.fields if field.name not in NOT_SHOWN)]  # noqa: SLF001


@admin.register(Summary)
class SummaryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Texts and counters are for reading: both change through services only. Moderators act on the summary's page."""

    list_display = ("paper", "byline", "restriction", "hidden_reason", "score", "published_at", "edited_at")
    list_filter = (("hidden_at", admin.EmptyFieldListFilter), "is_anonymous")
    search_fields = ("paper__title",)
    list_select_related = ("paper", "writer")
    readonly_fields = SHOWN
    fields = (*SHOWN,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> SummaryQuerySet:
        """Through the only door: what is private stays so here too."""
        return Summary.objects.visible_to(request.user)

    def view_on_site(self, summary: Summary) -> str:
        return summary.get_absolute_url()

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
