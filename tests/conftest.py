import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services import create_token
from papers.models import Category, Paper
from papers.taxonomy import CATEGORIES
from shortsci.celery import covered_until
from shortsci.redis import redis_client
from summaries.models import Summary
from summaries.services.fair_start import deal_at, gathered
from tests.arxiv_stand_in import ArxivStandIn, run_stand_in
from tests.factories import PaperFactory, UserFactory, make_summary

# How long an example takes is the machine's business; time limits are tests of their own, see tests/timing.py.
hypothesis.settings.register_profile("shortsci", deadline=None)
hypothesis.settings.load_profile("shortsci")

ROOT = Path(__file__).parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without_data = pytest.mark.skip(reason="the recorded data is not there (../shared/data)")
    without_postgres = pytest.mark.skip(reason="races are proved on PostgreSQL; run with --postgres")
    for item in items:
        if "real_data" in item.keywords and not REAL_DATA.is_dir():
            item.add_marker(without_data)
        if "postgresql" in item.keywords and not config.getoption("--postgres"):
            item.add_marker(without_postgres)


@pytest.fixture(autouse=True)
def categories(request) -> None:
    """A transactional test empties the tables at its end, what migrations put there included."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        if not Category.objects.exists():
            Category.objects.bulk_create([Category(code=code, name=name) for code, name in CATEGORIES.items()])


@pytest.fixture(autouse=True)
def empty_redis() -> None:
    redis_client().flushdb()
    cache.clear()  # how often an address signed up or logged in
    deal_at.cache_clear()
    gathered.cache_clear()
    covered_until.clear()
    for host in ("arxiv", "crossref", "datacite", "test"):  # a server that has run for a while
        redis_client().set(f"limiter:{host}:known", 1)


@pytest.fixture
def broker_away(settings) -> Iterator[None]:
    address = settings.REDIS_URL
    settings.REDIS_URL = "unix:///nowhere.sock"
    redis_client.cache_clear()
    yield
    settings.REDIS_URL = address
    redis_client.cache_clear()


@pytest.fixture
def arxiv(settings) -> Iterator[ArxivStandIn]:
    with run_stand_in() as stand_in:
        settings.ARXIV_API_URL = stand_in.url
        yield stand_in


@pytest.fixture
def writer(db) -> User:
    return UserFactory(username="writer")


@pytest.fixture
def voter(db) -> User:
    return UserFactory(username="voter")


@pytest.fixture
def stranger(db) -> User:
    return UserFactory(username="stranger")


@pytest.fixture
def paper(db) -> Paper:
    return PaperFactory()


@pytest.fixture
def summary(writer, paper) -> Summary:
    return make_summary(writer=writer, paper=paper)


@pytest.fixture
def private_summary(writer) -> Summary:
    return make_summary(writer=writer, body="A secret thought.", tldr="Secret.", visibility="private")


@pytest.fixture
def log_in() -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def api_as() -> Callable[[User], APIClient]:
    """A client with a real token in its header, not one that skips the authentication."""

    def api_as(user: User) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {create_token(user=user).key}")
        return client

    return api_as


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def async_unsafe() -> None:
    """Playwright keeps an event loop in the test's thread; the database is used from that thread alone."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
