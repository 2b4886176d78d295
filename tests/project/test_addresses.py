import pytest
from django.test import RequestFactory

from shortsci.addresses import client_address, digest_of_range


def request(forwarded: str | None = None, **fields: str):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", headers=headers, **fields)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "9.9.9.9"),
        (0, "8.8.8.8", "9.9.9.9"),  # anybody can write that
        (1, "8.8.8.8", "8.8.8.8"),
        (1, "1.1.1.1, 8.8.8.8", "8.8.8.8"),
        (2, "1.1.1.1, 8.8.8.8 ,10.0.0.1", "8.8.8.8"),
        (2, "8.8.8.8", "9.9.9.9"),  # it came round one of the proxies
        (1, None, "9.9.9.9"),
        (1, "8.8.8.8:4711", "8.8.8.8"),
        (1, "[2001:4860::88]:4711", "2001:4860::88"),
        (1, "[2001:4860::88]", "2001:4860::88"),
        (1, "2001:4860::88", "2001:4860::88"),
        (1, "1.1.1.1, unknown", "unknown"),
    ],
)
def test_only_what_our_proxies_say_is_believed(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(request(forwarded, REMOTE_ADDR="9.9.9.9")) == address


def test_a_socket_has_no_address():
    asked = request()
    del asked.META["REMOTE_ADDR"]
    assert client_address(asked) == ""


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("8.8.8.8", "8.8.8.255", True),
        ("8.8.8.8", "8.8.9.8", False),
        ("2001:4860:4860::8888", "2001:4860:4860:ffff::1", True),
        ("2001:4860:4860::8888", "2001:4860:4861::8888", False),
        ("::ffff:8.8.8.8", "8.8.8.9", True),
    ],
)
def test_ranges_are_named_by_a_digest(one, other, is_same):
    assert (digest_of_range(one) == digest_of_range(other)) is is_same
    assert len(digest_of_range(one)) == 16
    assert "8" * 3 not in digest_of_range(one)


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "100.64.0.1", "fe80::1", "fd00::1", "x", "8.8.8"],
)
def test_private_addresses_say_nothing(address):
    assert digest_of_range(address) == ""


def test_the_digest_depends_on_the_sites_key(settings):
    before = digest_of_range("8.8.8.8")
    settings.SECRET_KEY = "another" * 6
    assert digest_of_range("8.8.8.8") != before
