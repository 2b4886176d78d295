"""What a text speaks of and only the database knows; looked up before rendering, so that rendering stays pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Work:
    """A paper that is here, as a reference to it shows it."""

    title: str  # plain text
    url: str  # from the slash


@dataclass(frozen=True, slots=True)
class Context:
    """`works` by identifier (kind, value), `people` by user name in small letters, each with its page."""

    works: Mapping[tuple[str, str], Work] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Context()
