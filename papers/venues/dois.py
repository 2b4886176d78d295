"""What a DOI tells of its venue and year."""

import re
from collections.abc import Sequence

from papers.venues.records import Reading, Venue
from papers.venues.spellings import ROWS
from papers.venues.years import checked_year, whole_year


def _doi_tables() -> dict[str, tuple[re.Pattern[str], tuple[Venue, ...]]]:
    """By registrant: one expression over the suffixes, a group to each, and the groups' venues; the longest first."""
    by_registrant: dict[str, list[tuple[str, Venue]]] = {}
    for venue, _, dois in ROWS:
        for doi in dois:
            registrant, _, suffix = doi.partition("/")
            by_registrant.setdefault(registrant, []).append((suffix, venue))
    tables = {}
    for registrant, entries in by_registrant.items():
        entries.sort(key=lambda entry: -len(entry[0]))
        groups = "|".join(f"({re.escape(suffix).replace(re.escape('#'), r'[0-9]+')})" for suffix, _ in entries)
        tables[registrant] = re.compile(groups), tuple(venue for _, venue in entries)
    return tables


_DOIS = _doi_tables()
_DOI_YEAR = re.compile(
    r"^s?\d{4}-?\d{3}[\dx]\((\d\d)\)|^v1/[a-z](\d\d)-|^s\d{5}-0(\d\d)-|^(\d\d)-[a-z]|(?:^|[./(-])((?:19"
    r"|20)\d\d)(?=[./)-])"
)
_VOLUMES = {  # journal of the APS or AAAI: year of the first volume, volumes a year (their own tables of contents)
    "phys-rev-lett": (1958, 2, 0),
    "phys-rev-a": (1970, 2, 1),
    "phys-rev-b": (1970, 2, 1),
    "phys-rev-c": (1970, 2, 1),
    "phys-rev-d": (1970, 2, 1),
    "phys-rev-e": (1970, 2, 1),
    "phys-rev-x": (2011, 1, 1),
    "phys-rev-applied": (2014, 2, 1),
    "phys-rev-fluids": (2016, 1, 1),
    "phys-rev-materials": (2017, 1, 1),
    "phys-rev-research": (2019, 1, 1),
    "prx-quantum": (2020, 1, 1),
    "rev-mod-phys": (1929, 1, 1),
    "aaai": (1987, 1, 1),
}
_VOLUME = re.compile(r"[a-z]+\.v?(\d{1,3})(?:[.i]|$)")


def _year_of_doi(venue: Venue, suffix: str) -> str | None:
    if venue.slug in _VOLUMES:
        first, each, start = _VOLUMES[venue.slug]
        volume = _VOLUME.match(suffix)
        return str(first + (int(volume[1]) - start) // each) if volume else None
    match = _DOI_YEAR.search(suffix)
    return str(whole_year(next(filter(None, match.groups())))) if match else None


def read_dois(dois: Sequence[str], paper_year: int | None) -> Reading | None:
    """Registrants such as 10.1145 (ACM) or 10.1063 (AIP) number their works without telling the venue."""
    for doi in dois:
        registrant, _, suffix = doi.strip().lower().partition("/")
        if registrant not in _DOIS:
            continue
        pattern, venues = _DOIS[registrant]
        match = pattern.match(suffix)
        if match and match.lastindex:
            venue = venues[match.lastindex - 1]
            return Reading(venue, checked_year(_year_of_doi(venue, suffix), paper_year))
    return None
