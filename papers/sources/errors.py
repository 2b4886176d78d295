"""What can go wrong between us and a source; who asked decides whether to ask again."""


class SourceError(Exception):
    """The source did not give what was asked of it; asking again later may help."""


class SourceBusy(SourceError):
    """429 or 503. `retry_after` is what the source asked for, in seconds, or None."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MalformedAnswer(SourceError):
    """The answer is cut off, is not what it claims to be, or is empty where it should not be."""


class QueryRejected(SourceError):
    """The source finds fault with the question itself; asking the same again is of no use."""
