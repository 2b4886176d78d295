from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from papers import fetching
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("import_paper", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error)
    return out.getvalue()


@pytest.fixture(autouse=True)
def short_pause(monkeypatch):
    monkeypatch.setattr(fetching, "ARXIV_INTERVAL", 0.05)


def test_one_line_a_paper(arxiv):
    arxiv.known = {"2103.00001": "First", "2103.00002": "Second"}
    PaperFactory(arxiv_id="2103.00003", title="Known")
    lines = run("2103.00001", "arXiv:2103.00002v1", "2103.00003").splitlines()
    assert lines == ["2103.00001\tready\tFirst", "arXiv:2103.00002v1\tready\tSecond", "2103.00003\tready\tKnown"]


def test_failures_are_told_and_counted(arxiv):
    output = run("junk", "2103.09999")
    assert "junk\tfailed\tThis is neither an arXiv id nor a DOI" in output
    assert "2103.09999\tfailed\tarXiv knows no paper with this id." in output
    assert "2 of 2 could not be imported." in output


def test_it_stops_waiting(arxiv):
    from tests.arxiv_stand_in import Answer

    arxiv.script = [Answer(status=503)] * 9
    assert "2103.00001\tpending" in run("2103.00001", "--timeout", "0.5")


def test_without_a_redis_server_it_says_what_to_start(broker_away):
    assert "Is `make run` running?" in run("2103.00001")
