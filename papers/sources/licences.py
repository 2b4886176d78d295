"""Which of several licences to name."""

from collections.abc import Iterable
from urllib.parse import urlsplit


def choose_licence(addresses: Iterable[str]) -> str:
    """The first Creative Commons licence, else the first address; only what is a link, for pages will link to it."""
    links = [address.strip() for address in addresses if is_link(address.strip())]
    return next((link for link in links if "creativecommons.org/" in link.lower()), next(iter(links), ""))


def is_link(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(address) & set(" \"'<>\\")
