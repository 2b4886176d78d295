import itertools
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from changes.models import Change, Cursor
from changes.services import note_changes
from papers.models import Paper, PaperIdentifier
from papers.records import AuthorRecord, PaperRecord
from papers.services import merge_papers, save_record
from summaries.literature import MAXIMUM_LEVELS, MAXIMUM_WORKS, load_closure, surroundings_of
from summaries.models import Reference, Summary
from summaries.rendering import NOTHING_KNOWN, RENDERER_VERSION, Work
from summaries.services import Text, edit_summary, text_of
from summaries.services.references import MAXIMUM_REFERENCES, context_of, follow_papers, save_references
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
TRANSFORMER, RESNET = "1706.03762", "1512.03385"


@pytest.fixture
def transformer() -> Paper:
    return PaperFactory(title="Attention Is All You Need", arxiv_id=TRANSFORMER, year=2017)


@pytest.fixture
def resnet() -> Paper:
    return PaperFactory(title="Deep Residual Learning", arxiv_id=RESNET, year=2015)


def rows_of(summary: Summary) -> set[tuple[str, str, str]]:
    return set(summary.references.values_list("kind", "value", "how"))


def change_body(summary: Summary, body: str) -> Summary:
    from dataclasses import replace

    return edit_summary(summary=summary, text=replace(text_of(summary), body=body))


# What a text names


def test_the_context_knows_the_papers_that_a_text_names(transformer, django_assert_num_queries):
    PaperIdentifier.objects.create(paper=transformer, kind="doi", value="10.5555/3295222")
    PaperFactory(title="Not asked for")
    body = f"As [[arxiv:{TRANSFORMER}v5]], [[doi:10.5555/3295222]] and [[arxiv:2001.99999]] say."
    with django_assert_num_queries(1):
        works = context_of(body).works
    work = Work("Attention Is All You Need", f"/papers/{transformer.pk}/")
    assert works == {("arxiv", TRANSFORMER): work, ("doi", "10.5555/3295222"): work}


def test_titles_in_the_context_are_plain_text():
    PaperFactory(title=r"On the {\'e}tale $\alpha_s$", arxiv_id="2101.11111")
    assert "\\" not in context_of("[[arxiv:2101.11111]]").works["arxiv", "2101.11111"].title


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_the_context_leaves_out_papers_without_metadata(state):
    PaperFactory(title="", state=state, next_attempt_at=timezone.now(), arxiv_id=TRANSFORMER)
    assert context_of(f"[[arxiv:{TRANSFORMER}]]") == NOTHING_KNOWN


def test_a_text_that_names_nothing_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert context_of("Only words, and `[[arxiv:1706.03762]]` in code.") == NOTHING_KNOWN


def test_rows_say_what_the_text_says(paper):
    body = (
        f"It builds on [[builds on arxiv:{TRANSFORMER}]] and speaks of [[arxiv:{RESNET}]], again [[arxiv:{RESNET}v2]], "
        "[[doi:10.1000/ABC]], \\cite{arxiv:1412.6980} and https://arxiv.org/abs/1312.6114v2."
    )
    summary = make_summary(paper=paper, body=body)
    assert rows_of(summary) == {
        ("arxiv", TRANSFORMER, "builds_on"),
        ("arxiv", RESNET, "mentions"),
        ("doi", "10.1000/abc", "mentions"),
        ("arxiv", "1412.6980", "mentions"),
        ("arxiv", "1312.6114", "mentions"),
    }


def test_rows_follow_an_edit_and_a_repetition_changes_nothing(paper):
    summary = make_summary(paper=paper, body=f"[[arxiv:{TRANSFORMER}]] and [[arxiv:{RESNET}]]")
    kept = summary.references.get(value=RESNET).pk
    summary = change_body(summary, f"[[builds on arxiv:{TRANSFORMER}]] and [[arxiv:{RESNET}]] and [[arxiv:1412.6980]]")
    assert rows_of(summary) == {
        ("arxiv", TRANSFORMER, "builds_on"),
        ("arxiv", RESNET, "mentions"),
        ("arxiv", "1412.6980", "mentions"),
    }
    assert summary.references.get(value=RESNET).pk == kept
    before = set(Reference.objects.values_list("pk", flat=True))
    save_references(summary)
    assert set(Reference.objects.values_list("pk", flat=True)) == before
    assert rows_of(change_body(summary, "Nothing.")) == set()


def test_a_text_has_so_many_references_and_no_more(paper):
    body = " ".join(f"[[arxiv:2101.{number:05d}]]" for number in range(1, MAXIMUM_REFERENCES + 3))
    summary = make_summary(paper=paper, body=body)
    assert summary.references.count() == MAXIMUM_REFERENCES
    assert not summary.references.filter(value=f"2101.{MAXIMUM_REFERENCES + 1:05d}").exists()


# A paper that arrives later


def record(title: str, version: int = 1) -> PaperRecord:
    return PaperRecord(
        arxiv_id=TRANSFORMER,
        version=version,
        title=title,
        abstract="We look.",
        authors=(AuthorRecord("Ada Writer"),),
        primary_category="cs.CL",
        categories=("cs.CL",),
    )


def test_a_paper_that_arrives_or_changes_its_title_marks_the_texts_that_name_it(paper):
    naming, other = make_summary(paper=paper, body=f"See [[arxiv:{TRANSFORMER}]]."), make_summary(body="No names.")
    follow_papers()
    Change.objects.update(at=timezone.now() - timezone.timedelta(hours=1))
    for title, version in (("Attention", 1), ("Attention Is All You Need", 2)):
        save_record(record(title, version))
        follow_papers()
        naming.refresh_from_db()
        other.refresh_from_db()
        assert (naming.renderer_version, other.renderer_version) == (0, RENDERER_VERSION)
        Summary.objects.update(renderer_version=RENDERER_VERSION)
        Change.objects.update(at=timezone.now() - timezone.timedelta(hours=1))
    follow_papers()  # nothing new
    naming.refresh_from_db()
    assert naming.renderer_version == RENDERER_VERSION


def test_a_change_with_a_lower_number_that_commits_late_is_not_missed(paper, transformer):
    naming = make_summary(paper=paper, body=f"See [[arxiv:{TRANSFORMER}]].")
    note_changes(Change.What.PAPER, [transformer.pk])
    Cursor.objects.create(follower="mentions", change_id=Change.objects.latest("pk").pk)
    follow_papers()
    naming.refresh_from_db()
    assert naming.renderer_version == 0


def test_a_follower_that_fails_reads_the_same_changes_again(transformer):
    from changes.following import follow_changes

    note_changes(Change.What.PAPER, [transformer.pk])
    taken: list[list[int]] = []

    def fail(ids: list[int]) -> None:
        raise ValueError("out of order")

    with pytest.raises(ValueError, match="out of order"):
        follow_changes(follower="x", what=Change.What.PAPER, take=fail)
    assert follow_changes(follower="x", what=Change.What.PAPER, take=taken.append) is False
    assert taken == [[transformer.pk]]
    assert Cursor.objects.get(follower="x").change_id == Change.objects.latest("pk").pk


# What the pages show


def test_a_paper_shows_who_mentions_it_and_what_builds_on_what(client, writer, paper, transformer):
    make_summary(paper=paper, writer=writer, body=f"On [[builds on arxiv:{TRANSFORMER}]], see [[arxiv:2001.99999]].")
    page = client.get(f"/papers/{transformer.pk}/").content.decode()
    assert "Mentioned in" in page
    assert "Built on by" in page
    assert page.count(paper.title) == 2
    assert 'summary by <a href="/users/writer/">Writer</a>' in page
    own = client.get(f"/papers/{paper.pk}/").content.decode()
    assert "Builds on" in own
    assert f'href="/papers/{paper.pk}/path/"' in own
    assert transformer.title in own
    assert "Mentioned in" not in own


def test_nothing_of_a_summary_that_is_not_public_shows(client, writer, paper, transformer):
    body = f"[[builds on arxiv:{TRANSFORMER}]]"
    make_summary(paper=paper, writer=writer, body=body, visibility="private")
    make_summary(paper=paper, body=body, visibility="unlisted")
    hidden = make_summary(paper=paper, body=body)
    Summary.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    assert Reference.objects.count() == 3
    for address in ("", "mentions/", "path/"):
        page = client.get(f"/papers/{transformer.pk}/{address}").content.decode()
        assert paper.title not in page
    assert transformer.title not in client.get(f"/papers/{paper.pk}/path/").content.decode()
    answer = client.get(f"/api/v1/papers/{transformer.pk}/references/").json()
    assert answer == {"mentioned_in": [], "has_more_mentions": False, "builds_on": [], "built_on_by": []}


def test_an_anonymous_summary_is_named_after_nobody(client, api, transformer):
    secret = UserFactory(username="concealed", display_name="Concealed Person")
    make_summary(writer=secret, body=f"[[arxiv:{TRANSFORMER}]]", is_anonymous=True)
    for address in (f"/papers/{transformer.pk}/", f"/papers/{transformer.pk}/mentions/"):
        page = client.get(address).content.decode()
        assert "summary by" in page
        assert "concealed" not in page.lower()
    answer = api.get(f"/api/v1/papers/{transformer.pk}/references/")
    assert answer.json()["mentioned_in"][0]["writer"] is None
    assert "concealed" not in answer.content.decode().lower()


def test_lists_beside_a_paper_say_what_a_title_and_a_name_say_and_no_more(client, transformer):
    paper = PaperFactory(title="A <b>bold</b> claim & its proof", year=2021)
    writer = UserFactory(username="ada", display_name="<i>Ada</i> & Co")
    body = f"[[builds on arxiv:{TRANSFORMER}]] [[builds on doi:10.1000/a&b]]"
    summary = make_summary(paper=paper, writer=writer, body=body)
    moment = datetime(2024, 3, 9, 23, 59, 8, tzinfo=UTC)
    Summary.objects.filter(pk=summary.pk).update(published_at=moment)
    page = client.get(f"/papers/{transformer.pk}/").content.decode()
    title = "A &lt;b&gt;bold&lt;/b&gt; claim &amp; its proof"
    assert f'<li><a href="/papers/{paper.pk}/">{title}</a> <span class="help">2021</span></li>' in page
    assert f'<li class="mention"><a href="/summaries/{summary.pk}/">{title}</a>' in page
    assert 'summary by <a href="/users/ada/">&lt;i&gt;Ada&lt;/i&gt; &amp; Co</a>, <time' in page
    assert '<time datetime="2024-03-09T23:59:08+0000">' in page
    below = client.get(f"/papers/{paper.pk}/").content.decode()
    assert (
        f'<li><a href="/papers/{transformer.pk}/">{transformer.title}</a> <span class="help">2017</span></li>' in below
    )
    assert '" rel="nofollow">doi:10.1000/a&amp;b</a> <span class="help">not opened here yet</span></li>' in below


def test_ten_mentions_stand_on_the_page_and_all_of_them_elsewhere(client, transformer):
    for number in range(11):
        make_summary(paper=PaperFactory(title=f"Number {number:02d} of it"), body=f"[[arxiv:{TRANSFORMER}]]")
    page = client.get(f"/papers/{transformer.pk}/").content.decode()
    assert "Number 00 of it" not in page
    assert page.index("Number 10 of it") < page.index("Number 01 of it")
    assert f'href="/papers/{transformer.pk}/mentions/"' in page
    everything = client.get(f"/papers/{transformer.pk}/mentions/").content.decode()
    assert all(f"Number {number:02d} of it" in everything for number in range(11))


def test_a_paper_that_was_joined_with_another_is_found_under_both_names(client, paper, transformer):
    make_summary(paper=paper, body="[[builds on doi:10.5555/3295222]]")
    article = PaperFactory(arxiv_id="2101.00042")
    PaperIdentifier.objects.create(paper=article, kind="doi", value="10.5555/3295222")
    merge_papers(source=article, target=transformer)
    assert paper.title in client.get(f"/papers/{transformer.pk}/").content.decode()
    for address in ("path/", "mentions/"):
        moved = client.get(f"/papers/{article.pk}/{address}")
        assert moved.headers["Location"] == f"/papers/{transformer.pk}/{address}"


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_queries_for_any_number_of_rows(
    client, api, transformer, number, django_assert_num_queries
):
    below = [PaperFactory() for _ in range(number)]
    text = " ".join(f"[[builds on arxiv:{paper.arxiv_id}]]" for paper in below)
    make_summary(paper=transformer, body=text)
    for _ in range(number):
        make_summary(body=f"[[builds on arxiv:{TRANSFORMER}]]")
    for address, queries in (("", 13), ("mentions/", 3), ("path/", 5)):
        with django_assert_num_queries(queries):
            client.get(f"/papers/{transformer.pk}/{address}")
    with django_assert_num_queries(7):
        answer = api.get(f"/api/v1/papers/{transformer.pk}/references/").json()
    assert [len(answer[name]) for name in ("mentioned_in", "builds_on", "built_on_by")] == [number] * 3


# Reading paths


def build_on(paper: Paper, *names: str) -> None:
    make_summary(paper=paper, body=" ".join(f"[[builds on arxiv:{name}]]" for name in names))


def test_the_path_is_drawn_and_listed(client, paper, transformer, resnet):
    build_on(paper, TRANSFORMER, "2001.99999")
    build_on(transformer, RESNET)
    page = client.get(f"/papers/{paper.pk}/path/").content.decode()
    titles = [resnet.title, transformer.title, paper.title]
    listed = page[page.index("In order") :]
    assert sorted(titles, key=listed.index) == titles
    assert 'href="/abs/2001.99999"' in listed
    assert "not opened here yet" in listed
    assert page.count("<svg") == 2
    assert "style=" not in page
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert all(f"<title>{title}</title>" in drawn for title in [*titles, "arXiv:2001.99999"])
    assert drawn.count('class="path-arrow"') == 3


def test_a_paper_without_a_path_says_how_one_grows(client, paper):
    page = client.get(f"/papers/{paper.pk}/path/").content.decode()
    assert "[[builds on arxiv:1706.03762]]" in page
    assert "<svg" not in page


def test_papers_that_build_on_each_other_do_not_hang_the_page(client, transformer, resnet):
    build_on(transformer, RESNET, TRANSFORMER)
    build_on(resnet, TRANSFORMER)
    page = client.get(f"/papers/{transformer.pk}/path/").content.decode()
    listed = page[page.index("In order") :]
    assert listed.index(resnet.title) < listed.index(transformer.title)


def test_a_path_has_an_end():
    chain = [PaperFactory() for _ in range(MAXIMUM_LEVELS + 2)]
    for later, earlier in itertools.pairwise(chain):
        build_on(later, earlier.arxiv_id)
    assert len(load_closure(chain[0]).works) == MAXIMUM_LEVELS + 1
    broad = PaperFactory()
    build_on(broad, *(f"2102.{number:05d}" for number in range(1, 60)))
    assert len(load_closure(broad).works) == MAXIMUM_WORKS


def test_two_names_of_one_paper_are_one_work(paper, transformer):
    PaperIdentifier.objects.create(paper=transformer, kind="doi", value="10.5555/3295222")
    make_summary(paper=paper, body=f"[[builds on arxiv:{TRANSFORMER}]] [[builds on doi:10.5555/3295222]]")
    assert [work.paper for work in surroundings_of(paper).below] == [transformer]


def test_addresses_of_papers_that_are_not_there(client, api, paper):
    for address in ("path", "mentions"):
        assert client.get(f"/papers/99999/{address}/").status_code == 404
        assert client.post(f"/papers/{paper.pk}/{address}/").status_code == 405
    assert api.get("/api/v1/papers/99999/references/").json()["code"] == "not_found"
    assert api.post(f"/api/v1/papers/{paper.pk}/references/").status_code in {401, 405}


def test_the_api_tells_references(api, writer, paper, transformer):
    summary = make_summary(
        paper=paper, writer=writer, body=f"[[builds on arxiv:{TRANSFORMER}]] [[builds on doi:10.1/x]]"
    )
    answer = api.get(f"/api/v1/papers/{paper.pk}/references/").json()
    assert {work["identifier"]: work["paper"] for work in answer["builds_on"]} == {
        f"arxiv:{TRANSFORMER}": transformer.pk
    }
    mention = api.get(f"/api/v1/papers/{transformer.pk}/references/").json()["mentioned_in"][0]
    assert (mention["id"], mention["paper"], mention["writer"]) == (summary.pk, paper.pk, "writer")


def test_a_text_keeps_its_publication_in_one_piece(paper, writer):
    """The rows are written in the saving's transaction: a saving that fails leaves none."""
    from summaries.services import BodyTooLong, publish_summary

    with pytest.raises(BodyTooLong):
        publish_summary(writer=writer, paper=paper, text=Text(body=f"[[arxiv:{TRANSFORMER}]]" * 5000))
    assert not Reference.objects.exists()
