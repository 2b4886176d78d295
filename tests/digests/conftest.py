from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import User
from digests.models import Subscription
from digests.services import choose_mails
from reading.services import follow
from summaries.models import Summary
from tests.factories import UserFactory


class BrokenBackend(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")


def confirm(user: User, *, verified: bool = True) -> User:
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    return user


def make_reader(*follows: object, username: str = "reader", frequency: str = "daily", selections: bool = False) -> User:
    """With a confirmed address, and a digest that is due now and covers yesterday."""
    reader = confirm(UserFactory(username=username))
    for target in follows:
        follow(reader=reader, target=target)
    choose_mails(reader=reader, frequency=frequency, selections=selections)
    make_due(reader)
    cover_yesterday(reader)
    return reader


def make_due(reader: User) -> None:
    """As if it had been asked for long ago."""
    due = Subscription.objects.filter(reader=reader, next_at__isnull=False)
    due.update(next_at=timezone.now() - timedelta(minutes=1))


def cover_yesterday(reader: User) -> None:
    due = Subscription.objects.filter(reader=reader, next_at__isnull=False)
    due.update(covered_to=timezone.now().date() - timedelta(days=1))


def publish_yesterday(summary: Summary, *, score: int = 0) -> Summary:
    yesterday = datetime.combine(timezone.now().date() - timedelta(days=1), datetime.min.time(), UTC)
    Summary.objects.filter(pk=summary.pk).update(published_at=yesterday, score=score, upvotes=score)
    return summary


@pytest.fixture
def away(settings) -> Callable[[], None]:
    """The mail server goes away; called, it is back."""
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{BrokenBackend.__module__}.BrokenBackend"

    def come_back() -> None:
        settings.EMAIL_BACKEND = working

    return come_back
