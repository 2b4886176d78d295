"""Asking for mails, and ending them without logging in."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from digests.models import Subscription
from digests.services import Stream, send_digests, stop_token, subscription_of
from tests.digests.conftest import confirm, make_reader, publish_yesterday
from tests.factories import make_summary

pytestmark = pytest.mark.django_db


def test_nobody_gets_mail_who_did_not_ask(log_in, stranger):
    page = log_in(stranger).get("/digests/").content.decode()
    assert re.search(r'value="never"[^>]*checked', page)
    assert "checked" not in page.split('name="selections"')[1].split(">")[0]
    assert not Subscription.objects.exists()


def test_choosing(log_in, stranger):
    client = log_in(confirm(stranger))
    answer = client.post("/digests/", {"frequency": "weekly", "selections": "on"}, follow=True)
    page = answer.content.decode()
    assert "Saved." in page
    assert "Your next one: Monday" in page
    chosen = Subscription.objects.get(reader=stranger)
    assert (chosen.frequency, chosen.mails_selections) == ("weekly", True)
    before = (chosen.next_at, chosen.selections_after)
    client.post("/digests/", {"frequency": "weekly", "selections": "on"})
    chosen.refresh_from_db()
    assert (chosen.next_at, chosen.selections_after) == before
    client.post("/digests/", {"frequency": "never"})
    chosen.refresh_from_db()
    assert (chosen.next_at, chosen.mails_selections) == (None, False)


def test_the_settings_lead_there(log_in, stranger):
    assert 'href="/digests/"' in log_in(stranger).get("/accounts/settings/").content.decode()


def test_an_address_that_is_not_confirmed_is_said(log_in, stranger):
    client = log_in(stranger)
    assert "Confirm it" in client.get("/digests/").content.decode()
    confirm(stranger)
    assert "Confirm it" not in client.get("/digests/").content.decode()


@pytest.mark.parametrize("frequency", ["", "hourly"])
def test_what_is_no_frequency(log_in, stranger, frequency):
    answer = log_in(stranger).post("/digests/", {"frequency": frequency})
    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_strangers_and_wrong_methods(client, log_in, stranger):
    assert client.get("/digests/")["Location"].startswith("/accounts/login/")
    assert client.post("/digests/", {"frequency": "daily"}).status_code == 302
    assert not Subscription.objects.exists()
    assert log_in(stranger).delete("/digests/").status_code == 405
    assert client.put(f"/digests/stop/{stop_token(stranger, Stream.DIGEST)}/").status_code == 405


def test_one_click_ends_the_digests_and_nothing_else(client):
    publish_yesterday(make_summary(), score=3)
    reader = make_reader(selections=True)
    send_digests()
    [message] = mail.outbox
    address = re.search(r"Stop these mails: http://\S+?(/digests/stop/\S+)", message.body)[1]
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{address}>")
    assert "Stop the digests?" in client.get(address).content.decode()
    assert subscription_of(reader).frequency == "daily"  # a scanner that opens the link stops nothing
    strict = Client(enforce_csrf_checks=True)  # a mail program has no cookie of ours
    for _ in range(2):
        answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert "no more digests" in answer.content.decode()
        assert (subscription_of(reader).frequency, subscription_of(reader).mails_selections) == ("never", True)
    Subscription.objects.update(claimed_at=None)
    assert not Subscription.objects.due(timezone.now()).exists()


def test_one_click_ends_selections_and_nothing_else(client):
    reader = make_reader(selections=True)
    address = f"/digests/stop/{stop_token(reader, Stream.SELECTIONS)}/"
    assert "Stop selections by mail?" in client.get(address).content.decode()
    assert "no more selections" in client.post(address).content.decode()
    assert (subscription_of(reader).frequency, subscription_of(reader).mails_selections) == ("daily", False)


@pytest.mark.parametrize("token", ["x", "WzEsImRpZ2VzdCJd:1vabcd:signature"])
def test_a_forged_link_stops_nothing(client, token):
    make_reader()
    for answer in (client.get(f"/digests/stop/{token}/"), client.post(f"/digests/stop/{token}/")):
        assert answer.status_code == 404
        assert "not complete" in answer.content.decode()
    assert Subscription.objects.get().frequency == "daily"


def test_a_link_of_the_mails_about_notices_opens_another_door(client):
    from accounts.services import unsubscribe_token

    reader = make_reader()
    assert client.post(f"/digests/stop/{unsubscribe_token(reader)}/").status_code == 404
    assert subscription_of(reader).frequency == "daily"


def test_a_link_of_who_is_gone(client, stranger):
    token = stop_token(stranger, Stream.DIGEST)
    stranger.delete()
    assert client.post(f"/digests/stop/{token}/").status_code == 404
