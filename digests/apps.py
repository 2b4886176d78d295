from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "digests"

    def ready(self) -> None:
        from accounts.services import closing_followers  # noqa: PLC0415 (models are there only now)
        from digests.services import forget_subscription  # noqa: PLC0415

        if forget_subscription not in closing_followers:
            closing_followers.append(forget_subscription)
