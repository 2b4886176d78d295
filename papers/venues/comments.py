"""What the authors' comment claims, where it does."""

from papers.venues.conferences import read_conference
from papers.venues.journals import read_journal
from papers.venues.mentions import find_mentions
from papers.venues.records import Reading


def read_comment(text: str, paper_year: int | None) -> Reading | None:
    for mention in find_mentions(text):
        read = read_journal if mention.venue.kind == "journal" else read_conference
        if reading := read(mention, paper_year):
            return reading
    return None
