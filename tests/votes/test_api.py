import pytest

from votes.models import Vote

pytestmark = pytest.mark.django_db


def test_put_sets_and_delete_withdraws(api_as, voter, summary):
    client, address = api_as(voter), f"/api/v1/summaries/{summary.pk}/vote/"
    counted = {"state": "counted", "reason": "", "counts_at": None}
    up = {"value": 1, "score": 1, "upvotes": 1, "downvotes": 0, **counted}
    down = {"value": -1, "score": -1, "upvotes": 0, "downvotes": 1, **counted}
    none = {"value": 0, "score": 0, "upvotes": 0, "downvotes": 0, "state": "", "reason": "", "counts_at": None}
    assert client.put(address, {"value": 1}).json() == up
    assert client.put(address, {"value": 1}).json() == up
    assert client.get(f"/api/v1/summaries/{summary.pk}/").json()["my_vote"] == 1
    assert client.put(address, {"value": -1}).json() == down
    assert client.delete(address).json() == none
    assert client.delete(address).json() == none
    assert client.put(address, {"value": 0}).json() == none
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", [2, -2, "up", None, 0.5])
def test_other_values_name_the_field(api_as, voter, summary, value):
    answer = api_as(voter).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": value})
    assert (answer.status_code, list(answer.json())) == (400, ["value"])
    assert not Vote.objects.exists()


def test_who_may_not(api, api_as, writer, voter, summary, private_summary):
    address = f"/api/v1/summaries/{summary.pk}/vote/"
    assert (api.put(address, {"value": 1}).status_code, api.delete(address).status_code) == (401, 401)
    own = api_as(writer).put(address, {"value": 1})
    assert (own.status_code, own.json()["code"]) == (403, "own_summary")
    hidden = api_as(voter).put(f"/api/v1/summaries/{private_summary.pk}/vote/", {"value": 1})
    assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found")
    assert api_as(voter).put("/api/v1/summaries/99/vote/", {"value": 1}).status_code == 404
    assert api_as(voter).get(address).status_code == 405
    assert not Vote.objects.exists()


def test_my_vote_is_mine_alone(api, api_as, voter, stranger, summary):
    api_as(voter).put(f"/api/v1/summaries/{summary.pk}/vote/", {"value": 1})
    assert api_as(stranger).get(f"/api/v1/summaries/{summary.pk}/").json()["my_vote"] == 0
    assert api.get(f"/api/v1/summaries/{summary.pk}/").json()["my_vote"] == 0
