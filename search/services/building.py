"""A new index from the database, in a directory of its own, while the old one, where there is one, goes on serving.

A build that is killed leaves a directory that the next one removes. What changes while it runs is in the log, which
is followed from before it began.
"""

import logging
from collections.abc import Callable, Iterator

import tantivy
from django.db.models import Max, Min

from changes.reading import place_at_end
from search.documents import document_of
from search.engine import create_index
from search.homes import BUILDING, FOLLOWING, PROGRESSING, Generation, Home, Places, home
from search.records import READERS, Span, rows_of
from search.schema import KINDS

logger = logging.getLogger(__name__)

BUILD_TASK = "search.tasks.build_index"
HEAP = 64_000_000  # bytes that the writer may hold
BATCH = 2_000  # numbers of rows that are read together
OVERLAP = 10_000  # changes before the beginning: a transaction that was open then is not seen by the build

Tell = Callable[[int, int], None]


def tell_nobody(done: int, total: int) -> None:
    pass


def build_index(*, tell: Tell = tell_nobody, anew: bool = True) -> bool:
    """Builds an index and puts it in the place of the old one; False where another process is at it.

    `tell` is given how many records were read and how many there are. With `anew` false, one that is in order stays.
    """
    place = home()
    with place.lock(BUILDING) as is_free:
        if not is_free:
            return False
        if not anew and has_good_index(place):
            return True
        with place.lock(PROGRESSING, wait=True):
            build_at(place, tell)
    return True


def build_at(place: Home, tell: Tell) -> None:
    place.remove_others(place.current())
    place.write_progress(0, 0)
    generation = write_generation(place, tell)
    with place.lock(FOLLOWING, wait=True):
        place.take_over(generation)
    place.remove_others(generation)


def has_good_index(place: Home) -> bool:
    generation = place.current()
    return generation is not None and not generation.is_damaged and generation.read_places() is not None


def write_generation(place: Home, tell: Tell) -> Generation:
    begun = place_at_end(OVERLAP)
    generation = place.new_generation()
    writer = create_index(generation).writer(HEAP, 1)
    total = sum(rows_of(kind).count() for kind in KINDS)
    done = 0
    for rows in write_all(writer):
        done += rows
        place.write_progress(done, max(total, done))
        tell(done, max(total, done))
    writer.commit()
    writer.wait_merging_threads()
    generation.write_places(Places(papers=begun, scores=begun, others=begun))
    return generation


def write_all(writer: tantivy.IndexWriter) -> Iterator[int]:
    """Yields after each batch how many rows it held, those that are not to be found counted in."""
    for kind in KINDS:
        for span in spans_of(kind):
            for entry in READERS[kind](span):
                writer.add_document(document_of(entry))
            yield rows_of(kind).filter(span.where("pk")).count()


def spans_of(kind: str) -> Iterator[Span]:
    ends = rows_of(kind).aggregate(first=Min("pk"), last=Max("pk"))
    if ends["last"] is None:
        return
    for first in range(ends["first"], ends["last"] + 1, BATCH):
        yield Span(first=first, last=min(first + BATCH - 1, ends["last"]))
