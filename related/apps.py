from django.apps import AppConfig
from django.db.models.signals import post_delete


class RelatedConfig(AppConfig):
    name = "related"

    def ready(self) -> None:
        from related.receivers import follow_deletion  # noqa: PLC0415 (models are there only now)
        from summaries.models import Summary  # noqa: PLC0415

        # The summaries app, which deletes them, knows nothing of related papers.
        post_delete.connect(follow_deletion, sender=Summary, dispatch_uid="related.stale")
