import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from knox.models import AuthToken

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "email": "new@example.org",
    "username": "newcomer",
    "password1": "quite-a-pass-7",
    "password2": "quite-a-pass-7",
}


def sign_up(client, **change: str):
    return client.post("/accounts/signup/", {**SIGN_UP, **change})


def test_sign_up_confirm_log_in(client):
    assert sign_up(client).status_code == 302
    assert client.get("/accounts/settings/").status_code == 302  # not logged in before the address is confirmed
    [message] = mail.outbox
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", message.body)[1]
    assert "Is new@example.org the address of newcomer?" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified  # a mail scanner that opens the link confirms nothing
    client.post(link)
    assert EmailAddress.objects.get().verified
    client.post("/accounts/login/", {"login": "newcomer", "password": SIGN_UP["password1"]})
    assert client.get("/accounts/settings/").status_code == 200
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "NEW@example.org", "password": SIGN_UP["password1"]})
    assert client.get("/accounts/settings/").status_code == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"username": "a b"}, "A user name has 2 to 30 letters"),
        ({"username": "x"}, "A user name has 2 to 30 letters"),
        ({"username": "feed.rss"}, "A user name has 2 to 30 letters"),
        ({"username": "admin"}, "can not be used"),
        ({"password2": "another-pass-8"}, "same password"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"email": "nowhere"}, "valid email"),
    ],
)
def test_bad_sign_ups_are_explained(client, change, message):
    page = sign_up(client, **change).content.decode()
    assert message in page
    assert not User.objects.exists()


def test_a_taken_name_in_other_letters_is_taken(client):
    UserFactory(username="newcomer")
    assert "already exists" in sign_up(client, username="NewComer").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(username="NEWCOMER")


def test_the_log_in_page_names_its_fields(client):
    page = client.get("/accounts/login/").content.decode()
    assert page.count("Forgot your password?") == 1
    assert re.findall(r'<label for="id_(?:login|password)">([^<]+)</label>', page) == [
        "User name or e-mail",
        "Password",
    ]


@pytest.mark.parametrize("address", ["login", "signup", "password/reset", "email", "password/change"])
def test_no_field_repeats_its_label_as_a_placeholder(client, log_in, writer, address):
    browser = log_in(writer) if address in {"email", "password/change"} else client
    page = browser.get(f"/accounts/{address}/", follow=True).content.decode()
    form = page[page.index('<form class="stacked"') :]
    assert "<label" in form
    assert "placeholder" not in form[: form.index("</form>")]


def test_a_wrong_password_does_not_log_in(client):
    sign_up(client)
    page = client.post("/accounts/login/", {"login": "newcomer", "password": "wrong"}).content.decode()
    assert "not correct" in page


def test_profile(log_in, writer):
    client = log_in(writer)
    response = client.post("/accounts/settings/", {"display_name": "Wanda Writer", "bio": "Reads."}, follow=True)
    assert "Your profile is saved." in response.content.decode()
    page = client.get("/users/writer/").content.decode()
    assert "Wanda Writer" in page
    assert "Reads." in page
    assert "at most 300" in client.post("/accounts/settings/", {"bio": "x" * 301}).content.decode()


def test_a_name_that_is_markup_stays_text(log_in, writer):
    client = log_in(writer)
    client.post("/accounts/settings/", {"display_name": "<script>alert(1)</script>", "bio": ""})
    assert "<script>alert" not in client.get("/users/writer/").content.decode()


def test_tokens_are_shown_once_and_can_be_revoked(log_in, writer, api):
    client = log_in(writer)
    response = client.post("/accounts/settings/tokens/")
    key = re.search(r'<code class="token">(\w+)</code>', response.content.decode())[1]
    assert response.headers["Cache-Control"] == "no-store"
    assert key not in client.get("/accounts/settings/").content.decode()
    api.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    me = api.get("/api/v1/me/").json()
    assert (me["username"], me["email"]) == ("writer", "writer@example.org")
    client.post("/accounts/settings/tokens/revoke/", {"digest": AuthToken.objects.get().digest})
    assert api.get("/api/v1/me/").status_code == 401


def test_nobody_revokes_the_token_of_another(log_in, writer, stranger):
    log_in(writer).post("/accounts/settings/tokens/")
    log_in(stranger).post("/accounts/settings/tokens/revoke/", {"digest": AuthToken.objects.get().digest})
    assert AuthToken.objects.count() == 1


def test_settings_and_me_need_an_account(client, api):
    assert client.get("/accounts/settings/").headers["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/settings/tokens/").status_code == 302
    assert api.get("/api/v1/me/").status_code == 401


def test_an_e_mail_address_is_never_shown_to_others(client, api, writer, summary):
    for address in ("/users/writer/", "/", f"/summaries/{summary.pk}/", f"/api/v1/summaries/{summary.pk}/"):
        assert "writer@example.org" not in client.get(address).content.decode()


def test_create_token_prints_a_key_that_works(writer, api):
    out = StringIO()
    call_command("create_token", "writer", stdout=out)
    api.credentials(HTTP_AUTHORIZATION=f"Token {out.getvalue().strip()}")
    assert api.get("/api/v1/me/").json()["username"] == "writer"
    with pytest.raises(CommandError, match="no user called nobody"):
        call_command("create_token", "nobody")


@pytest.mark.parametrize("address", ["login", "signup", "password/reset", "logout", "email", "password/change"])
def test_account_pages_have_the_site_around_them(client, log_in, writer, address):
    page = log_in(writer).get(f"/accounts/{address}/", follow=True).content.decode()
    assert "Skip to the text" in page


def test_names():
    user = User(username="ada")
    assert (str(user), user.get_short_name(), user.get_absolute_url()) == ("ada", "ada", "/users/ada/")


@pytest.mark.parametrize("field", ["username", "email"])
def test_people_are_found_by_an_index_whatever_the_case(field):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no index for this comparison")
    UserFactory.create_batch(3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = User.objects.filter(**{f"{field}__iexact": "Ada"}).explain()
    assert f"user_{field}_in_capitals" in plan


def test_a_forgotten_password_is_replaced_by_the_link_that_is_mailed(client, writer):
    EmailAddress.objects.create(user=writer, email=writer.email, verified=True, primary=True)
    client.post("/accounts/password/reset/", {"email": writer.email})
    [message] = mail.outbox
    assert message.subject == "Choose a new password"
    assert f"Your user name is {writer.username}." in message.body
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", message.body)[1]
    page = client.get(link, follow=True)
    assert "<h1>Choose a new password</h1>" in page.content.decode()
    chosen = {"password1": "quite-another-8", "password2": "quite-another-8"}
    done = client.post(page.request["PATH_INFO"], chosen, follow=True).content.decode()
    assert "<h1>Your password is changed</h1>" in done
    assert '<a href="/accounts/login/">Log in</a>' in done[done.index("<h1>") :]
    client.post("/accounts/login/", {"login": writer.username, "password": "quite-another-8"})
    assert client.get("/accounts/settings/").status_code == 200
    client.post("/accounts/logout/")
    again = client.get(link, follow=True).content.decode()
    assert "<h1>This link has run out</h1>" in again
    assert '<a href="/accounts/password/reset/">Send me a new one</a>' in again


def test_an_account_that_is_turned_off_says_so(client, writer):
    writer.set_password("quite-a-pass-7")
    writer.is_active = False
    writer.save()
    page = client.post("/accounts/login/", {"login": writer.username, "password": "quite-a-pass-7"}, follow=True)
    assert "<h1>This account is turned off</h1>" in page.content.decode()


def test_who_tries_too_often_is_told_to_wait_on_a_page_of_the_site(client):
    answers = [client.post("/accounts/password/reset/", {"email": "nobody@example.org"}) for _ in range(25)]
    refused = answers[-1]
    assert refused.status_code == 429
    assert "<h1>Too often</h1>" in refused.content.decode()
    assert "Skip to the text" in refused.content.decode()
