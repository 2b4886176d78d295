"""Where a request comes from, and what may be remembered of it: a keyed digest, never the address."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.request import Request

RANGE_V4 = 24  # bits that a provider's small customers share
RANGE_V6 = 48  # bits that one customer is given
HOME_V6 = 64  # bits of one network, whose devices choose the rest as they like


def client_address(request: HttpRequest | Request) -> str:
    """The address that our outermost proxy saw; without proxies, the one of the connection.

    Each proxy adds to the end of X-Forwarded-For whom it talks to, so that only the last entries are to be
    believed, as many as there are proxies of ours; the others are the client's own words.
    """
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.TRUSTED_PROXIES and forwarded:
        told = forwarded.split(",")
        if len(told) >= settings.TRUSTED_PROXIES:
            return without_port(told[-settings.TRUSTED_PROXIES].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def without_port(text: str) -> str:
    """Some proxies write `address:port`, with brackets around one of version 6."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def digest_of_range(text: str) -> str:
    """Names the range of a public address without telling it; empty for private ones, which say nothing."""
    address = read_address(text)
    if address is None or not address.is_global:
        return ""
    bits = RANGE_V4 if isinstance(address, IPv4Address) else RANGE_V6
    return digest(str(ip_network(f"{address}/{bits}", strict=False)))


def digest_of_caller(text: str) -> str:
    """Names who is at an address: of version 4 the address itself, of version 6 its network."""
    address = read_address(text)
    if isinstance(address, IPv6Address):
        return digest(str(IPv6Network((int(address), HOME_V6), strict=False)))
    return digest(str(address or text))


def digest(text: str) -> str:
    return salted_hmac("shortsci.addresses", text, algorithm="sha256").hexdigest()[:16]
