"""The base of errors that users see."""


class DomainError(Exception):
    """A rule of the product was about to be broken; `str(error)` is a sentence for the user."""

    code = "error"
    status = 400
    message = "That cannot be done."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class TooMany(DomainError):
    """More calls than a setting allows; `retry_after` is in seconds."""

    code = "too_many"
    status = 429

    def __init__(self, a_minute: int, retry_after: int) -> None:
        self.retry_after = retry_after
        seconds = "a second" if retry_after == 1 else f"{retry_after} seconds"
        super().__init__(f"That was more than {a_minute} times within a minute. Try it again in {seconds}.")
