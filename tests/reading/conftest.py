import pytest

from papers.models import Venue
from tests.factories import UserFactory


@pytest.fixture
def reader(db):
    return UserFactory(username="reader")


@pytest.fixture
def venue(db):
    return Venue.objects.create(slug="iclr", name="ICLR", kind="conference")
