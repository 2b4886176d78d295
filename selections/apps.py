from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SelectionsConfig(AppConfig):
    name = "selections"

    def ready(self) -> None:
        from papers.services.merging import followers  # noqa: PLC0415 (models are there only now)
        from selections.merging import ENTRIES  # noqa: PLC0415

        if ENTRIES not in followers:
            followers.append(ENTRIES)
        post_migrate.connect(add_editors, sender=self, dispatch_uid="selections.editors")


def add_editors(**kwargs: object) -> None:
    from selections.editors import make_group  # noqa: PLC0415 (models are there only now)

    make_group()
