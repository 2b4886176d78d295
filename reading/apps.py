from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "reading"

    def ready(self) -> None:
        from accounts.services import closing_followers  # noqa: PLC0415 (models are there only now)
        from papers.services.merging import followers  # noqa: PLC0415
        from reading.merging import FOLLOWS, READINGS  # noqa: PLC0415
        from reading.services import forget_reader  # noqa: PLC0415

        if forget_reader not in closing_followers:
            closing_followers.append(forget_reader)
        for follower in (FOLLOWS, READINGS):
            if follower not in followers:
                followers.append(follower)
