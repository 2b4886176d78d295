import re

import pytest

from summaries.formatting_examples import EXAMPLES
from summaries.models import Draft, Summary
from summaries.outline import HEADINGS, OUTLINE, with_outline
from summaries.rendering import render
from summaries.services import Text, edit_summary
from summaries.services.drafts import save_draft
from summaries.services.publishing import text_of
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db
TEXT = {"tldr": "In short.", "body": "A long thought about $x$.", "visibility": "public"}
JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


def field(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*?value="([^"]*)"|name="{name}"', page)[1] or ""


def body_of(page: str) -> str:
    return page.split('<textarea id="id_body"')[1].split("</textarea>", maxsplit=1)[0].split(">\n", 1)[1]


# ---------------------------------------------------------------- fields


def test_everything_that_a_writer_decides_is_saved(log_in, writer, paper):
    fields = {
        **TEXT,
        "visibility": "unlisted",
        "is_anonymous": "on",
        "competing_interests": "My adviser",
        "ai_use": "None",
    }
    log_in(writer).post(f"/papers/{paper.pk}/write/", fields)
    expected = Text(
        body=TEXT["body"],
        tldr="In short.",
        visibility="unlisted",
        is_anonymous=True,
        competing_interests="My adviser",
        ai_use="None",
    )
    assert text_of(Summary.objects.get()) == expected


def test_the_form_offers_them_and_says_what_they_do(log_in, writer, paper):
    page = log_in(writer).get(f"/papers/{paper.pk}/write/").content.decode()
    for words in (
        "Anyone with the address (unlisted)",
        "Sign with a pseudonym",
        "Competing interests",
        "Use of AI",
        "CC BY 4.0",
        "Insert an outline",
        "Add a picture",
    ):
        assert words in page
    assert "can still find out that it was you" in page
    assert "What you changed" not in page
    assert 'role="toolbar"' in page.split('<template id="toolbar">')[1].split("</template>")[0]
    assert page.count('role="toolbar"') == 1


def test_a_note_goes_with_the_change(log_in, writer, summary):
    client = log_in(writer)
    assert "What you changed" in client.get(f"/summaries/{summary.pk}/edit/").content.decode()
    client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "note": "Clearer", "base_revision": "1"})
    assert summary.revisions.first().note == "Clearer"


def test_the_form_shows_what_is_saved(log_in, writer):
    summary = make_summary(writer=writer, visibility="private", is_anonymous=True, ai_use="A spelling check")
    page = log_in(writer).get(f"/summaries/{summary.pk}/edit/").content.decode()
    assert 'value="private" aria-describedby' in page or re.search(r'value="private"[^>]*checked', page)
    assert re.search(r'name="is_anonymous"[^>]*checked', page)
    assert "A spelling check" in page
    assert field(page, "base_revision") == "1"


@pytest.mark.parametrize(
    "change", [{"note": "n" * 201}, {"ai_use": "a" * 501}, {"base_revision": "-1"}, {"body": "a\0b"}]
)
def test_what_is_out_of_bounds_comes_back(log_in, writer, summary, change):
    response = log_in(writer).post(f"/summaries/{summary.pk}/edit/", {**TEXT, **change})
    assert response.status_code == 422
    summary.refresh_from_db()
    assert summary.body != TEXT["body"]


# ---------------------------------------------------------------- drafts in the editor


def keep(writer, paper, body="Half a thought", **fields):
    text = {name: value for name, value in fields.items() if name in {"is_anonymous", "visibility"}}
    rest = {name: value for name, value in fields.items() if name not in text}
    return save_draft(writer=writer, paper=paper, text=Text(body=body, **text), **rest)


def test_a_draft_comes_back_with_all_that_was_chosen(log_in, writer, paper):
    keep(writer, paper, is_anonymous=True, visibility="private", note="n")
    page = log_in(writer).get(f"/papers/{paper.pk}/write/").content.decode()
    assert body_of(page) == "Half a thought"
    assert re.search(r'name="is_anonymous"[^>]*checked', page)
    assert re.search(r'value="private"[^>]*checked', page)
    assert field(page, "draft_version") == "1"
    assert "This is your draft" in page


def test_publishing_removes_the_draft(log_in, writer, paper):
    keep(writer, paper)
    keep(writer, paper, "More", version=1)
    log_in(writer).post(f"/papers/{paper.pk}/write/", {**TEXT, "draft_version": "2"})
    assert Summary.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_draft_of_another_tab_outlives_publishing(log_in, writer, paper):
    keep(writer, paper, version=4)
    client = log_in(writer)
    client.post(f"/papers/{paper.pk}/write/", {**TEXT, "draft_version": "2"})
    assert Draft.objects.get().body == "Half a thought"
    page = client.get(f"/summaries/{Summary.objects.get().pk}/edit/").content.decode()
    assert body_of(page) == "Half a thought"
    assert "What is saved now" in page
    assert TEXT["body"] in page.split("other-text")[1].split("</section>")[0]


def test_saving_a_change_removes_the_draft_too(log_in, writer, summary):
    keep(writer, summary.paper, base_revision=1)
    client = log_in(writer)
    page = client.get(f"/summaries/{summary.pk}/edit/").content.decode()
    assert body_of(page) == "Half a thought"
    assert "What is saved now" not in page
    client.post(
        f"/summaries/{summary.pk}/edit/", {**TEXT, "draft_version": field(page, "draft_version"), "base_revision": "1"}
    )
    assert not Draft.objects.exists()


def test_a_draft_that_equals_what_is_saved_is_none(log_in, writer, summary):
    text = text_of(summary)
    save_draft(writer=writer, paper=summary.paper, text=text, base_revision=1)
    page = log_in(writer).get(f"/summaries/{summary.pk}/edit/").content.decode()
    assert "This is your draft" not in page


def test_a_draft_begun_before_the_last_change_is_shown_beside_it(log_in, writer, summary):
    keep(writer, summary.paper, base_revision=1)
    edit_summary(summary=summary, text=Text(body="From another machine"))
    client = log_in(writer)
    page = client.get(f"/summaries/{summary.pk}/edit/").content.decode()
    assert body_of(page) == "Half a thought"
    assert "From another machine" in page
    assert "after you began this one" in page
    fields = {**TEXT, "base_revision": field(page, "base_revision"), "draft_version": "1"}
    assert client.post(f"/summaries/{summary.pk}/edit/", fields).status_code == 302


# ---------------------------------------------------------------- two tabs


def test_the_second_tab_is_told_and_saves_again(log_in, writer, summary):
    client = log_in(writer)
    base = field(client.get(f"/summaries/{summary.pk}/edit/").content.decode(), "base_revision")
    client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "body": "Of the first tab", "base_revision": base})
    response = client.post(
        f"/summaries/{summary.pk}/edit/", {**TEXT, "body": "Of the second tab", "base_revision": base}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "changed since you opened it" in page
    assert body_of(page) == "Of the second tab"
    assert "Of the first tab" in page.split("other-text")[1].split("</section>")[0]
    again = {**TEXT, "body": "Of both", "base_revision": field(page, "base_revision")}
    assert client.post(f"/summaries/{summary.pk}/edit/", again).status_code == 302
    assert [revision.body for revision in summary.revisions.all()] == [
        "Of both",
        "Of the first tab",
        "It says that $x^2$ is large.",
    ]


def test_two_tabs_with_a_first_summary(log_in, writer, paper):
    client = log_in(writer)
    client.post(f"/papers/{paper.pk}/write/", TEXT)
    response = client.post(f"/papers/{paper.pk}/write/", {**TEXT, "body": "Of the second tab"})
    page = response.content.decode()
    summary = Summary.objects.get()
    assert response.status_code == 409
    assert f'action="/summaries/{summary.pk}/edit/"' in page
    assert body_of(page) == "Of the second tab"
    assert TEXT["body"] in page.split("other-text")[1].split("</section>")[0]
    again = {**TEXT, "body": "Of both", "base_revision": field(page, "base_revision")}
    assert client.post(f"/summaries/{summary.pk}/edit/", again).status_code == 302
    summary.refresh_from_db()
    assert summary.body == "Of both"


# ---------------------------------------------------------------- for a script


def test_a_script_is_told_where_to_go(log_in, writer, paper):
    client = log_in(writer)
    answer = client.post(f"/papers/{paper.pk}/write/", TEXT, headers=JSON).json()
    summary = Summary.objects.get()
    assert answer == {"url": f"/summaries/{summary.pk}/"}
    assert client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "body": "More"}, headers=JSON).json() == answer
    assert client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "body": ""}, headers=JSON).status_code == 422


def test_a_script_is_told_that_the_log_in_is_gone(client, summary):
    for address in (f"/papers/{summary.paper_id}/write/", f"/summaries/{summary.pk}/edit/"):
        response = client.post(address, TEXT, headers=JSON)
        assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert "kept_summary" not in client.session


# ---------------------------------------------------------------- logged out in between


def test_a_change_sent_while_logged_out_waits_with_all_its_fields(client, writer, summary):
    fields = {
        **TEXT,
        "visibility": "private",
        "is_anonymous": "on",
        "note": "n",
        "base_revision": "1",
        "writer": str(writer.pk),
        "paper": str(summary.paper_id),
    }
    response = client.post(f"/summaries/{summary.pk}/edit/", fields)
    assert response.headers["Location"] == f"/accounts/login/?next=/summaries/{summary.pk}/edit/"
    client.force_login(writer)
    page = client.get(f"/summaries/{summary.pk}/edit/").content.decode()
    assert body_of(page) == TEXT["body"]
    assert "Your text is back" in page
    assert 'name="is_anonymous"' not in page  # published under a name, it keeps it
    assert field(page, "note") == "n"
    assert " data-unsaved" in page


def test_a_waiting_text_is_handed_to_nobody_else(client, writer, stranger, paper):
    client.post(f"/papers/{paper.pk}/write/", {**TEXT, "writer": str(writer.pk)})
    client.force_login(stranger)
    assert TEXT["body"] not in client.get(f"/papers/{paper.pk}/write/").content.decode()


def test_a_waiting_text_hides_no_draft(client, writer, paper):
    keep(writer, paper)
    client.post(f"/papers/{paper.pk}/write/", {**TEXT, "writer": str(writer.pk)})
    client.force_login(writer)
    page = client.get(f"/papers/{paper.pk}/write/").content.decode()
    assert body_of(page) == TEXT["body"]
    assert "Half a thought" in page.split("other-text")[1].split("</section>")[0]
    assert field(page, "draft_version") == "1"


def test_a_waiting_change_built_on_an_older_revision_is_shown_beside_the_newer(client, writer, summary):
    client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "base_revision": "1", "paper": str(summary.paper_id)})
    edit_summary(summary=summary, text=Text(body="From another machine"))
    client.force_login(writer)
    page = client.get(f"/summaries/{summary.pk}/edit/").content.decode()
    assert body_of(page) == TEXT["body"]
    assert "From another machine" in page


def test_a_missing_summary_tells_nothing_to_who_is_logged_out(client):
    assert client.post("/summaries/999/edit/", TEXT).headers["Location"].startswith("/accounts/login/")
    assert "kept_summary" not in client.session


def test_who_is_logged_out_learns_no_paper_of_a_private_summary(client, private_summary):
    client.post(f"/summaries/{private_summary.pk}/edit/", {**TEXT, "base_revision": "1"})
    assert "kept_summary" not in client.session


def test_a_text_that_waits_is_no_longer_than_a_draft(client, paper):
    client.post(f"/papers/{paper.pk}/write/", {**TEXT, "body": "x" * 300_000})
    assert len(client.session["kept_summary"]["fields"]["body"]) == 200_000


def test_what_was_published_keeps_its_name_or_pseudonym_whatever_the_form_says(log_in, writer):
    anonymous = make_summary(writer=writer, is_anonymous=True)
    signed = make_summary(writer=writer)
    client = log_in(writer)
    for summary, sent in ((anonymous, {}), (signed, {"is_anonymous": "on"})):
        page = client.get(f"/summaries/{summary.pk}/edit/").content.decode()
        assert 'name="is_anonymous"' not in page
        assert ("Put your name on it" in page) == summary.is_anonymous
        fields = {**TEXT, "visibility": "public", "base_revision": "1", **sent}
        assert client.post(f"/summaries/{summary.pk}/edit/", fields).status_code == 302
        before = summary.is_anonymous
        summary.refresh_from_db()
        assert (summary.body, summary.is_anonymous) == (TEXT["body"], before)


# ---------------------------------------------------------------- outline


def test_the_outline_is_put_below_what_is_there():
    assert with_outline("") == OUTLINE
    assert with_outline("Mine\n") == f"Mine\n\n{OUTLINE}"
    assert [line[3:] for line in OUTLINE.splitlines() if line] == list(HEADINGS)
    assert HEADINGS == ("Why", "Key insights", "How it works", "Strengths", "Limits", "You might also like")


def test_the_outline_without_a_script_keeps_the_form(log_in, writer, paper):
    page = (
        log_in(writer)
        .post(f"/papers/{paper.pk}/preview/", {**TEXT, "outline": "1", "draft_version": "7"})
        .content.decode()
    )
    assert body_of(page) == with_outline(TEXT["body"])
    assert 'value="In short."' in page
    assert field(page, "draft_version") == "7"


def test_the_outline_by_address(log_in, writer, paper):
    client = log_in(writer)
    assert body_of(client.get(f"/papers/{paper.pk}/write/?template=1").content.decode()) == OUTLINE
    keep(writer, paper)
    assert body_of(client.get(f"/papers/{paper.pk}/write/?template=1").content.decode()) == with_outline(
        "Half a thought"
    )
    assert not Summary.objects.exists()


# ---------------------------------------------------------------- preview


def test_the_preview_counts_words_for_script_and_page_alike(log_in, writer, paper):
    client = log_in(writer)
    fields = {**TEXT, "body": "word " * 1234}
    fragment = client.post(f"/papers/{paper.pk}/preview/", fields, headers=HTMX).content.decode()
    page = client.post(f"/papers/{paper.pk}/preview/", fields).content.decode()
    for answer in (fragment, page):
        assert "1,234 words, 6 minutes to read" in answer
    empty = client.post(f"/papers/{paper.pk}/preview/", {}, headers=HTMX).content.decode()
    assert "to read" not in empty


def test_the_preview_shows_advice(log_in, writer, paper, monkeypatch):
    from django.template.loader import render_to_string

    from summaries.checks import Advice

    html = render_to_string(
        "summaries/_preview.html", {"html": "x", "advice": [Advice("short", "It is <very> short.")]}
    )
    assert "It is &lt;very&gt; short." in html
    assert "you can publish as it is" in html
    assert "Before you publish" not in render_to_string("summaries/_preview.html", {"html": "x", "advice": []})


def test_the_preview_of_an_unknown_paper(log_in, writer):
    assert log_in(writer).post("/papers/999/preview/", TEXT, headers=HTMX).status_code == 404


@pytest.mark.parametrize("body", ["", "\n\n  indented", "</textarea><script>1</script>", "a\r\nb", "&amp; <b>"])
def test_the_text_comes_back_as_it_was(log_in, writer, paper, body):
    from html import unescape

    page = log_in(writer).post(f"/papers/{paper.pk}/preview/", {**TEXT, "body": body}).content.decode()
    assert unescape(body_of(page)) == body
    assert "<script>1" not in page


def test_the_preview_costs_few_queries(log_in, writer, paper, django_assert_num_queries):
    client = log_in(writer)
    with django_assert_num_queries(1):  # the paper; nobody is asked who it is
        client.post(f"/papers/{paper.pk}/preview/", TEXT, headers=HTMX)


# ---------------------------------------------------------------- help on formatting


def test_the_page_on_formatting_shows_what_really_happens(client):
    page = client.get("/formatting/").content.decode()
    for _, source in EXAMPLES:
        assert render(source) in page
    assert "[[builds on arxiv:" in page
    assert client.post("/formatting/").status_code == 405


def test_the_editor_leads_to_it(log_in, writer):
    page = log_in(writer).get(f"/papers/{PaperFactory().pk}/write/").content.decode()
    assert 'href="/formatting/"' in page
