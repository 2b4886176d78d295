"""Which conference or journal a paper appeared in, read from what its sources say of it.

Read are a container title, a journal reference, DOIs and, where the authors claim it, arXiv's comment. Precision goes
before recall. Not recognised are: a submission, a review or a rejection; a workshop, tutorial, challenge or talk held
beside a conference; an "extended version of" or a "short version" of something (its text and its record differ from
what appeared). A "full version of", an "extended abstract" and a "preliminary version" are the same work: they count.
"""

from collections.abc import Sequence

from papers.venues.comments import read_comment
from papers.venues.dois import read_dois
from papers.venues.records import Kind, Venue, VenueYear
from papers.venues.references import read_reference
from papers.venues.spellings import VENUES, by_slug

__all__ = ["VENUES", "Kind", "Venue", "VenueYear", "by_slug", "recognise"]


def recognise(
    *,
    dois: Sequence[str] = (),
    journal_ref: str = "",
    comment: str = "",
    container: str = "",
    year: int | None = None,
) -> VenueYear | None:
    """The venue that the most trusted source names: container, journal reference, DOI, comment.

    `year` is the paper's own; it stands in where no source tells the venue's, and bounds what they tell.
    """
    if not (dois or comment or journal_ref or container):
        return None
    by_doi = read_dois(dois, year)
    found = (
        read_reference(container, year)
        or read_reference(journal_ref, year)
        or by_doi
        or (read_comment(comment, year) if comment else None)
    )
    if found is None:
        return None
    told = found.year or (by_doi.year if by_doi and by_doi.venue is found.venue else None) or year
    return VenueYear(found.venue, told) if told else None
