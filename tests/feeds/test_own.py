"""The feed of one's own stream: its address opens it, to whoever has it, and to nobody else."""

import pytest

from papers.models import Category
from reading.models import ReaderProfile
from reading.services import follow, profile_of
from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.feeds.readers import MEDIA_TYPES, read

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def reader(stranger, writer):
    follow(reader=stranger, target=writer)
    return stranger


def address(reader, form: str = "atom") -> str:
    return f"/feed/{profile_of(reader).feed_key}.{form}"


@pytest.mark.parametrize("form", list(MEDIA_TYPES))
def test_it_holds_what_the_reader_follows(client, reader, summary, form):
    make_summary(writer=UserFactory())
    links, (entry,) = read(form, client.get(address(reader, form)))
    assert links["self"] == SITE + address(reader, form)
    assert entry.key == f"tag:127.0.0.1,2026:summary:{summary.pk}"
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    assert read(form, client.get(address(reader, form)))[1] == []


def test_it_is_kept_by_nobody_and_names_nobody(client, reader, summary):
    response = client.get(address(reader))
    assert response.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "Last-Modified" not in response.headers
    assert b"tranger" not in response.content
    again = client.get(address(reader), headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"].startswith("private")


def test_anonymous_work_of_somebody_followed_is_not_in_it(client, reader, writer):
    make_summary(writer=writer, is_anonymous=True)
    assert read("atom", client.get(address(reader)))[1] == []
    follow(reader=reader, target=Category.objects.get(code="cs.LG"))
    _, (entry,) = read("atom", client.get(address(reader)))
    assert entry.author.startswith("Anonymous ")


def test_a_key_made_anew_closes_the_old_address(client, log_in, reader, summary):
    old = address(reader)
    assert client.get(old).status_code == 200
    response = log_in(reader).post("/accounts/settings/feed/")
    assert response.headers["Location"] == "/accounts/settings/#feed"
    assert client.get(old).status_code == 404
    assert address(reader) != old
    assert len(read("atom", client.get(address(reader)))[1]) == 1


def test_only_its_owner_makes_a_new_one_and_by_a_form(client, log_in, reader):
    key = profile_of(reader).feed_key
    assert log_in(reader).get("/accounts/settings/feed/").status_code == 405
    assert client.post("/accounts/settings/feed/").headers["Location"].startswith("/accounts/login/")
    log_in(UserFactory()).post("/accounts/settings/feed/")
    assert profile_of(reader).feed_key == key


def test_the_settings_page_tells_the_addresses(log_in, reader):
    page = log_in(reader).get("/accounts/settings/").content.decode()
    for form in MEDIA_TYPES:
        assert f'value="{SITE}{address(reader, form)}"' in page
    assert 'name="csrfmiddlewaretoken"' in page.partition('id="feed"')[2].partition("</section>")[0]


def test_no_other_key_opens_anything(client, reader):
    for key in ("x", "x" * 32, "x%00", profile_of(reader).feed_key.upper()):
        assert client.get(f"/feed/{key}.atom").status_code == 404
    assert client.post(address(reader)).status_code == 405
    open_before = address(reader)
    reader.is_active = False
    reader.save()
    assert client.get(open_before).status_code == 404
    assert ReaderProfile.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_three(client, reader, writer, number, django_assert_num_queries):
    for _ in range(number):
        make_summary(writer=writer, paper=PaperFactory())
    here = address(reader)
    with django_assert_num_queries(7):
        response = client.get(here)
    assert len(read("atom", response)[1]) == number


def test_a_long_stream_goes_on(client, reader, writer):
    for number in range(27):
        make_summary(writer=writer, paper=PaperFactory(title=f"Paper {number}"))
    links, first = read("json", client.get(address(reader, "json")))
    _, rest = read("json", client.get(links["next"].removeprefix(SITE)))
    assert [entry.title for entry in first + rest] == [f"Paper {number}" for number in reversed(range(27))]
