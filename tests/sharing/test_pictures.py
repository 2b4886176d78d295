"""Pictures for links: of what everybody finds alone, drawn seldom, kept in a bounded place."""

import io
import re

import PIL.Image
import pytest

from papers.models import Venue
from sharing import kept
from sharing.cards import Card, card_of_site, card_of_summary
from sharing.drawing import draw
from sharing.lettering import Lettering, runs, wrap
from summaries.models import Summary
from summaries.services import claim_summary, hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.timing import cpu_seconds

pytestmark = pytest.mark.django_db
NONE = "0" * 24


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def address(kind: str, key: object, digest: str = NONE) -> str:
    return f"/pictures/{kind}/{key}/{digest}.png"


def current(client, kind: str, key: object) -> str:
    response = client.get(address(kind, key))
    assert response.status_code == 302
    return response.headers["Location"]


def picture(content: bytes) -> PIL.Image.Image:
    return PIL.Image.open(io.BytesIO(content))


@pytest.fixture
def subjects(summary) -> list[tuple[str, object]]:
    venue = Venue.objects.create(slug="wok", name="Workshop", full_name="A Workshop", kind="conference")
    return [
        ("site", "front"),
        ("paper", summary.paper_id),
        ("summary", summary.pk),
        ("writer", summary.writer_id),
        ("venue", venue.pk),
        ("venue", f"{venue.pk}-2021"),
        ("category", "cs.LG"),
    ]


def test_each_kind_of_page_has_one(client, subjects):
    seen = set()
    for kind, key in subjects:
        here = current(client, kind, key)
        response = client.get(here)
        assert response.status_code == 200, kind
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        found = picture(response.content)
        assert (found.format, found.size) == ("PNG", (1200, 630))
        assert len(response.content) < 60_000
        seen.add(response.content)
        again = client.get(here, headers={"if-none-match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.post(here).status_code == 405
    assert len(seen) == len(subjects)


def test_the_address_changes_with_what_it_says(client, summary):
    before = current(client, "summary", summary.pk)
    old = client.get(before).content
    Summary.objects.update(tldr="Something else.")
    assert client.get(before).headers["Location"] == current(client, "summary", summary.pk) != before
    assert client.get(current(client, "summary", summary.pk)).content != old
    paper = current(client, "paper", summary.paper_id)
    make_summary(paper=summary.paper)
    assert current(client, "paper", summary.paper_id) != paper


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_what_is_not_public_has_none(client, log_in, writer, visibility):
    summary = make_summary(writer=writer, visibility=visibility)
    digest = card_of_summary(summary).digest
    for reader in (client, log_in(writer), log_in(UserFactory(is_staff=True, is_superuser=True))):
        assert reader.get(address("summary", summary.pk, digest)).status_code == 404
        assert reader.get(address("summary", summary.pk)).status_code == 404


def test_a_hidden_one_has_none_though_it_lies_drawn(client, summary):
    here = current(client, "summary", summary.pk)
    assert client.get(here).status_code == 200
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    assert client.get(here).status_code == 404
    assert client.get(here, headers={"if-none-match": "*"}).status_code == 404


def test_anonymous_work_moves_nothing_of_its_writer(client, writer):
    make_summary(writer=writer)
    before = current(client, "writer", writer.pk)
    summary = make_summary(writer=writer, is_anonymous=True)
    assert current(client, "writer", writer.pk) == before
    card = card_of_summary(summary)
    assert card.kicker == f"Summarised by {summary.pseudonym}"
    assert "Writer" not in f"{card.kicker}{card.note}{card.corner}"
    claim_summary(summary=summary)
    assert current(client, "writer", writer.pk) != before


def test_what_is_not_there_is_404(client, writer):
    pending = PaperFactory(state="failed")
    writer.is_active = False
    writer.save()
    missing = [("paper", 99), ("paper", "x"), ("paper", pending.pk), ("summary", 99), ("writer", writer.pk)]
    missing += [("venue", 99), ("venue", "x-y"), ("category", "xx.YY"), ("site", "back"), ("nothing", 1)]
    for kind, key in [*missing, ("paper", "9" * 30)]:
        assert client.get(address(kind, key)).status_code == 404, (kind, key)


# ------------------------------------------------------------ what is spent on them


def test_it_is_drawn_once(client, summary, settings):
    here = current(client, "summary", summary.pk)
    first = client.get(here).content
    settings.PICTURES_A_MINUTE = 4
    for _ in range(6):
        assert client.get(here).content == first


def test_who_asks_for_too_many_waits(client, settings):
    settings.PICTURES_A_MINUTE = 8  # two for one address
    summaries = [make_summary() for _ in range(6)]  # where a minute ends meanwhile, some more are drawn
    answers = [client.get(current(client, "summary", summary.pk)) for summary in summaries]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_all_callers_together_wait_too(client, settings):
    settings.TRUSTED_PROXIES = 1
    settings.PICTURES_A_MINUTE = 4
    summaries = [make_summary() for _ in range(9)]
    answers = [
        client.get(current(client, "summary", summary.pk), headers={"x-forwarded-for": f"203.0.113.{number}"})
        for number, summary in enumerate(summaries)
    ]
    assert [answer.status_code for answer in answers[:4]] == [200, 200, 200, 200]
    assert answers[-1].status_code == 429


def test_a_drawer_holds_one(media):
    """So the disk holds as many as there are drawers, whatever is asked for."""
    one, other, elsewhere = f"abc{'0' * 21}", f"abc{'1' * 21}", f"abd{'0' * 21}"
    for digest in (one, other, elsewhere):
        kept.keep(digest, digest.encode())
    assert kept.find(one) is None
    assert kept.find(other) == other.encode()
    assert kept.find(elsewhere) == elsewhere.encode()
    assert len([path for path in media.rglob("*") if path.is_file()]) == 2
    assert kept.DRAWER == 3


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_three(client, number, django_assert_num_queries):
    paper = PaperFactory()
    summaries = [make_summary(paper=paper) for _ in range(number)]
    for kind, key, queries in (("summary", summaries[0].pk, 1), ("paper", paper.pk, 1)):
        here = current(client, kind, key)
        client.get(here)
        with django_assert_num_queries(queries):
            client.get(here)


# ------------------------------------------------------------ lettering


HARD = Card(
    title="Bounds on ‖𝔼[X⁴]‖ ≤ α₁² + O(√n) for Kähler–Ångström Šūpolynomials " * 6,
    kicker="Summarised by Þórður Ñandú",
    line=", ".join(["Erdős Pál", "Łukasz Kaiser"] * 30),
    note="Wörter " * 80,
    corner="3 summaries",
)


@pytest.mark.parametrize(
    "card",
    [HARD, Card(title="深い学習"), Card(title="x" * 5000), Card(title=""), Card(title="\x00\u202e\ufeff🙂", note="a")],
    ids=["long", "other letters", "one word", "nothing", "odd"],
)
def test_whatever_a_title_holds_a_picture_comes_of_it(card):
    assert picture(draw(card)).size == (1200, 630)


def test_nothing_stands_in_the_margins_or_on_the_foot():
    found = picture(draw(HARD)).convert("RGB")
    paper = found.getpixel((5, 300))
    for box in ((0, 20, 76, 630), (1124, 20, 1200, 630), (76, 505, 1124, 525), (0, 610, 1200, 630)):
        colours = found.crop(box).getcolors()
        assert [colour for _, colour in colours] == [paper], box


def test_drawing_takes_a_moment():
    draw(HARD)  # the fonts are read
    assert cpu_seconds(lambda: draw(HARD)) < 0.6


def test_signs_come_from_the_font_that_has_them():
    found = runs("Aő α𝔼⁴₁", "bold")
    assert [(run.text, run.font) for run in found] == [
        ("A", "pagella-bold"),
        ("ő", "pagella-bold-ext"),
        (" ", "pagella-bold"),
        ("α", "pagella-math-greek"),
        ("𝔼", "pagella-math"),
        ("4", "pagella-bold"),
        ("1", "pagella-bold"),
    ]
    assert found[-2].shift < 0 < found[-1].shift
    assert "".join(run.text for run in runs("a\u202e学b", "regular")) == "ab"


def test_lines_are_as_wide_as_they_may_be_and_the_rest_is_cut():
    lettering = Lettering("regular", 30)
    lines, is_whole = wrap("some words " * 20, lettering, 400, 3)
    assert (len(lines), is_whole) == (3, False)
    assert lines[-1].endswith("…")
    assert all(lettering.length(line) <= 400 for line in lines)
    assert wrap("some words", lettering, 400, 3) == (["some words"], True)
    assert wrap("", lettering, 400, 3) == ([], True)
    broken, is_whole = wrap("w" * 60, lettering, 400, 9)
    assert is_whole
    assert "".join(broken) == "w" * 60


# ------------------------------------------------------------ heads of pages


def head(client, page: str) -> dict[str, str]:
    content = client.get(page).content.decode()
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', content))


def test_pages_name_their_picture(client, summary):
    venue = Venue.objects.create(slug="wok", name="Workshop", kind="conference")
    PaperFactory(venue=venue, venue_year=2021)
    pages = ["/", f"/papers/{summary.paper_id}/", f"/summaries/{summary.pk}/", "/users/writer/"]
    for page in [*pages, "/venues/wok/", "/venues/wok/2021/", "/categories/cs.LG/"]:
        found = head(client, page)
        assert found["og:url"] == f"http://127.0.0.1:8000{page}"
        assert found["twitter:card"] == "summary_large_image"
        assert all(found.values()), found
        there = found["og:image"].removeprefix("http://127.0.0.1:8000")
        assert picture(client.get(there).content).size == (1200, 630), page  # not led elsewhere
    assert head(client, "/about/") == {}


def test_a_summary_is_shared_with_its_short_form(client, summary):
    found = head(client, f"/summaries/{summary.pk}/")
    assert found["og:title"] == f"{summary.paper}, summarised by Writer"
    assert found["og:description"] == "A large square."
    assert found["og:type"] == "article"
    assert "A large square" in found["og:image:alt"]


def test_pages_for_few_name_nothing(client, log_in, writer):
    summary = make_summary(writer=writer, visibility="unlisted")
    assert head(client, summary.shared_url) == {}
    assert head(log_in(writer), f"/summaries/{summary.pk}/") == {}
    hidden = make_summary(writer=writer)
    hide_summary(summary=hidden, by=UserFactory(is_staff=True), reason="x")
    assert head(log_in(writer), f"/summaries/{hidden.pk}/") == {}


def test_an_anonymous_one_is_shared_under_its_pseudonym(client, log_in, writer):
    summary = make_summary(writer=writer, is_anonymous=True)
    for reader in (client, log_in(writer)):
        found = head(reader, f"/summaries/{summary.pk}/")
        assert found["og:title"].endswith(f"summarised by {summary.pseudonym}")
        assert "Writer" not in "".join(value.replace("Ada Writer", "") for value in found.values())


def test_the_front_picture_says_what_the_site_is():
    assert card_of_site().title.startswith("Summaries of research papers")
