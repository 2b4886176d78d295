"""Venues: recognised, found, or added."""

from django.utils.text import slugify

from papers import venues
from papers.models import Venue
from papers.preparing import Prepared, year_of

CONTAINER_KINDS: dict[str, venues.Kind] = {"article": "journal", "inproceedings": "conference"}


class VenueIds:
    """Numbers of venues by slug, asked for once each."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def place_of(self, item: Prepared) -> tuple[int | None, int | None]:
        """Number of the venue and the year there; both None where the record names none.

        A journal or conference that we have no short name for is known by its title.
        """
        record, year = item.record, item.venue_year or year_of(item.record)
        if item.venue and (known := venues.by_slug(item.venue)):
            return self.find_or_add(item.venue, known), year
        if record.container and record.kind in CONTAINER_KINDS and (slug := slugify(record.container)[:100]):
            kind = CONTAINER_KINDS[record.kind]
            return self.find_or_add(slug, venues.Venue(slug, record.container[:300], "", kind)), year
        return None, None

    def find_or_add(self, slug: str, venue: venues.Venue) -> int:
        if slug not in self.kept:
            defaults = {"name": venue.name, "full_name": venue.full_name, "kind": venue.kind}
            self.kept[slug] = Venue.objects.get_or_create(slug=slug, defaults=defaults)[0].pk
        return self.kept[slug]

    def forget(self) -> None:
        """After a rollback: a venue that was added is gone."""
        self.kept.clear()
