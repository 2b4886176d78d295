from django.contrib import admin

from papers.models import Paper, PaperIdentifier


class IdentifierInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PaperIdentifier
    extra = 0


@admin.register(Paper)
class PaperAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "state", "published_on", "summary_count", "attempts", "next_attempt_at")
    list_filter = ("state", "is_withdrawn")
    search_fields = ("title", "identifiers__value")
    raw_id_fields = ("primary_category",)
    inlines = (IdentifierInline,)
    show_full_result_count = False
