import pytest

from papers.models import Paper, PaperRedirect, Resource
from papers.services import CannotMerge, NotMerged, merge_papers, undo_merge
from summaries.models import Summary
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Vote
from votes.services import cast_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> object:
    return UserFactory(username="moderator", is_staff=True)


@pytest.fixture
def pair() -> tuple[Paper, Paper]:
    return PaperFactory(arxiv_id="2101.00001"), PaperFactory(arxiv_id="2101.00002")


def test_everything_that_hangs_on_a_paper_follows_it(pair, writer, voter, moderator, client):
    source, target = pair
    summary = make_summary(paper=source, writer=writer)
    cast_vote(voter=voter, summary=summary, value=1)
    Resource.objects.create(paper=source, kind="code", url="https://example.org/c", title="Code", added_by=writer)
    merge_papers(source=source, target=target, by=moderator, reason="the same text")
    source.refresh_from_db()
    target.refresh_from_db()
    summary.refresh_from_db()
    assert (source.state, source.summary_count, target.summary_count) == ("merged", 0, 1)
    assert (summary.paper, summary.upvotes, Vote.objects.count()) == (target, 1, 1)
    assert target.resources.get().title == "Code"
    for address in (f"/papers/{source.pk}/", "/abs/2101.00001", "/abs/2101.00002"):
        response = client.get(address, follow=True)
        assert response.redirect_chain[-1][0] == f"/papers/{target.pk}/"
        assert "It says that" in response.content.decode()
    answer = client.get(f"/api/v1/papers/{source.pk}/").json()
    assert (answer["id"], answer["summary_count"]) == (target.pk, 1)
    assert client.get(f"/papers/{source.pk}.bib").getvalue() == client.get(f"/papers/{target.pk}.bib").getvalue()


def test_undoing_puts_everything_back(pair, writer, voter, moderator):
    source, target = pair
    summary = make_summary(paper=source, writer=writer)
    added_later = make_summary(paper=target)
    cast_vote(voter=voter, summary=summary, value=1)
    merge_papers(source=source, target=target, by=moderator)
    undo_merge(paper=source)
    summary.refresh_from_db()
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.state, source.arxiv_id, target.arxiv_id) == ("ready", "2101.00001", "2101.00002")
    assert (summary.paper, summary.upvotes, added_later.paper) == (source, 1, target)
    assert (source.summary_count, target.summary_count) == (1, 1)
    assert not PaperRedirect.objects.exists()


def test_who_wrote_on_both_keeps_both_texts(pair, writer, moderator):
    source, target = pair
    first = make_summary(paper=source, writer=writer, body="One.")
    make_summary(paper=target, writer=writer, body="Two.")
    merge_papers(source=source, target=target, by=moderator)
    assert sorted(Summary.objects.filter(paper=target).values_list("body", flat=True)) == ["One.", "Two."]
    undo_merge(paper=source)
    first.refresh_from_db()
    assert (first.paper, first.merged_from) == (source, None)


def test_a_chain_of_merges_leads_to_its_end(pair, moderator, client):
    first, second = pair
    third = PaperFactory()
    merge_papers(source=first, target=second, by=moderator)
    merge_papers(source=second, target=third, by=moderator)
    assert client.get(f"/papers/{first.pk}/").headers["Location"] == f"/papers/{third.pk}/"


def test_what_cannot_be_merged(pair, moderator):
    source, target = pair
    with pytest.raises(CannotMerge):
        merge_papers(source=source, target=source, by=moderator)
    with pytest.raises(NotMerged):
        undo_merge(paper=source)
    merge_papers(source=source, target=target, by=moderator)
    with pytest.raises(CannotMerge):
        merge_papers(source=source, target=PaperFactory(), by=moderator)
    with pytest.raises(CannotMerge):
        merge_papers(source=target, target=source, by=moderator)


def test_moderators_merge_and_undo_by_form(pair, moderator, log_in):
    source, target = pair
    client = log_in(moderator)
    assert f"/papers/{target.pk}/merge/" in client.get(f"/papers/{target.pk}/").content.decode()
    page = client.post(f"/papers/{target.pk}/merge/", {"other": "no such thing", "reason": ""})
    assert (page.status_code, "neither an arXiv id nor a DOI" in page.content.decode()) == (422, True)
    assert client.post(f"/papers/{target.pk}/merge/", {"other": "999999"}).status_code == 422
    fields = {"other": "arXiv:2101.00001", "reason": "same"}
    page = client.post(f"/papers/{target.pk}/merge/", fields).content.decode()
    assert "Yes, join them" in page
    assert "Both have an arXiv id of their own." in page
    assert not PaperRedirect.objects.exists()
    response = client.post(f"/papers/{target.pk}/merge/", fields | {"is_confirmed": "on"})
    assert response.headers["Location"] == f"/papers/{target.pk}/"
    assert PaperRedirect.objects.get().merged_by == moderator
    assert "Undo" in client.get(f"/papers/{target.pk}/merge/").content.decode()
    client.post(f"/papers/{source.pk}/undo-merge/")
    assert not PaperRedirect.objects.exists()


@pytest.mark.parametrize("address", ["merge/", "undo-merge/"])
def test_others_do_not_merge(pair, log_in, stranger, client, address):
    source, target = pair
    path = f"/papers/{target.pk}/{address}"
    assert client.post(path, {"other": str(source.pk)}).headers["Location"].startswith("/accounts/login/")
    assert log_in(stranger).post(path, {"other": str(source.pk)}).status_code == 403
    assert "merge/" not in log_in(stranger).get(f"/papers/{target.pk}/").content.decode()
    assert not PaperRedirect.objects.exists()


def test_a_chain_is_undone_from_its_end_and_from_its_beginning(moderator, writer):
    first, second, third = PaperFactory(), PaperFactory(), PaperFactory()
    texts = {
        paper: make_summary(paper=paper, writer=writer, body=f"On {paper.pk}.") for paper in (first, second, third)
    }
    names = {paper: paper.arxiv_id for paper in texts}

    def everything_is_home() -> bool:
        return all(
            Paper.objects.get(pk=paper.pk).arxiv_id == names[paper]
            and Summary.objects.get(pk=text.pk).paper == paper
            and Summary.objects.get(pk=text.pk).merged_from is None
            for paper, text in texts.items()
        )

    for order in ((second, first), (first, second)):
        merge_papers(source=first, target=second, by=moderator)
        merge_papers(source=second, target=third, by=moderator)
        assert Summary.objects.filter(paper=third).count() == 3
        for paper in order:
            undo_merge(paper=paper)
        assert everything_is_home(), order


def test_what_a_moderator_has_parted_no_record_joins_again(moderator):
    from papers.records import PaperRecord
    from papers.services import save_record

    preprint = save_record(PaperRecord(title="A", arxiv_id="2103.00001", primary_category="cs.LG"))
    article = save_record(PaperRecord(title="B", dois=("10.1000/1",)))
    both = PaperRecord(title="A", arxiv_id="2103.00001", dois=("10.1000/1",), primary_category="cs.LG")
    save_record(both)
    undo_merge(paper=article)
    save_record(both)
    article.refresh_from_db()
    assert (article.state, article.doi, preprint.doi) == ("ready", "10.1000/1", "")
    merge_papers(source=article, target=preprint, by=moderator)  # by hand it can be joined still


def test_a_merged_paper_is_in_no_list(pair, moderator, client):
    source, target = pair
    Paper.objects.filter(pk=source.pk).update(title="The one that goes")
    merge_papers(source=source, target=target, by=moderator)
    author = target.authorships.first().author
    for address in ("/categories/cs.LG/", author.get_absolute_url(), "/categories/cs.LG/papers.ris"):
        content = client.get(address).getvalue().decode()
        assert "The one that goes" not in content
        assert target.title in content


def test_nothing_is_written_on_a_paper_that_was_joined_a_moment_ago(pair, moderator, writer):
    from summaries.services import PaperNotReady, Text, delete_summary, publish_summary

    source, target = pair
    summary = make_summary(paper=source, writer=writer)
    merge_papers(source=source, target=target, by=moderator)
    with pytest.raises(PaperNotReady):  # `source` here is what the request had read before
        publish_summary(writer=UserFactory(), paper=source, text=Text(body="Late."))
    delete_summary(summary=summary)
    target.refresh_from_db()
    assert target.summary_count == 0
