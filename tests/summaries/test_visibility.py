"""Every route × every state of a summary × every kind of reader; what comes out is docs/visibility.md.

To write that file anew after a change that is meant: WRITE_VISIBILITY=1 pytest tests/summaries/test_visibility.py
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from feeds.sitemaps import SECTIONS
from papers.models import Paper, Resource, Venue
from reading.models import ReaderProfile
from reading.services import follow, set_note
from search.services.building import build_index
from search.services.following import follow_changes
from summaries.models import Comment, Draft, Revision, Summary
from summaries.services import delete_summary, edit_summary, hide_summary, restore_summary, text_of
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.summaries.visibility_rows import FILLED_IN, NOTHING, READERS, ROWS, STATES, Row, row

pytestmark = pytest.mark.django_db
TEXT = "zanzibar"
NAME = re.compile("Wilhelmina|wquat")
SIGNS = {"B": "●", "T": "○", "N": "n", "-": "·"}


HEAD = """# Who sees what of a summary

Measured by `tests/summaries/test_visibility.py`, which walks every address of the site. In each cell: stranger, other
user, writer, moderator. ● text and writer’s name, ○ text without the name, n name without the text, · neither.
“Anonymous” is public under a pseudonym; “hidden” is public and hidden by a moderator. A name counts where it stands
more often than it would without the summary. The moderator here has every right in the admin.
"""
FOOT = """
## Routes that show neither to anybody

A GET of each was asked for in each state by each reader; those that only take a POST answer 405. Nothing that a stranger
or another user sends to any route changes the summary or shows more than the table says.
"""


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def row_of(route: str) -> Row | None:
    if route in ROWS:
        return ROWS[route]
    is_plain = not re.search(r"[(\\^$]", route)
    return (
        row(NOTHING, "/" + re.sub("<[^>]+>", "{object}", route)) if is_plain and route.startswith(FILLED_IN) else None
    )


def test_every_route_has_a_row_and_every_row_a_route():
    assert [route for route in ROUTES if row_of(route) is None] == []
    assert [route for route in ROWS if route not in ROUTES] == []


class Scene:
    """One paper, one writer, and one summary at a time, in one of the states."""

    def __init__(self, log_in: Callable, api_as: Callable) -> None:
        self.writer = UserFactory(username="wquat", display_name="Wilhelmina")
        self.other = UserFactory()
        self.moderator = UserFactory(is_staff=True, is_superuser=True)
        self.venue = Venue.objects.create(slug="wok", name="Workshop", kind="conference")
        self.paper = PaperFactory(venue=self.venue, venue_year=2021)
        Resource.objects.create(
            paper=self.paper, kind="code", url="https://example.org/", title="C", added_by=self.other
        )
        people = (None, self.other, self.writer, self.moderator)
        self.pages = [log_in(person) if person else Client() for person in people]
        self.calls = [api_as(person) if person else Client() for person in people]
        self.cited = PaperFactory()
        follow(reader=self.other, target=self.writer)
        follow(reader=self.moderator, target=self.paper)
        for person in (self.other, self.moderator):
            now = timezone.now()
            ReaderProfile.objects.create(user=person, seen_at=now, new_since=now - timedelta(days=2))
            set_note(reader=person, paper=self.cited, note="A note of one's own.")
        self.summary: Summary | None = None
        self.comment: Comment | None = None

    def put(self, state: str) -> None:
        """With two revisions, a comment by its writer, a reference and a draft; what was there before goes."""
        if self.summary:
            delete_summary(summary=self.summary)
        fields = {"is_anonymous": True} if state == "anonymous" else {}
        visibility = state if state in {"private", "unlisted"} else "public"
        summary = make_summary(
            writer=self.writer, paper=self.paper, body=f"First {TEXT}.", tldr=TEXT, visibility=visibility, **fields
        )
        self.summary = edit_summary(
            summary=summary, text=replace(text_of(summary), body=f"Second {TEXT} $x$. {self.reference}")
        )
        self.comment = Comment.objects.create(
            summary=self.summary,
            writer=self.writer,
            body=TEXT,
            html=f"<p>{TEXT}</p>",
            renderer_version=1,
            created_at=timezone.now(),
        )
        Draft.objects.update_or_create(
            writer=self.writer, paper=self.paper, defaults={"body": TEXT, "tldr": TEXT, "saved_at": timezone.now()}
        )
        if state == "hidden":
            self.summary = hide_summary(summary=summary, by=self.moderator, reason="A reason.")
        follow_changes()

    @property
    def reference(self) -> str:
        return f"[[builds on arxiv:{self.cited.arxiv_id}]]"

    def fill(self, address: str) -> str:
        number = self.summary.pk if self.summary else 999_999
        return address.format(
            summary=number,
            secret=self.summary.secret if self.summary else "nothing",
            paper=self.paper.pk,
            cited=self.cited.pk,
            comment=self.comment.pk if self.comment else 999_999,
            arxiv_id=self.paper.arxiv_id,
            writer=self.writer.username,
            author=self.paper.authorships.first().author.slug,
            venue=self.venue.slug,
            object=self.object_id(address, number),
            **self.sitemap_parts(number),
        )

    def sitemap_parts(self, number: int) -> dict[str, int]:
        """In which part of a sitemap the scene's rows stand."""
        numbers = {"papers": self.paper.pk, "summaries": number, "writers": self.writer.pk, "venues": self.venue.pk}
        return {f"{name}_part": pk // SECTIONS[name].span for name, pk in numbers.items()}

    def object_id(self, address: str, number: int) -> int:
        """In the admin, of the row that belongs to the scene."""
        ids = {"user": self.writer.pk, "paper": self.paper.pk, "summary": number}
        return next((pk for name, pk in ids.items() if f"/{name}/" in address), 1)

    def ask(self, address: str) -> list[str]:
        """What each reader gets."""
        clients = self.calls if address.startswith("/api/v1/") else self.pages
        return [content(client.get(self.fill(address))) for client in clients]


def content(response: HttpResponseBase) -> str:
    return response.getvalue().decode() if response.status_code != 302 else ""


@pytest.fixture
def scene(log_in, api_as, settings, tmp_path) -> Scene:
    """With a search index that follows it."""
    settings.SEARCH_DIR = tmp_path
    scene = Scene(log_in, api_as)
    build_index()
    return scene


def names_in(answers: list[str]) -> list[int]:
    return [len(NAME.findall(answer)) for answer in answers]


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")  # Django's own form of an address
def test_the_table(scene, root):
    """A name counts where it stands more often than it does without the summary."""
    rows = {route: row_of(route) for route in ROUTES}
    without = {address: names_in(scene.ask(address)) for found in rows.values() for address in found.addresses}
    measured: dict[str, list[str]] = {route: [] for route in rows}
    for state in STATES:
        scene.put(state)
        for route, found in rows.items():
            cells = ["-"] * len(READERS)
            for address in found.addresses:
                answers = scene.ask(address)
                for number, (answer, name, before) in enumerate(
                    zip(answers, names_in(answers), without[address], strict=True)
                ):
                    cells[number] = most(cells[number], TEXT in answer, name > before)
                    if state == "anonymous" and READERS[number] != "writer":
                        assert not (name and scene.summary.pseudonym in answer), f"{address} links name and pseudonym"
            measured[route].append("".join(cells))
    wrong = {
        route: (tuple(cells), rows[route].policy)
        for route, cells in measured.items()
        if tuple(cells) != rows[route].policy
    }
    assert wrong == {}, "route: (what is seen, what the row says)"
    page = table(measured)
    if os.environ.get("WRITE_VISIBILITY"):
        (root / "docs" / "visibility.md").write_text(page, "utf-8")
    assert (root / "docs" / "visibility.md").read_text("utf-8") == page, "see the head of this file"


def most(cell: str, has_text: bool, has_name: bool) -> str:
    has_text, has_name = has_text or cell in "TB", has_name or cell in "NB"
    return "B" if has_text and has_name else "T" if has_text else "N" if has_name else "-"


def table(measured: dict[str, list[str]]) -> str:
    shown = {route: cells for route, cells in measured.items() if set("".join(cells)) != {"-"}}
    lines = [
        HEAD,
        f"| Route | {' | '.join(STATES)} |",
        f"|---|{'---|' * len(STATES)}",
        *(f"| `/{route}` | {' | '.join(signs(cell) for cell in cells)} |" for route, cells in shown.items()),
        FOOT,
        *(f"- `/{route}`" for route in measured if route not in shown),
        "",
    ]
    return "\n".join(lines)


def signs(cell: str) -> str:
    return "".join(SIGNS[letter] for letter in cell)


FIELDS = [
    field.attname
    for field in Summary._meta.concrete_fields
    if field.name
    not in {"upvotes", "downvotes", "score", "wilson", "hot", "needs_ranking", "formula_version", "comment_count"}
]


def kept(summary: Summary) -> list[object]:
    return [
        *Summary.objects.filter(pk=summary.pk).values_list(*FIELDS),
        *Revision.objects.filter(summary=summary).values_list(),
    ]


def payload(scene: Scene, *, is_api: bool) -> dict[str, object]:
    """What some route or other takes; each reads its own fields."""
    fields: dict[str, object] = {
        "body": "Planted.",
        "tldr": "Planted.",
        "note": "Planted.",
        "reason": "Planted.",
        "secret": "nothing",
        "visibility": "public",
        "is_anonymous": "",
        "value": 1,
        "version": 1,
        "is_wanted": "1",
        "parent": scene.comment.pk,
        "identifier": scene.paper.arxiv_id,
        "identifiers": [scene.paper.arxiv_id],
        "kind": "code",
        "url": "https://example.org/planted",
        "title": "Planted",
    }
    return fields | ({"paper": scene.paper.pk, "anonymous": False} if is_api else {"paper": str(scene.paper.pk)})


@pytest.mark.parametrize("state", STATES)
def test_what_others_send_changes_nothing_and_shows_no_more(scene, log_in, api_as, state):
    scene.put(state)
    before = kept(scene.summary)
    may_read = state in {"anonymous", "public"}
    for route in ROUTES:
        address = scene.fill(row_of(route).addresses[0])
        is_api = address.startswith("/api/v1/")
        for person in (None, scene.other):
            for method in ("post", "put", "patch", "delete") if is_api else ("post",):
                client = Client() if person is None else api_as(person) if is_api else log_in(person)
                sent = {"content_type": "application/json"} if is_api else {}
                answer = content(getattr(client, method)(address, payload(scene, is_api=is_api), **sent))
                assert may_read or TEXT not in answer, (method, address)
                is_about_writer = "{writer}" in row_of(route).addresses[0]
                assert state == "public" or is_about_writer or not NAME.search(answer), (method, address)
    assert kept(scene.summary) == before


# ------------------------------------------------------------ unlisted


def test_an_unlisted_summary_is_read_by_its_address_alone(client, log_in, api, stranger, writer, paper):
    summary = make_summary(writer=writer, paper=paper, visibility="unlisted")
    assert re.fullmatch(r"/summaries/shared/[\w-]{22}/", summary.shared_url)
    for reader in (client, log_in(stranger)):
        assert reader.get(f"/summaries/{summary.pk}/").status_code == 404
        response = reader.get(summary.shared_url)
        page = response.content.decode()
        assert "A large square." in page
        assert "somebody gave you its address" in page
        assert response.headers["X-Robots-Tag"].startswith("noindex")
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert '<meta name="robots" content="noindex' in page
        assert "/vote/" not in page
        assert f'href="/summaries/{summary.pk}/' not in page  # nothing leads to what would be a 404
    own = log_in(writer).get(f"/summaries/{summary.pk}/")
    assert summary.shared_url in own.content.decode()
    assert own.headers["Referrer-Policy"] == "same-origin"
    paper.refresh_from_db()
    assert paper.summary_count == 0
    looked_up = api.post("/api/v1/papers/lookup/", {"identifiers": [paper.arxiv_id]}).json()["results"][0]
    assert (looked_up["summary_count"], looked_up["best_score"]) == (0, None)


def test_nobody_votes_on_an_unlisted_summary(log_in, api_as, stranger):
    summary = make_summary(visibility="unlisted")
    assert log_in(stranger).post(f"/summaries/{summary.pk}/vote/", {"value": "1"}).status_code == 404
    assert api_as(stranger).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1}).status_code == 404


def test_other_secrets_open_nothing(client, summary, private_summary):
    for target in (private_summary.secret, "x", "x" * 22):
        assert client.get(f"/summaries/shared/{target}/").status_code == 404
    assert client.get(f"/summaries/shared/{summary.secret}/").headers["Location"] == f"/summaries/{summary.pk}/"
    assert client.post(f"/summaries/shared/{summary.secret}/").status_code == 405


def test_who_takes_the_address_back_gets_a_new_one(client):
    summary = make_summary(visibility="unlisted")
    old = summary.shared_url
    assert client.get(old).status_code == 200
    for visibility in ("private", "unlisted"):
        summary = edit_summary(summary=summary, text=replace(text_of(summary), visibility=visibility))
        assert client.get(old).status_code == 404
    assert client.get(summary.shared_url).status_code == 200


def test_hidden_by_a_moderator_the_address_opens_nothing(client, writer):
    summary = make_summary(writer=writer)
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    edit_summary(summary=summary, text=replace(text_of(summary), visibility="unlisted"))
    assert client.get(summary.shared_url).status_code == 404
    restore_summary(summary=summary)
    assert client.get(summary.shared_url).status_code == 200


@pytest.mark.parametrize("number", [3, 50])
def test_a_page_with_fifty_summaries_costs_what_one_with_three_does(client, number, django_assert_num_queries):
    paper = PaperFactory()
    for place in range(number):
        make_summary(paper=paper, is_anonymous=place % 2 == 0)
    with django_assert_num_queries(10):
        page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert page.count('<article class="full"') == min(number, 10)
    assert Paper.objects.get().summary_count == number
