from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "summaries"

    def ready(self) -> None:
        from papers.services.merging import followers  # noqa: PLC0415 (models are there only now)
        from summaries.merging import DRAFTS, REQUESTS, SUMMARIES  # noqa: PLC0415

        # Drafts first, while summaries still stand where they were written; requests last, to see where they are now.
        for follower in (DRAFTS, SUMMARIES, REQUESTS):
            if follower not in followers:
                followers.append(follower)
