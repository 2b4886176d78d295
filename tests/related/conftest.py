import pytest


@pytest.fixture(autouse=True)
def no_search_index(settings, tmp_path):
    """Also where another test has built one."""
    settings.SEARCH_DIR = tmp_path / "search"
