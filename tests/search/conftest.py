import pytest

from search.services.building import build_index
from search.services.following import follow_changes


@pytest.fixture(autouse=True)
def search_dir(settings, tmp_path):
    """An index of its own for each test, empty at first."""
    settings.SEARCH_DIR = tmp_path / "search"
    return settings.SEARCH_DIR


@pytest.fixture
def index(db, search_dir):
    """Built from what is there, and brought up to date by calling it."""
    build_index()

    def follow() -> int:
        return follow_changes().records

    return follow
