"""Following: the service, the button on every page that has one, and the page of what is followed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from papers.models import Author, Category, Paper
from papers.services.merging import merge_papers
from reading.models import Follow
from reading.services import (
    NotFollowable,
    OwnPage,
    TooManyFollows,
    follow,
    follower_count,
    is_following,
    unfollow,
)
from reading.services import follows as follows_module
from reading.targets import KINDS, find_target, key_of, kind_of
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.services import cast_vote, close_account, finish_closings

pytestmark = pytest.mark.django_db


@pytest.fixture
def targets(writer, paper, venue):
    return {
        "person": writer,
        "paper": paper,
        "category": Category.objects.get(code="cs.LG"),
        "venue": venue,
        "author": Author.objects.get(name="Ada Writer"),
    }


# The service


def test_twice_is_once_and_each_stands_alone(reader, targets):
    for kind, target in targets.items():
        assert not is_following(reader, target)
        follow(reader=reader, target=target)
        follow(reader=reader, target=target)
        assert [row.kind for row in Follow.objects.filter(**{kind: target})] == [kind]
        assert Follow.objects.get(**{kind: target}).target == target
    assert Follow.objects.count() == 5
    for target in targets.values():
        unfollow(reader=reader, target=target)
        unfollow(reader=reader, target=target)
        assert not is_following(reader, target)
    assert Follow.objects.count() == 0


def test_each_target_is_found_by_its_name_in_addresses(targets):
    assert sorted(KINDS.values()) == sorted(targets)
    for kind, target in targets.items():
        assert kind_of(target) == kind
        assert find_target(Follow.Kind(kind), key_of(target)) == target
        assert find_target(Follow.Kind(kind), "nothing-like-it") is None
        assert find_target(Follow.Kind(kind), "a\0b") is None


def test_nobody_follows_themselves(reader):
    with pytest.raises(OwnPage):
        follow(reader=reader, target=reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(reader=reader, person=reader)


def test_a_row_has_exactly_one_target(reader, writer, paper):
    for fields in ({}, {"person": writer, "paper": paper}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(reader=reader, **fields)


def test_what_is_gone_cannot_be_followed(reader, paper):
    merge_papers(source=paper, target=PaperFactory())
    for target in (Paper.objects.get(pk=paper.pk), UserFactory(is_active=False)):
        with pytest.raises(NotFollowable):
            follow(reader=reader, target=target)


def test_there_is_a_bound(reader, monkeypatch):
    monkeypatch.setattr(follows_module, "MAXIMUM_FOLLOWS", 2)
    papers = PaperFactory.create_batch(3)
    for paper in papers[:2]:
        follow(reader=reader, target=paper)
    with pytest.raises(TooManyFollows):
        follow(reader=reader, target=papers[2])
    follow(reader=reader, target=papers[0])  # is followed already
    assert Follow.objects.count() == 2


def test_closing_an_account_ends_its_follows_and_those_of_it(reader, writer, stranger, paper):
    follow(reader=reader, target=writer)
    follow(reader=writer, target=reader)
    follow(reader=writer, target=paper)
    follow(reader=stranger, target=reader)
    assert follower_count(reader) == 2
    close_account(user=writer, keep_summaries=True)
    assert [str(row.reader) for row in Follow.objects.all()] == ["Stranger"]
    assert follower_count(reader) == 1
    follow(reader=stranger, target=paper)
    Follow.objects.create(reader=User.objects.get(pk=writer.pk), paper=paper)  # of a request that was still under way
    finish_closings()
    assert {row.reader for row in Follow.objects.all()} == {stranger}


# The button


def address(target) -> str:
    return reverse("follow", args=[kind_of(target).value, key_of(target)])


@pytest.mark.parametrize("kind", ["person", "paper", "category", "venue", "author"])
def test_the_button_stands_on_the_page_and_leads_back_to_it(client, log_in, reader, targets, kind):
    target = targets[kind]
    page = target.get_absolute_url()
    asked = client.get(page).content.decode()
    assert "Log in to follow" in asked
    assert "csrfmiddlewaretoken" not in asked
    browser = log_in(reader)
    before = browser.get(page).content.decode()
    assert f'action="{address(target)}"' in before
    assert "followed" not in before.replace("is_followed", "")
    answer = browser.post(address(target), {"is_followed": "1", "next": page}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert 'class="quiet followed"' in answer.content.decode()
    assert is_following(reader, target)
    browser.post(address(target), {"is_followed": "0", "next": page})
    assert not is_following(reader, target)


def test_a_script_gets_the_control(log_in, reader, writer):
    browser = log_in(reader)
    answer = browser.post(
        address(writer), {"is_followed": "1", "next": "/users/writer/"}, headers={"HX-Request": "true"}
    )
    control = answer.content.decode()
    assert 'id="follow-person-writer"' in control
    assert "Following" in control
    assert "<html" not in control


def test_a_refusal_is_told(log_in, reader):
    browser = log_in(reader)
    assert "cannot follow yourself" in browser.post(address(reader), {"is_followed": "1"}).content.decode()
    answer = browser.post(address(reader), {"is_followed": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert Follow.objects.count() == 0


def test_one_s_own_page_has_no_button(log_in, reader):
    assert 'class="follow"' not in log_in(reader).get("/users/reader/").content.decode()


def test_who_is_not_logged_in_is_led_to_the_log_in(client, writer):
    answer = client.post(address(writer), {"is_followed": "1"})
    assert answer.headers["Location"] == "/accounts/login/?next=/users/writer/"
    assert Follow.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    ["/following/person/nobody/", "/following/paper/9999/", "/following/paper/x/", "/following/author/9/",
     "/following/venue/none/", "/following/category/none/", "/following/planet/mars/"],
)  # fmt: skip
def test_what_is_not_there(log_in, reader, path):
    assert log_in(reader).post(path, {"is_followed": "1"}).status_code == 404


def test_wrong_methods_and_words(log_in, reader, writer):
    browser = log_in(reader)
    assert browser.get(address(writer)).status_code == 405
    for sent in ({}, {"is_followed": "x"}):
        answer = browser.post(address(writer), sent)
        assert answer.status_code == 400
        assert "does not say whether to follow" in answer.content.decode()
    assert browser.post("/following/").status_code == 405


def test_it_leads_to_our_own_pages_alone(log_in, reader, writer):
    answer = log_in(reader).post(address(writer), {"is_followed": "1", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/users/writer/"


def test_followers_are_a_number_without_names(client, reader, writer, stranger):
    page = client.get("/users/writer/").content.decode()
    assert "follower" not in page
    follow(reader=reader, target=writer)
    assert "1 follower<" in client.get("/users/writer/").content.decode()
    follow(reader=stranger, target=writer)
    page = client.get("/users/writer/").content.decode()
    assert "2 followers" in page
    assert "stranger" not in page.lower()


# What is followed


def test_the_list_shows_it_by_kind_and_ends_it(log_in, reader, targets):
    browser = log_in(reader)
    for target in targets.values():
        follow(reader=reader, target=target)
    page = browser.get("/following/").content.decode()
    assert [label for label in ("People", "Papers", "Categories", "Venues", "Authors") if f">{label}<" in page]
    assert page.count('class="quiet followed"') == 5
    for target in targets.values():
        browser.post(address(target), {"is_followed": "0", "next": "/following/"})
    page = browser.get("/following/").content.decode()
    assert "You follow nothing yet" in page
    assert "followed" not in page


def test_the_list_is_one_s_own(client, log_in, reader, stranger, writer):
    follow(reader=reader, target=writer)
    assert "Writer" not in log_in(stranger).get("/following/").content.decode()
    assert client.get("/following/").headers["Location"] == "/accounts/login/?next=/following/"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(log_in, reader, number, django_assert_num_queries):
    browser = log_in(reader)
    for _ in range(number):
        follow(reader=reader, target=PaperFactory())
        follow(reader=reader, target=UserFactory())
    with django_assert_num_queries(6):
        assert browser.get("/following/").content.decode().count('class="quiet followed"') == 2 * number


def test_suggestions_come_from_one_s_votes_and_leave_anonymous_writers_out(log_in, reader, writer, stranger):
    signed, anonymous = make_summary(writer=writer), make_summary(writer=stranger, is_anonymous=True)
    for summary in (signed, anonymous):
        cast_vote(voter=reader, summary=summary, value=1)
    page = log_in(reader).get("/following/").content.decode()
    assert 'id="follow-person-writer"' in page
    assert 'id="follow-category-cs.LG"' in page
    assert "stranger" not in page.lower()
    follow(reader=reader, target=writer)
    follow(reader=reader, target=Category.objects.get(code="cs.LG"))
    assert "You may want to follow" not in log_in(reader).get("/following/").content.decode()
