import pytest
from django.utils import timezone

from summaries.models import Summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
TEXT = {"tldr": "In short.", "body": "A long thought about $x$.", "visibility": "public"}


def test_writing_publishes_and_leads_to_the_summary(log_in, writer, paper):
    response = log_in(writer).post(f"/papers/{paper.pk}/write/", TEXT)
    summary = Summary.objects.get()
    assert response.headers["Location"] == f"/summaries/{summary.pk}/"
    assert (summary.writer, summary.paper, summary.tldr) == (writer, paper, "In short.")


def test_the_editor_shows_the_paper(log_in, writer, paper):
    page = log_in(writer).get(f"/papers/{paper.pk}/write/").content.decode()
    assert paper.title in page
    assert "CC BY 4.0" in page


def test_a_double_submit_is_one_summary(log_in, writer, paper):
    client = log_in(writer)
    first = client.post(f"/papers/{paper.pk}/write/", TEXT)
    second = client.post(f"/papers/{paper.pk}/write/", TEXT)
    assert first.headers["Location"] == second.headers["Location"]
    assert Summary.objects.count() == 1


def test_a_second_text_for_the_paper_is_kept_in_the_form(log_in, writer, summary):
    response = log_in(writer).post(f"/papers/{summary.paper_id}/write/", {**TEXT, "body": "Another attempt"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Another attempt" in page
    assert f"/summaries/{summary.pk}/edit/" in page


def test_a_text_on_a_paper_that_failed_meanwhile_is_kept_in_the_form(log_in, writer):
    paper = PaperFactory(state="failed")
    response = log_in(writer).post(f"/papers/{paper.pk}/write/", TEXT)
    page = response.content.decode()
    assert response.status_code == 409
    assert "could not be found at its source" in page
    assert TEXT["body"] in page


def test_opening_the_editor_again_leads_to_the_existing_text(log_in, writer, summary):
    response = log_in(writer).get(f"/papers/{summary.paper_id}/write/")
    assert response.headers["Location"] == f"/summaries/{summary.pk}/edit/"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body": ""}, "A summary needs some text."),
        ({"body": "lot of text " * 170_000}, "Nothing is lost"),
        ({"tldr": "t" * 301}, "at most 300 characters"),
        ({"visibility": "secret"}, "not one of the available choices"),
    ],
    ids=["empty", "2 MB", "long sentence", "unknown visibility"],
)
def test_bad_input_comes_back_with_the_text(log_in, writer, paper, change, message):
    fields = {**TEXT, **change}
    response = log_in(writer).post(f"/papers/{paper.pk}/write/", fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert fields["body"].strip()[:1000] in page
    assert len(page) > len(fields["body"])
    assert not Summary.objects.exists()


def test_a_text_sent_while_logged_out_waits_for_its_writer(client, writer, paper):
    response = client.post(f"/papers/{paper.pk}/write/", TEXT)
    assert response.headers["Location"] == f"/accounts/login/?next=/papers/{paper.pk}/write/"
    client.force_login(writer)
    page = client.get(f"/papers/{paper.pk}/write/").content.decode()
    assert TEXT["body"] in page
    assert "Your text is back" in page
    again = client.get(f"/papers/{paper.pk}/write/").content.decode()
    assert TEXT["body"] not in again


def test_a_kept_text_belongs_to_its_paper(client, writer, paper):
    client.post(f"/papers/{paper.pk}/write/", TEXT)
    client.force_login(writer)
    other = PaperFactory()
    assert TEXT["body"] not in client.get(f"/papers/{other.pk}/write/").content.decode()


def test_editing(log_in, writer, summary):
    client = log_in(writer)
    assert summary.body in client.get(f"/summaries/{summary.pk}/edit/").content.decode()
    response = client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "visibility": "private"}, follow=True)
    summary.refresh_from_db()
    assert (summary.body, summary.visibility) == (TEXT["body"], "private")
    assert "Your changes are saved." in response.content.decode()
    assert client.post(f"/summaries/{summary.pk}/edit/", {**TEXT, "body": ""}).status_code == 422


def test_nobody_else_edits_or_deletes(client, log_in, stranger, summary):
    for address in ("edit", "delete"):
        assert (
            client.post(f"/summaries/{summary.pk}/{address}/", TEXT).headers["Location"].startswith("/accounts/login/")
        )
    assert log_in(stranger).post(f"/summaries/{summary.pk}/edit/", TEXT).status_code == 404
    assert log_in(stranger).post(f"/summaries/{summary.pk}/delete/").status_code == 403
    summary.refresh_from_db()
    assert summary.body != TEXT["body"]


def test_deleting_asks_first(log_in, writer, summary):
    client = log_in(writer)
    assert "gone for good" in client.get(f"/summaries/{summary.pk}/delete/").content.decode()
    assert Summary.objects.exists()
    assert client.post(f"/summaries/{summary.pk}/delete/").headers["Location"] == f"/papers/{summary.paper_id}/"
    assert not Summary.objects.exists()


def test_preview_is_what_the_page_will_show(log_in, writer, paper):
    client = log_in(writer)
    fragment = client.post(f"/papers/{paper.pk}/preview/", TEXT, headers={"HX-Request": "true"}).content.decode()
    client.post(f"/papers/{paper.pk}/write/", TEXT)
    assert Summary.objects.get().html in fragment
    assert "<html" not in fragment


def test_preview_without_a_script_keeps_the_form(log_in, writer, paper):
    page = log_in(writer).post(f"/papers/{paper.pk}/preview/", {**TEXT, "visibility": "private"}).content.decode()
    assert "<mi>x</mi>" in page
    assert TEXT["body"] in page
    assert 'value="In short."' in page
    assert "private" in page


def test_preview_of_too_much_and_of_nothing(log_in, writer, paper):
    client = log_in(writer)
    assert (
        "Nothing is lost"
        in client.post(
            f"/papers/{paper.pk}/preview/", {"body": "x" * 50_001}, headers={"HX-Request": "true"}
        ).content.decode()
    )
    assert (
        "Your text appears here"
        in client.post(f"/papers/{paper.pk}/preview/", {}, headers={"HX-Request": "true"}).content.decode()
    )


def test_a_private_summary_is_found_nowhere_by_others(client, log_in, stranger, writer, private_summary):
    paper = private_summary.paper_id
    addresses = ["/", "/?sort=new", "/?sort=top", f"/papers/{paper}/", f"/users/{writer.username}/"]
    for reader in (client, log_in(stranger)):
        assert reader.get(f"/summaries/{private_summary.pk}/").status_code == 404
        for address in addresses:
            page = reader.get(address).content.decode()
            assert "A secret thought." not in page
            assert "Secret." not in page
    own = log_in(writer)
    assert "A secret thought." in own.get(f"/summaries/{private_summary.pk}/").content.decode()
    assert "A secret thought." in own.get(f"/papers/{paper}/").content.decode()
    assert "A secret thought." in own.get(f"/users/{writer.username}/").content.decode()


def test_pages_of_things_that_are_not_there(client):
    for address in ("/summaries/99/", "/users/nobody/", "/papers/99/", "/nothing", "/papers/99/write/"):
        assert client.get(address).status_code == 404, address


def test_front_page_orders(client):
    old, new = make_summary(tldr="The old one."), make_summary(tldr="The new one.")
    Summary.objects.filter(pk=old.pk).update(
        upvotes=9, score=9, hot=1.0, published_at=timezone.now() - timezone.timedelta(days=40)
    )
    Summary.objects.filter(pk=new.pk).update(hot=2.0)

    def order(address: str) -> list[str]:
        page = client.get(address).content.decode()
        return sorted((t for t in ("The old one.", "The new one.") if t in page), key=page.index)

    assert order("/") == ["The new one.", "The old one."]
    assert order("/?sort=new") == ["The new one.", "The old one."]
    assert order("/?sort=top") == ["The old one.", "The new one."]
    assert order("/?sort=top&period=month") == ["The new one."]
    assert order("/?sort=top&period=year") == ["The old one.", "The new one."]
    assert order("/?sort=nonsense&period=nonsense") == ["The new one.", "The old one."]


def test_front_page_pages_through_everything_once(client):
    for number in range(33):
        make_summary(tldr=f"Number {number:02d}.")
    address, seen = "/?sort=new", []
    for _ in range(10):
        page = client.get(address).content.decode()
        seen += [number for number in range(33) if f"Number {number:02d}." in page]
        if 'rel="next"' not in page:
            break
        address = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert sorted(seen) == list(range(33))
    assert len(seen) == 33
    back = page.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Number 10." in client.get("/" + back).content.decode()


def test_a_broken_page_address_is_explained(client):
    response = client.get("/?after=nonsense")
    assert response.status_code == 400
    assert "start again from the first page" in response.content.decode()


def test_empty_lists_say_what_to_do(client, writer, log_in, paper):
    assert "There is no summary here yet." in client.get("/").content.decode()
    assert "Nothing was published in the last 24 hours." in client.get("/?sort=top&period=day").content.decode()
    assert "Nobody has summarised this paper here." in client.get(f"/papers/{paper.pk}/").content.decode()
    assert "has not published a summary yet" in client.get("/users/writer/").content.decode()
    assert "You have not published a summary yet" in log_in(writer).get("/users/writer/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_queries_for_any_number_of_rows(client, log_in, number, django_assert_num_queries):
    paper, writer, reader = PaperFactory(), UserFactory(), UserFactory()
    for _ in range(number):
        make_summary(paper=paper)
        make_summary(writer=writer)
    for address, queries in (("/", 3), (f"/papers/{paper.pk}/", 10), (f"/users/{writer.username}/", 8)):
        with django_assert_num_queries(queries):
            client.get(address)
    reader_client = log_in(reader)
    reader_client.get("/")  # the first visit of all is written down
    with django_assert_num_queries(7):  # four more for session, user, unread notices and the last visit
        reader_client.get("/")


def test_wrong_methods(client, summary):
    for address in ("/", f"/summaries/{summary.pk}/", f"/papers/{summary.paper_id}/"):
        assert client.post(address).status_code == 405
    assert client.get(f"/papers/{summary.paper_id}/preview/").status_code == 405
