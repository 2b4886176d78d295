"""Together with a search index."""

import pytest

from papers.models import Authorship
from related.models import RelatedPaper, StalePaper
from related.services import mark_papers, relate_stale_papers
from search.services.building import build_index
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db


def test_papers_with_the_same_rare_words_are_found_by_the_index_alone():
    texts = {
        "Sparse attention kernels": "We speed up attention by sparse kernels on graphics processors.",
        "Kernels for sparse attention": "Sparse attention runs faster with fused kernels on graphics processors.",
        "Volcanic ash in winter": "We measure ash plumes over Iceland with a lidar.",
    }
    papers = [PaperFactory(title=title, abstract=abstract) for title, abstract in texts.items()]
    Authorship.objects.all().delete()
    for paper in papers:
        make_summary(paper=paper)
    build_index()
    StalePaper.objects.all().delete()
    mark_papers([papers[0].pk])
    assert relate_stale_papers(10) == 1
    (row,) = RelatedPaper.objects.filter(paper=papers[0])
    assert (row.related, row.why) == (papers[1], "words")
    assert not StalePaper.objects.exists()  # complete: nothing is to be tried again
