from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "summaries"

    def ready(self) -> None:
        from papers.services.merging import followers  # noqa: PLC0415 (models are there only now)
        from summaries.merging import SUMMARIES  # noqa: PLC0415

        if SUMMARIES not in followers:
            followers.append(SUMMARIES)
