"""Reserved places: who gets them can be recomputed, who has seen them counts once, and a page works without them."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from shortsci.redis import redis_client
from summaries.fair_start import draw, first_absent, seed_at, set_in
from summaries.models import Summary
from summaries.services.fair_start import deal_at, deal_places, drawn_for, readers_of
from summaries.tasks import deal_fair_start
from tests.factories import PaperFactory, UserFactory, make_summary

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0"}
LABEL = "New: few have seen it"


@pytest.fixture
def crowd(db) -> list[Summary]:
    """Thirty-five old summaries above five new ones, which nobody would come to see."""
    paper, then = PaperFactory(), timezone.now() - timedelta(days=10)
    text = {"body": "Old.", "html": "<p>Old.</p>", "excerpt": "<p>Old.</p>", "renderer_version": 1}
    Summary.objects.bulk_create(
        Summary(paper=paper, writer=UserFactory(), published_at=then, hot=1000 - place, **text) for place in range(35)
    )
    new = [make_summary() for _ in range(5)]
    for place, summary in enumerate(new):
        Summary.objects.filter(pk=summary.pk).update(hot=100 - place)
    return new


def deal(now: datetime | None = None) -> list[int]:
    deal_at.cache_clear()
    return list(deal_places(now=now or timezone.now()).drawn)


def rows_of(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="card" id="summary-(\d+)"', page)]


def labelled(page: str) -> list[int]:
    cards = page.split('<article class="card"')[1:]
    return [int(re.search(r'id="summary-(\d+)"', card)[1]) for card in cards if LABEL in card]


def seen(summary_pk: int) -> int:
    deal()
    return Summary.objects.get(pk=summary_pk).seen_count


def test_the_seed_is_the_hour_and_a_word():
    assert seed_at(datetime(2026, 11, 21, 14, 59, 59, tzinfo=UTC)) == "2026-11-21T14 shortsci"
    assert seed_at(datetime(2026, 11, 21, 15, tzinfo=UTC)) == "2026-11-21T15 shortsci"
    with pytest.raises(ValueError, match="time zone"):
        seed_at(datetime(2026, 11, 21, 14))


def test_the_draw_against_a_value_from_elsewhere():
    """printf '2026-11-21T14 shortsci:1' | sha256sum, and so on."""
    order = draw("2026-11-21T14 shortsci", range(1, 6))
    assert order == [5, 2, 3, 4, 1]  # 42b9a6…, 7697c5…, 9e8350…, aa5d1a…, f6cdb6…


@given(st.sets(st.integers(1, 10**9), max_size=40), st.randoms())
def test_the_draw_does_not_depend_on_how_they_are_listed(ids, chance):
    listed = list(ids)
    chance.shuffle(listed)
    assert draw("seed", listed) == draw("seed", sorted(ids))
    assert sorted(draw("seed", listed)) == sorted(ids)


def test_every_hour_has_its_own_draw():
    firsts = {draw(f"2026-11-21T{hour:02d} shortsci", range(1, 21))[0] for hour in range(24)}
    assert len(firsts) > 10


def test_places_on_a_page():
    assert set_in(list("abcdefghijkl"), list("XY")) == list("abcdXefghYijkl")
    assert set_in(list("ab"), ["X"]) == ["a", "b", "X"]
    assert set_in([], []) == []
    assert first_absent([5, 3, 9], {3}, 2) == [5, 9]
    assert first_absent([5], set(), 0) == []
    assert first_absent([5], set(), -1) == []


def test_only_as_many_are_looked_at_as_places_need():
    drawn = iter([5, 3, 9, 1, 2])
    assert first_absent(drawn, {3}, 2) == [5, 9]
    assert list(drawn) == [1, 2]


def test_two_of_the_new_ones_stand_on_page_one(client, crowd):
    deal()
    page = client.get("/").content.decode()
    now = timezone.now()
    hour = f"{now:%Y-%m-%dT%H} shortsci"
    anybody = sorted(
        (summary.pk for summary in crowd), key=lambda pk: hashlib.sha256(f"{hour}:{pk}".encode()).hexdigest()
    )
    assert labelled(page) == anybody[:2]
    rows = rows_of(page)
    assert (rows[4], rows[9], len(rows)) == (*anybody[:2], 17)
    assert page.count(f'/why/?order=hot#fair-start">{LABEL}</a>') == 2


def test_nothing_stands_there_twice_and_nothing_is_missing(client, crowd):
    deal()
    address, rows = "/", []
    for _ in count():
        page = client.get(address).content.decode()
        rows += rows_of(page)
        if 'rel="next"' not in page:
            break
        address = "/" + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert sorted(rows) == sorted(Summary.objects.values_list("pk", flat=True))


def neighbour_of(page: str, direction: str) -> str:
    return "/" + page.split(f'rel="{direction}" href="')[1].split('"', maxsplit=1)[0].replace("&amp;", "&")


def test_the_way_back_to_page_one_finds_it_as_it_was(client, crowd, django_assert_num_queries):
    deal()
    first = client.get("/").content.decode()
    second = client.get(neighbour_of(first, "next")).content.decode()
    with django_assert_num_queries(3):
        back = client.get(neighbour_of(second, "prev")).content.decode()
    assert rows_of(back) == rows_of(first)
    assert labelled(back) == labelled(first) != []
    assert neighbour_of(back, "next") == neighbour_of(first, "next")
    third = client.get(neighbour_of(second, "next")).content.decode()
    again = client.get(neighbour_of(third, "prev")).content.decode()
    assert rows_of(again) == rows_of(second)
    assert labelled(again) == []


def test_what_page_one_holds_anyway_takes_no_place(client, crowd):
    drawn = deal()
    Summary.objects.filter(pk=drawn[0]).update(hot=5000)
    page = client.get("/").content.decode()
    assert rows_of(page)[0] == drawn[0]
    assert labelled(page) == drawn[1:3]


@pytest.mark.parametrize("address", ["/?sort=new", "/?sort=top", "/?period=week", "/?sort=discussed&period=day"])
def test_only_the_first_page_in_hot_order_has_them(client, crowd, address):
    deal()
    assert LABEL not in client.get(address).content.decode()


def test_both_kinds_of_page_cost_the_same_queries(client, crowd, django_assert_num_queries):
    deal()
    with django_assert_num_queries(3):
        page = client.get("/", headers=BROWSER).content.decode()
    assert len(labelled(page)) == 2
    address = "/" + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    with django_assert_num_queries(3):
        client.get(address, headers=BROWSER)


def test_a_reader_counts_once(client, log_in, voter, crowd):
    first = deal()[0]
    for _ in range(3):
        client.get("/", headers=BROWSER)
    assert seen(first) == 1
    client.get("/", headers=BROWSER, REMOTE_ADDR="198.51.100.7")
    reader = log_in(voter)
    reader.get("/", headers=BROWSER)
    reader.get("/", headers=BROWSER, REMOTE_ADDR="203.0.113.9")  # on the way home
    assert seen(first) == 3


def test_behind_a_proxy_readers_are_told_apart(client, crowd, settings):
    settings.TRUSTED_PROXIES = 1
    first = deal()[0]
    for number in (7, 8, 8):
        client.get("/", headers={**BROWSER, "X-Forwarded-For": f"198.51.100.{number}"}, REMOTE_ADDR="10.0.0.1")
    assert seen(first) == 2


def test_who_does_not_count(client, log_in, crowd):
    first = deal()[0]
    client.get("/", headers={"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1; +http://example.org/bot)"})
    client.get("/", headers={"User-Agent": "curl/8.1"})
    client.get("/")
    client.get("/", headers={**BROWSER, "Sec-Purpose": "prefetch"})
    client.head("/", headers=BROWSER)
    log_in(Summary.objects.get(pk=first).writer).get("/", headers=BROWSER)
    assert seen(first) == 0


def test_a_view_writes_no_row(client, crowd, django_assert_num_queries):
    deal()
    with django_assert_num_queries(3) as queries:
        client.get("/", headers=BROWSER)
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_who_has_been_seen_enough_makes_room(client, crowd, settings):
    settings.FAIR_START_READERS = 2
    first = deal()[0]
    for number in range(2):
        client.get("/", headers=BROWSER, REMOTE_ADDR=f"198.51.100.{number}")
    assert first not in deal()
    assert Summary.objects.get(pk=first).seen_count == 2
    assert first not in labelled(client.get("/").content.decode())


def test_counts_are_taken_over_twice_and_lost_without_harm(client, crowd):
    first = deal()[0]
    client.get("/", headers=BROWSER)
    client.get("/", headers=BROWSER, REMOTE_ADDR="198.51.100.7")
    assert (seen(first), seen(first)) == (2, 2)
    redis_client().delete(readers_of(first))
    assert seen(first) == 2


def test_a_count_that_has_not_risen_is_not_written(client, crowd, django_assert_num_queries):
    deal()
    client.get("/", headers=BROWSER)
    with django_assert_num_queries(4):  # the candidates, the two on the page, the candidates again
        deal()
    with django_assert_num_queries(2):
        deal()


def test_only_new_public_and_unseen_ones_are_drawn(crowd, settings):
    by_age, hidden, private, seen_often, drawn = (summary.pk for summary in crowd)
    Summary.objects.filter(pk=by_age).update(
        published_at=timezone.now() - timedelta(days=settings.FAIR_START_DAYS, seconds=1)
    )
    Summary.objects.filter(pk=hidden).update(hidden_at=timezone.now())
    Summary.objects.filter(pk=private).update(visibility="private")
    Summary.objects.filter(pk=seen_often).update(seen_count=settings.FAIR_START_READERS)
    assert deal() == [drawn]


def test_one_that_is_hidden_after_the_draw_is_not_shown(client, crowd):
    first, second = deal()[:2]
    Summary.objects.filter(pk=first).update(hidden_at=timezone.now())
    page = client.get("/").content.decode()
    assert labelled(page) == [second]
    assert f'id="summary-{first}"' not in page


def test_none_left_is_an_ordinary_page(client, crowd, settings):
    Summary.objects.filter(pk__in=[summary.pk for summary in crowd]).update(seen_count=settings.FAIR_START_READERS)
    deal()
    page = client.get("/").content.decode()
    assert (len(rows_of(page)), labelled(page)) == (15, [])
    assert "drawn=" not in page


def test_no_places_wanted(client, crowd, settings):
    settings.FAIR_START_PLACES = 0
    deal()
    assert len(rows_of(client.get("/").content.decode())) == 15
    assert len(rows_of(client.get("/?after=WzAsMTAwMDAsMTAwXQ&drawn=1.2").content.decode())) == 15


def test_without_a_worker_there_are_no_places(client, crowd):
    assert len(rows_of(client.get("/").content.decode())) == 15


def test_redis_away_is_an_ordinary_page(client, crowd, broker_away):
    deal_at.cache_clear()
    page = client.get("/", headers=BROWSER).content.decode()
    assert (len(rows_of(page)), labelled(page)) == (15, [])


def test_redis_gone_after_the_deal_was_read_counts_nobody(client, crowd, settings):
    drawn = deal()
    assert drawn_for([]) == drawn[:2]
    address, settings.REDIS_URL = settings.REDIS_URL, "unix:///nowhere.sock"
    redis_client.cache_clear()
    page = client.get("/", headers=BROWSER).content.decode()
    settings.REDIS_URL = address
    redis_client.cache_clear()
    assert labelled(page) in ([], drawn[:2])  # what was read is kept for ten seconds
    assert seen(drawn[0]) == 0


@pytest.mark.parametrize("carried", ["x", "1.x", "-1", "9" * 40, "1.2.3.4.5.6.7", "", "1..2", "½"])
def test_an_address_that_was_made_up(client, crowd, carried):
    response = client.get("/", {"drawn": carried, "sort": "new"})
    assert len(rows_of(response.content.decode())) == 15
    first = client.get("/").content.decode().split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/{first}", {"drawn": carried}).status_code == 200


def test_the_task_deals(client, crowd):
    deal_fair_start()
    deal_at.cache_clear()
    assert len(labelled(client.get("/").content.decode())) == 2


def test_the_draw_is_public_and_can_be_repeated(api, crowd):
    assert api.get("/api/v1/fair-start/").json() == {"seed": "", "drawn": []}
    deal()
    answer = api.get("/api/v1/fair-start/").json()
    assert sorted(answer["drawn"]) == sorted(summary.pk for summary in crowd)
    repeated = sorted(answer["drawn"], key=lambda pk: hashlib.sha256(f"{answer['seed']}:{pk}".encode()).hexdigest())
    assert answer["drawn"] == repeated
    assert api.post("/api/v1/fair-start/").status_code in {401, 405}
