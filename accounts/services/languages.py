"""The language of an account: of its pages on every device, of its notices and its mails."""

from accounts.models import User


def set_language(*, user: User, language: str) -> None:
    """One of settings.LANGUAGES; empty for what the browser asks for."""
    user.language = language
    user.save(update_fields=["language"])
