"""Which language a page is in, how it is chosen, and that mails and notices follow the account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from accounts.services import mail_notices, notify, notify_all
from shortsci.language import ENGLISH
from summaries.services import hide_summary
from tests.factories import UserFactory, make_summary

pytestmark = pytest.mark.django_db
LEAD = {"en": "written by people who read them", "de": "geschrieben von Menschen, die sie lesen"}


def language_of(response) -> str:
    page = response.content.decode()
    language = response.headers["Content-Language"]
    assert f'<html lang="{language}">' in page
    assert LEAD[language] in page
    return language


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9", "de"),
        ("fr", "en"),
        ("fr,de;q=0.5", "de"),
        ("en,de", "en"),
        ("*", "en"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(client, asked, language):
    response = client.get("/", headers={"Accept-Language": asked})
    assert language_of(response) == language
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_without_a_choice_it_is_english(client):
    assert language_of(client.get("/")) == "en"


def test_a_choice_outlives_the_page_and_goes_before_the_browser(client):
    response = client.get("/language/?to=de&next=/about/")
    assert response.headers["Location"] == "/about/"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("de", "Lax", True)
    assert language_of(client.get("/", headers={"Accept-Language": "en"})) == "de"
    client.get("/language/?to=en")
    assert language_of(client.get("/", headers={"Accept-Language": "de"})) == "en"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "///evil.example",
        "",
    ],
)
def test_a_choice_leads_nowhere_but_here(client, target):
    for answer in (
        client.get("/language/", {"to": "de", "next": target}),
        client.post("/language/", {"to": "de", "next": target}),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/"


def test_a_language_that_is_not_there_is_not_found(client):
    for given in ({}, {"to": "fr"}, {"to": "en-us"}, {"to": ""}):
        response = client.get("/language/", given)
        assert response.status_code == 404
        assert "django_language" not in response.cookies
    assert client.put("/language/").status_code == 405


def test_a_cookie_of_a_language_that_is_not_there_is_passed_over(client):
    client.cookies["django_language"] = "xx"
    assert language_of(client.get("/", headers={"Accept-Language": "de"})) == "de"


def test_strangers_choose_by_links_and_get_no_form_token(client, summary):
    page = client.get("/?sort=new&period=all").content.decode()
    assert 'href="/language/?to=de&amp;next=%2F%3Fsort%3Dnew%26period%3Dall"' in page
    assert "csrfmiddlewaretoken" not in page
    assert Client().get("/?sort=new&period=all").content.decode() == page  # the same for everybody


def test_an_account_remembers_its_language_on_every_device(log_in, stranger):
    page = log_in(stranger).get("/about/").content.decode()
    assert '<form class="languages" method="post" action="/language/"' in page
    response = log_in(stranger).post("/language/", {"to": "de", "next": "/"})
    assert response.cookies["django_language"].value == "de"
    stranger.refresh_from_db()
    assert stranger.language == "de"
    elsewhere = log_in(stranger)
    response = elsewhere.get("/", headers={"Accept-Language": "en"})
    assert language_of(response) == "de"
    assert response.cookies["django_language"].value == "de"
    assert "django_language" not in elsewhere.get("/").cookies


def test_parts_of_a_page_ask_for_no_account(log_in, writer, paper, django_assert_num_queries):
    writer.language = "de"
    writer.save()
    client = log_in(writer)
    with django_assert_num_queries(1):  # the paper
        client.post(f"/papers/{paper.pk}/preview/", {"body": "Text"}, headers={"HX-Request": "true"})
    assert ENGLISH.match(f"/images/{'0' * 64}.png")
    assert not ENGLISH.match("/images/")  # the answer to who adds one is read by people


def test_a_link_of_another_site_changes_no_account(log_in, stranger):
    client = log_in(stranger)
    client.get("/language/?to=de")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(stranger)
    assert strict.post("/language/", {"to": "de"}).status_code == 403
    stranger.refresh_from_db()
    assert stranger.language == ""


def test_the_language_in_the_settings(log_in, stranger):
    client = log_in(stranger)
    fields = {"display_name": "", "bio": "", "mail_notices": "on"}
    response = client.post("/accounts/settings/", {**fields, "language": "de"}, follow=True)
    assert "Ihr Profil ist gespeichert." in response.content.decode()
    assert client.cookies["django_language"].value == "de"
    response = client.post("/accounts/settings/", {**fields, "language": ""}, follow=True)
    assert "Your profile is saved." in response.content.decode()
    assert client.cookies["django_language"].value == ""
    assert client.post("/accounts/settings/", {**fields, "language": "tlh"}).status_code == 200
    stranger.refresh_from_db()
    assert stranger.language == ""


@pytest.mark.parametrize("address", ["/api/v1/papers/x/", "/healthz", "/api/schema/"])
def test_programs_read_english(client, address):
    response = client.get(address, headers={"Accept-Language": "de"})
    assert "Content-Language" not in response.headers
    assert ENGLISH.match(address)


def test_errors_of_the_api_are_in_english(api, api_as, stranger, summary):
    api.cookies["django_language"] = "de"
    stranger.language = "de"
    stranger.save()
    for client in (api, api_as(stranger)):
        answer = client.get("/api/v1/summaries/999999/", headers={"Accept-Language": "de"}).json()
        assert answer == {"detail": "No Summary matches the given query.", "code": "not_found"}
    answer = api_as(summary.writer).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1}).json()
    assert answer["detail"] == "You cannot vote on your own summary."


def test_the_page_about_the_api_is_for_people(client):
    assert client.get("/api/docs/", headers={"Accept-Language": "de"}).headers["Content-Language"] == "de"


def test_one_request_leaves_nothing_for_the_next(client):
    client.get("/", headers={"Accept-Language": "de"})
    assert language_of(client.get("/")) == "en"


def test_plurals_dates_and_numbers(client, paper, settings):
    settings.VOTES_A_MINUTE = 12_345
    one = make_summary(paper=paper)
    one.published_at = timezone.now().replace(year=2026, month=3, day=1)
    one.save()
    german = {"Accept-Language": "de"}
    assert ">1 Zusammenfassung<" in client.get(f"/papers/{paper.pk}/", headers=german).content.decode()
    make_summary(paper=paper)
    page = client.get(f"/papers/{paper.pk}/", headers=german).content.decode()
    assert ">2 Zusammenfassungen<" in page
    assert "1. März 2026" in page
    assert "4. Januar 2021" in page
    assert "4 January 2021" in client.get(f"/papers/{paper.pk}/").content.decode()
    assert "12.345 Stimmen innerhalb einer Minute" in client.get("/ranking/", headers=german).content.decode()
    assert "12,345 votes within a minute" in client.get("/ranking/").content.decode()


# ------------------------------------------------------------ notices and mails


def test_a_notice_is_in_the_language_of_its_reader(client):
    readers = [UserFactory(language=language) for language in ("", "en", "de")]
    for reader in readers:
        hide_summary(summary=make_summary(writer=reader), by=UserFactory(is_staff=True), reason="Grund")
    assert [reader.notifications.get().text for reader in readers] == [
        "A moderator has hidden your summary: Grund",
        "A moderator has hidden your summary: Grund",
        "Die Moderation hat Ihre Zusammenfassung ausgeblendet: Grund",
    ]


def test_many_are_told_each_in_their_language():
    from django.utils.translation import gettext_lazy

    readers = [UserFactory(language=language) for language in ("de", "")]
    text = gettext_lazy("Your summary can be read by everybody again.")
    notify_all(readers=readers, kind=Notification.Kind.MODERATION, text=text, url="/", key="x")
    assert [reader.notifications.get().text for reader in readers] == [
        "Ihre Zusammenfassung kann wieder von allen gelesen werden.",
        "Your summary can be read by everybody again.",
    ]


def test_what_a_request_in_german_tells_somebody_else_is_in_their_language(log_in, voter, summary):
    client = log_in(voter)
    client.post(f"/summaries/{summary.pk}/comments/", {"body": "Hm."}, headers={"Accept-Language": "de"})
    assert "commented on your summary of" in summary.writer.notifications.get().text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["2 neue Mitteilungen auf Shortsci", "Guten Tag, Stranger,", "Diese E-Mails abbestellen", 'lang="de"']),
        ("", ["2 new notices on Shortsci", "Hello Stranger,", "Stop these mails", 'lang="en"']),
    ],
)
def test_mails_are_in_the_language_of_their_reader(stranger, language, words):
    stranger.language = language
    stranger.save()
    for key in "ab":
        notify(reader=stranger, kind=Notification.Kind.COMMENT, text=f"Text {key}", url="/", key=key)
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    assert mail_notices() == 1
    sent = mail.outbox[0]
    whole = f"{sent.subject}\n{sent.body}\n{sent.alternatives[0].content}"
    assert [word for word in words if word not in whole] == []


def test_the_mail_to_confirm_an_address_is_in_the_language_of_the_page(client):
    fields = {
        "email": "new@example.org",
        "username": "newcomer",
        "password1": "a long secret",
        "password2": "a long secret",
    }
    client.post("/accounts/signup/", fields, headers={"Accept-Language": "de"})
    assert mail.outbox[0].subject == "Bestätigen Sie Ihre E-Mail-Adresse"
    assert "newcomer hat sich mit dieser E-Mail-Adresse registriert." in mail.outbox[0].body
