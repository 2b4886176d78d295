"""Nothing tells who wrote an anonymous summary, nor that two of them are of one writer."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from papers.services import merge_papers, undo_merge
from summaries.models import Revision, Summary
from summaries.pseudonyms import CREATURES, QUALITIES, pseudonym_for
from summaries.services import NameWasPublic, NotClaimed, add_comment, edit_summary, text_of
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
NAME = "Wilhelmina Quaternion"


@pytest.fixture
def wilhelmina():
    # A number that nothing else here has, so that a page which tells it is caught.
    return UserFactory(
        pk=987654321, username="wquat", display_name=NAME, email="mina@quaternions.example", bio="Reads on Sundays."
    )


@pytest.fixture
def anonymous(wilhelmina, paper) -> Summary:
    return make_summary(writer=wilhelmina, paper=paper, is_anonymous=True)


# ------------------------------------------------------------ pseudonyms


def test_a_pseudonym_stays_and_no_two_tell_that_they_belong_together():
    names = [pseudonym_for(key=b"key", writer=1, paper=paper) for paper in range(200)]
    assert names == [pseudonym_for(key=b"key", writer=1, paper=paper) for paper in range(200)]
    assert len(set(names)) > 190
    assert pseudonym_for(key=b"other", writer=1, paper=1) != names[1]
    assert pseudonym_for(key=b"key", writer=2, paper=1) != names[1]
    assert pseudonym_for(key=b"key", writer=1, paper=1, attempt=1) != names[1]


@given(st.integers(0, 2**63), st.integers(0, 2**63))
def test_every_pseudonym_is_of_our_words(writer, paper):
    first, quality, creature = pseudonym_for(key=b"key", writer=writer, paper=paper).split()
    assert first == "Anonymous"
    assert quality in QUALITIES
    assert creature in CREATURES


def test_the_words_are_used_evenly():
    qualities = dict.fromkeys(QUALITIES, 0)
    creatures = dict.fromkeys(CREATURES, 0)
    for paper in range(12_800):
        _, quality, creature = pseudonym_for(key=b"key", writer=1, paper=paper).split()
        qualities[quality] += 1
        creatures[creature] += 1
    assert min(qualities.values()) > 12_800 / len(QUALITIES) / 2
    assert min(creatures.values()) > 12_800 / len(CREATURES) / 2


def test_on_one_paper_no_two_writers_have_one_name(paper, monkeypatch):
    monkeypatch.setattr("summaries.pseudonyms.QUALITIES", ["Quiet"])
    monkeypatch.setattr("summaries.pseudonyms.CREATURES", ["Heron", "Finch"])
    names = {make_summary(paper=paper, is_anonymous=True).pseudonym for _ in range(2)}
    assert names == {"Anonymous Quiet Heron", "Anonymous Quiet Finch"}


def test_the_name_stays_when_the_text_or_the_site_changes(anonymous, settings):
    name = anonymous.pseudonym
    settings.SECRET_KEY = "another key of the site, long enough for anybody"
    edit_summary(summary=anonymous, text=replace(text_of(anonymous), body="New."))
    edit_summary(summary=anonymous, text=replace(text_of(anonymous), visibility="private"))
    edit_summary(summary=anonymous, text=text_of(anonymous))
    assert Summary.objects.get().byline.name == name


def test_the_name_stays_when_papers_are_joined_and_parted(anonymous, wilhelmina, paper):
    target, moderator = PaperFactory(), UserFactory(is_staff=True)
    there = make_summary(writer=wilhelmina, paper=target, is_anonymous=True)
    names = {anonymous.pk: anonymous.pseudonym, there.pk: there.pseudonym}
    merge_papers(source=paper, target=target, by=moderator)
    assert {summary.pk: summary.byline.name for summary in Summary.objects.all()} == names
    edit_summary(summary=anonymous, text=replace(text_of(anonymous), body="After the merge."))
    undo_merge(paper=paper)
    assert {summary.pk: summary.byline.name for summary in Summary.objects.all()} == names


# ------------------------------------------------------------ what others see


def addresses(summary: Summary) -> list[str]:
    pk, paper = summary.pk, summary.paper_id
    pages = [
        "/",
        "/?sort=new",
        "/?sort=top&period=day",
        "/papers.bib",
        f"/papers/{paper}/",
        f"/papers/{paper}.bib",
        f"/papers/{paper}.ris",
        f"/papers/{paper}.json",
        f"/papers/{paper}/status/",
        f"/summaries/{pk}/",
        f"/summaries/{pk}/history/",
        f"/summaries/{pk}/revisions/1/",
        f"/summaries/{pk}/revisions/2/",
        f"/summaries/{pk}/compare/?from=1&to=2",
        *(f"/comments/{comment.pk}/answer/" for comment in summary.comments.all()),
    ]
    calls = [
        "summaries/",
        "summaries/?sort=new",
        f"summaries/?paper={paper}",
        f"summaries/{pk}/",
        f"summaries/{pk}/revisions/",
        f"papers/{paper}/",
        f"papers/{paper}/references/",
        "papers/?ordering=-summary_count",
        f"summaries/{pk}/comments/",
        *(f"comments/{comment.pk}/" for comment in summary.comments.all()),
    ]
    return [*pages, *(f"/api/v1/{call}" for call in calls)]


def content(response) -> str:
    return response.getvalue().decode()


def test_others_find_the_text_and_not_the_name(client, log_in, api_as, stranger, wilhelmina, anonymous):
    edit_summary(summary=anonymous, text=replace(text_of(anonymous), body="Edited $x$."))
    seen = 0
    for reader in (client, log_in(stranger), api_as(stranger), log_in(UserFactory(is_staff=True))):
        for address in addresses(anonymous):
            text = content(reader.get(address))
            for secret in (NAME, "Wilhelmina", "wquat", "quaternions.example", "Sundays", "987654321"):
                assert secret not in text, address
            seen += "Edited" in text
    assert seen > 20


def test_the_api_serves_a_pseudonym_and_no_writer(api, anonymous):
    answer = api.get(f"/api/v1/summaries/{anonymous.pk}/").json()
    assert (answer["writer"], answer["byline"], answer["anonymous"]) == (None, anonymous.pseudonym, True)
    assert answer["shared_url"] is None


def test_titles_labels_and_descriptions_use_the_pseudonym(client, log_in, voter, anonymous):
    page = client.get(f"/summaries/{anonymous.pk}/").content.decode()
    assert f"summarised by {anonymous.pseudonym}</title>" in page.replace("\n", "") or anonymous.pseudonym in page
    assert f'aria-label="Summary by {anonymous.pseudonym}"' in page
    assert f"Vote up the summary by {anonymous.pseudonym}" in log_in(voter).get("/").content.decode()
    assert '"name":"' + anonymous.pseudonym in client.get(f"/papers/{anonymous.paper_id}/").content.decode().replace(
        '": "', '":"'
    )


def test_what_is_told_of_a_writer_leaves_anonymous_work_out(client, api, wilhelmina, anonymous):
    def told() -> list[str]:
        return [
            content(client.get("/users/wquat/")),
            content(client.get("/users/wquat/papers.bib")),
            content(api.get("/api/v1/summaries/?author=wquat")),
        ]

    with_it = told()
    assert anonymous.paper.title not in "".join(with_it)
    assert "0 public summaries" in with_it[0]
    Summary.objects.all().delete()
    assert told() == with_it


def test_the_writer_finds_it_on_their_own_page_alone(log_in, stranger, wilhelmina, anonymous):
    page = content(log_in(wilhelmina).get("/users/wquat/"))
    own, named = page.split("Under your name")
    assert "Seen by you alone" in own
    assert anonymous.pseudonym in own
    assert anonymous.paper.title in own
    assert anonymous.paper.title not in named
    assert "Seen by you alone" not in content(log_in(stranger).get("/users/wquat/"))


def test_one_writer_is_anonymous_here_and_named_there(client, wilhelmina, anonymous):
    named = make_summary(writer=wilhelmina)
    assert NAME in content(client.get(f"/summaries/{named.pk}/"))
    assert NAME not in content(client.get(f"/summaries/{anonymous.pk}/"))
    page = content(client.get("/users/wquat/"))
    assert named.paper.title in page
    assert anonymous.paper.title not in page


# ------------------------------------------------------------ times


def test_times_are_those_of_the_day_everywhere(api, client, anonymous):
    edited = edit_summary(summary=anonymous, text=replace(text_of(anonymous), body="Edited."))
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert (edited.published_at, edited.edited_at) == (day, day)
    assert set(Revision.objects.values_list("saved_at", flat=True)) == {day}
    answer = api.get(f"/api/v1/summaries/{anonymous.pk}/").json()
    assert answer["published_at"] == answer["edited_at"] == day.isoformat().replace("+00:00", "Z")
    revisions = api.get(f"/api/v1/summaries/{anonymous.pk}/revisions/").json()["results"]
    assert {row["saved_at"] for row in revisions} == {answer["published_at"]}


@pytest.mark.parametrize("sort", ["new", "top", "best", "hot"])
def test_the_addresses_of_further_pages_tell_no_time(api, paper, sort):
    for _ in range(2):
        make_summary(paper=paper, is_anonymous=True)
    address = api.get(f"/api/v1/summaries/?paper={paper.pk}&sort={sort}&page_size=1").json()["next"]
    cursor = re.search(r"cursor=([\w-]+)", address)[1]
    values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    times = [value for value in values if isinstance(value, str)]
    assert all(value.endswith("T00:00:00+00:00") for value in times)
    assert bool(times) == (sort != "hot")


def test_what_was_dated_to_the_second_in_private_loses_its_hour(api, private_summary):
    edit_summary(
        summary=private_summary, text=replace(text_of(private_summary), is_anonymous=True, visibility="public")
    )
    revisions = api.get(f"/api/v1/summaries/{private_summary.pk}/revisions/").json()["results"]
    assert [row["saved_at"][10:] for row in revisions] == ["T00:00:00Z"]


# ------------------------------------------------------------ to and fro


def test_before_publication_a_writer_may_change_their_mind(private_summary):
    for choice in (True, False, True):
        private_summary = edit_summary(
            summary=private_summary, text=replace(text_of(private_summary), is_anonymous=choice)
        )
        assert private_summary.is_anonymous is choice


@pytest.mark.parametrize("visibility", ["public", "private", "unlisted"])
def test_a_name_that_was_public_cannot_be_taken_away(summary, visibility):
    edit_summary(summary=summary, text=replace(text_of(summary), visibility=visibility))
    with pytest.raises(NameWasPublic):
        edit_summary(summary=summary, text=replace(text_of(summary), is_anonymous=True))
    assert not Summary.objects.get().is_anonymous


def test_a_name_does_not_come_to_it_by_the_way(anonymous):
    with pytest.raises(NotClaimed):
        edit_summary(summary=anonymous, text=replace(text_of(anonymous), is_anonymous=False, body="Oops."))
    anonymous.refresh_from_db()
    assert (anonymous.is_anonymous, anonymous.body) == (True, "It says that $x^2$ is large.")


def test_claiming(client, log_in, api, wilhelmina, anonymous):
    published_at = anonymous.published_at
    own = log_in(wilhelmina)
    address = f"/summaries/{anonymous.pk}/claim/"
    assert address in content(own.get(f"/summaries/{anonymous.pk}/"))
    assert "This cannot be taken back." in content(own.get(address))
    assert Summary.objects.get().is_anonymous
    for _ in range(2):
        assert own.post(address).headers["Location"] == f"/summaries/{anonymous.pk}/"
    claimed = Summary.objects.get()
    assert (claimed.published_at, claimed.is_anonymous) == (published_at, False)
    page = content(client.get(f"/summaries/{anonymous.pk}/"))
    assert NAME in page
    assert anonymous.pseudonym not in page
    assert anonymous.paper.title in content(client.get("/users/wquat/"))
    assert api.get("/api/v1/summaries/?author=wquat").json()["results"][0]["writer"]["name"] == NAME
    assert "carries your name already" in content(own.get(address))
    with pytest.raises(NameWasPublic):
        edit_summary(summary=claimed, text=replace(text_of(claimed), is_anonymous=True))


def test_only_the_writer_claims(client, log_in, stranger, anonymous):
    address = f"/summaries/{anonymous.pk}/claim/"
    for reader in (stranger, UserFactory(is_staff=True)):
        for response in (log_in(reader).get(address), log_in(reader).post(address)):
            assert (response.status_code, NAME in content(response)) == (403, False)
    assert client.post(address).headers["Location"].startswith("/accounts/login/")
    assert Summary.objects.get().is_anonymous


def test_by_the_api(api_as, api, wilhelmina, paper):
    client = api_as(wilhelmina)
    fields = {"paper": paper.pk, "body": "By whom?", "visibility": "unlisted", "anonymous": True}
    answer = client.post("/api/v1/summaries/", fields).json()
    address = f"/api/v1{answer['url']}"
    assert (answer["writer"], answer["anonymous"], answer["visibility"]) == (None, True, "unlisted")
    assert answer["shared_url"].startswith("/summaries/shared/")
    assert api.get(address).status_code == 404
    assert client.patch(address, {"anonymous": False}).json()["writer"]["username"] == "wquat"
    assert client.patch(address, {"anonymous": True, "visibility": "public"}).json()["writer"] is None
    assert client.patch(address, {"body": "By me."}).json()["anonymous"] is True  # left out, it stays
    assert client.patch(address, {"anonymous": False}).json()["writer"]["username"] == "wquat"
    refused = client.patch(address, {"anonymous": True, "body": "Hide me."})
    assert (refused.status_code, refused.json()["code"]) == (409, "name_was_public")
    assert "people and programs have seen the name" in refused.json()["detail"]
    assert api.get(address).json()["body"] == "By me."


# ------------------------------------------------------------ unlinkable


def test_two_anonymous_summaries_share_nothing_that_identifies(settings, log_in, api_as, client, stranger, wilhelmina):
    """Every page, call and export that shows either, compared with those of an unrelated anonymous writer.

    What A and B have in common and C has not would link them.
    """
    settings.SECRET_KEY = "a key that gives each of them a name of its own"
    shown = {}
    for letter, writer in (("A", wilhelmina), ("B", wilhelmina), ("C", UserFactory(username="carla"))):
        shown[letter] = collect_alone(letter, writer, [client, log_in(stranger), api_as(stranger)])
    tokens = {letter: set(TOKEN.findall(text)) for letter, text in shown.items()}
    assert len(tokens["A"]) > 300
    assert (tokens["A"] & tokens["B"]) - tokens["C"] == set()


TOKEN = re.compile(r"[\w@.+:-]+")


def collect_alone(letter: str, writer, readers) -> str:
    """All that is shown of one summary, while it is the only one here, with its own facts taken out."""
    texts = {"A": "Apples fall.", "B": "Bridges hold.", "C": "Cats purr."}
    paper = PaperFactory(title=f"{letter} paper", arxiv_id=f"2101.{ord(letter):05d}")
    summary = make_summary(writer=writer, paper=paper, body=texts[letter], tldr="", is_anonymous=True)
    edit_summary(summary=summary, text=replace(text_of(summary), body=f"{texts[letter]} Edited."))
    summary.refresh_from_db()
    comment = add_comment(writer=writer, summary=summary, body=texts[letter])
    text = "\n".join(part for reader in readers for part in headers_and_text(reader, summary))
    own = [summary.pseudonym, *summary.pseudonym.split()[1:], paper.arxiv_id, str(paper), texts[letter]]
    assert summary.pseudonym in text
    for fact in sorted(own, key=len, reverse=True):
        text = text.replace(fact, "OWN")
    for number, name in ((summary.pk, "summary"), (paper.pk, "paper"), (comment.pk, "comment")):
        text = re.sub(rf"\b{number}\b", name.upper(), text)
    Summary.objects.filter(pk=summary.pk).update(visibility="private")
    paper.authorships.all().delete()
    paper.listings.all().delete()
    type(paper).objects.filter(pk=paper.pk).update(summary_count=0, state="failed")
    return CHANCE.sub("", text)


# Random by design: tokens against forged requests; cursors are looked at in a test of their own.
CHANCE = re.compile(r'value="[A-Za-z0-9]{64}"|csrftoken=[^;]+|cursor=[\w-]+|after=[\w-]+|digest"[^,]+')


def headers_and_text(reader, summary: Summary) -> Iterator[str]:
    for address in addresses(summary):
        response = reader.get(address)
        headers = {
            name: value for name, value in response.headers.items() if name != "Content-Length"
        }  # of its own text
        yield f"{address} {response.status_code} {sorted(headers.items())}"
        yield content(response)


def test_two_of_one_writer_have_times_that_many_others_have(wilhelmina):
    first = make_summary(writer=wilhelmina, is_anonymous=True)
    second = make_summary(writer=wilhelmina, is_anonymous=True)
    other = make_summary(is_anonymous=True)
    assert first.published_at == second.published_at == other.published_at
    assert first.pseudonym != second.pseudonym
    assert timezone.now() - first.published_at < timedelta(days=1)
