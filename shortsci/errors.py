"""The base of errors that users see."""


class DomainError(Exception):
    """A rule of the product was about to be broken; `str(error)` is a sentence for the user."""

    code = "error"
    status = 400
    message = "That cannot be done."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)
