import pytest

from search.documents import PaperEntry, document_of
from search.engine import create_index
from search.homes import Generation
from search.language import parse_query
from search.plans import groups_of
from search.spelling import SEEN_OFTEN, corrections

TITLES = {
    "attention": 3 * SEEN_OFTEN,
    "atention": 2,  # a slip that somebody has made
    "transformers": 3,
    "transformets": 2,  # as good as the word beside it
    "schroedinger": 2,
    "intention": 1,
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    index = create_index(Generation(tmp_path_factory.mktemp("words")))
    writer = index.writer(16_000_000, 1)
    titles = [title for title, times in TITLES.items() for _ in range(times)]
    for number, title in enumerate(titles):
        writer.add_document(document_of(PaperEntry(number=number, title=title)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("attention", None),
        ("atention", "attention"),  # seen, and a much more frequent one is a letter away
        ("transformets", None),
        ("attenttion", "attention"),
        ("atetntion", "attention"),
        ("attentoins", "attention"),  # two slips
        ("tarnsfromers", None),  # the first two letters are not as they should be
        ("trasnfromers", "transformers"),
        ("schrodingre", "schroedinger"),
        ("intentoins", None),  # that one stands in a single text
        ("quaggazebra", None),
        ("atte", None),
        ("att3ntion", None),
    ],
)
def test_what_was_meant(searcher, typed, meant):
    corrected = corrections(searcher, groups_of(parse_query(typed).words), [])
    assert corrected == ({typed: meant} if meant else {})
