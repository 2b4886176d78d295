"""HTTP as every source is asked: one fixed host, an honest name, and caps on time and size."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from papers.sources.errors import MalformedAnswer, SourceBusy, SourceError

USER_AGENT = "Shortsci/1 (+{site}; mailto:{contact})"
MAXIMUM_BYTES = 32 * 1024 * 1024
MAXIMUM_SECONDS = 60  # for a whole answer, however slowly it drips
MAXIMUM_REDIRECTS = 3
INTERVAL = re.compile(r"([0-9]{1,6})\s*(s|ms|m|h)?")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class Answer:
    """`pause` is the time in seconds between requests that the source asks for in its headers, or None."""

    status: int
    body: bytes
    pause: float | None = None


def new_http_client() -> httpx.Client:
    """Follows no redirect by itself and reads no proxy from the environment."""
    agent = USER_AGENT.format(site=settings.SITE_URL, contact=settings.CONTACT_EMAIL)
    return httpx.Client(headers={"User-Agent": agent}, timeout=httpx.Timeout(20, connect=10), trust_env=False)


def get(client: httpx.Client, url: str, params: dict[str, str], *, accept: frozenset[int]) -> bytes:
    """The body of an answer whose status is in `accept`; see `get_answer`."""
    return get_answer(client, url, params, accept=accept).body


def get_known(client: httpx.Client, url: str, *, pace: Callable[[float], None] | None = None) -> bytes | None:
    """The body, or None where the source does not know what is asked for (404); `pace` is told its pause."""
    answer = get_answer(client, url, {}, accept=frozenset({200, 404}))
    if pace and answer.pause:
        pace(answer.pause)
    return None if answer.status == 404 else answer.body


def get_answer(client: httpx.Client, url: str, params: dict[str, str], *, accept: frozenset[int]) -> Answer:
    """The answer, if its status is in `accept`.

    A redirect is followed within the host that was asked and nowhere else. Raises SourceError or one of its kinds.
    """
    asked = httpx.URL(url, params=params)
    deadline = time.monotonic() + MAXIMUM_SECONDS
    for _ in range(MAXIMUM_REDIRECTS):
        try:
            with client.stream("GET", asked) as response:
                if not response.is_redirect:
                    return read_answer(response, accept, deadline)
                asked = next_address(response, asked)
        except httpx.HTTPError as error:
            raise SourceError(f"{urlsplit(url).hostname} could not be reached.") from error
    raise SourceError(f"{urlsplit(url).hostname} redirects in a circle.")


def next_address(response: httpx.Response, asked: httpx.URL) -> httpx.URL:
    location = response.headers.get("Location", "")
    if not location:
        raise SourceError(f"{asked.host} answered HTTP {response.status_code} without saying where to go.")
    target = asked.join(location)
    if target.host != asked.host or target.scheme not in {asked.scheme, "https"}:
        raise SourceError(f"{asked.host} redirects to another host, which is not followed.")
    return target


def read_answer(response: httpx.Response, accept: frozenset[int], deadline: float) -> Answer:
    if response.status_code in {429, 503}:
        retry_after = parse_retry_after(response.headers.get("Retry-After", ""))
        raise SourceBusy(f"{response.url.host} asks us to wait (HTTP {response.status_code}).", retry_after)
    if response.status_code not in accept:
        raise SourceError(f"{response.url.host} answered HTTP {response.status_code}.")
    pause = parse_rate_limit(
        response.headers.get("x-rate-limit-limit", ""), response.headers.get("x-rate-limit-interval", "")
    )
    return Answer(response.status_code, read_body(response, deadline), pause)


def read_body(response: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAXIMUM_BYTES:
            raise MalformedAnswer(f"The answer of {response.url.host} is larger than we take.")
        if time.monotonic() > deadline:
            raise SourceError(f"{response.url.host} answers too slowly.")
    return bytes(body)


def parse_retry_after(value: str) -> float | None:
    """Seconds; the header holds a number or an HTTP date (RFC 9110, 10.2.3)."""
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def parse_rate_limit(limit: str, interval: str) -> float | None:
    """Seconds a request, from Crossref's `x-rate-limit-limit: 50` and `x-rate-limit-interval: 1s`."""
    match = INTERVAL.fullmatch(interval.strip())
    if not match or not limit.strip().isdecimal() or int(limit) == 0:
        return None
    return int(match[1]) * SECONDS[match[2] or "s"] / int(limit)
