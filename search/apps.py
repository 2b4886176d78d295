from django.apps import AppConfig
from django.db.models.signals import post_save


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from accounts.models import User  # noqa: PLC0415 (models are there only now)
        from search.receivers import note_person  # noqa: PLC0415

        post_save.connect(note_person, sender=User, dispatch_uid="search.people")
