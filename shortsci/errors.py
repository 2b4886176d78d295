"""The base of errors that users see. Needs nothing of Django, because pure modules raise them too."""

from typing import TYPE_CHECKING

from shortsci.marking import gettext_noop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DomainError(Exception):
    """A rule of the product was about to be broken; `str(error)` is a sentence for the user, in their language."""

    code = "error"
    status = 400
    message: "StrOrPromise" = gettext_noop("That cannot be done.")

    def __init__(self, message: "StrOrPromise | None" = None) -> None:
        super().__init__(message or self.message)


class TooMany(DomainError):
    """More calls than a setting allows; `retry_after` is in seconds."""

    code = "too_many"
    status = 429

    def __init__(self, message: "StrOrPromise", retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
