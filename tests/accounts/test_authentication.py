from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from accounts.services import create_token

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"


def ask(key: str, **headers: str):
    return Client().get(ME, headers={"Authorization": f"Token {key}", **headers})


def test_a_token_names_its_holder_in_one_query(voter, stranger, django_assert_num_queries):
    key = create_token(user=voter).key
    create_token(user=voter)
    create_token(user=stranger)
    with django_assert_num_queries(2):  # the holder, and the reputation that the answer tells
        answer = ask(key)
    assert answer.json()["username"] == "voter"


@pytest.mark.parametrize("change", ["x{}", "{}x", "", "{}é"])
def test_another_key_names_nobody(voter, change):
    answer = ask(change.format(create_token(user=voter).key))
    assert answer.status_code == 401
    assert set(answer.json()) == {"detail", "code"}


def test_a_token_that_ended_or_was_revoked_names_nobody(voter):
    ended, revoked = create_token(user=voter), create_token(user=voter)
    AuthToken.objects.filter(pk=ended.record.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    revoked.record.delete()
    assert [ask(token.key).status_code for token in (ended, revoked)] == [401, 401]
    AuthToken.objects.filter(pk=ended.record.pk).update(expiry=timezone.now() + timedelta(minutes=1))
    assert ask(ended.key).status_code == 200


def test_who_may_not_log_in_has_no_token_either(voter):
    key = create_token(user=voter).key
    type(voter).objects.update(is_active=False)
    assert ask(key).status_code == 401
