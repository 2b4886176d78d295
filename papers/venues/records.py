"""A venue, and what a text was found to say of one."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["conference", "journal", "workshop"]


@dataclass(frozen=True, slots=True)
class Venue:
    slug: str
    name: str
    full_name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class VenueYear:
    venue: Venue
    year: int


class Reading(NamedTuple):
    venue: Venue
    year: int | None
