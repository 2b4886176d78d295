"""`make bench`: what pages and calls cost, beside an empty answer and a page of 25 rows on the same server.

Starts the product on a fresh directory with the demo content. First how many answers a second it gives of the pages
that are read most, and of the two floors; they take turns, so that a noisy machine is noisy for all of them. Then how
old a page from memory gets. Then one thing at a time over one connection: milliseconds, median and 95th percentile.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from scripts import load
from scripts.load import Request, connect, exchange
from tests.project.product import Product, run_product

ROUNDS = 120
TURNS, CLIENTS, SECONDS = 5, 2, 1.5
LOG_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
user, session = User.objects.get(username="reader_01"), SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(session.session_key)
"""
BODY = "A paragraph with $x_1^2 + \\frac{a}{b}$ in it, and some more words to make it real. " * 40
CSRF = "b" * 32  # any will do, as long as cookie and header agree
PREVIEW_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Cookie": f"csrftoken={CSRF}",
    "X-CSRFToken": CSRF,
    "HX-Request": "true",
}


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as directory,
        run_product(
            Path(directory), ARXIV_API_URL="http://127.0.0.1:9/", DJANGO_SETTINGS_MODULE="scripts.bench_settings"
        ) as product,
    ):
        token = product.manage("create_token", "reader_01").strip().splitlines()[-1]
        time.sleep(3)  # let start-up work end
        compare_rates(product)
        watch_ages(product, token)
        calls = {
            "floor: empty answer": ("GET", "/bench/empty", None),
            "floor: page of 25 rows": ("GET", "/bench/rows", None),
            "front page, hot": ("GET", "/", None),
            "front page, top of the month": ("GET", "/?sort=top&period=month", None),
            "paper page": ("GET", "/papers/1/", None),
            "summary page": ("GET", "/summaries/1/", None),
            "API: 25 summaries": ("GET", "/api/v1/summaries/", None),
            "preview of 600 words, 40 formulas": ("POST", "/papers/1/preview/", BODY),
            "API: render 600 words, 40 formulas": ("POST", "/api/v1/render/", {"body": BODY}),
            "API: vote": ("PUT", "/api/v1/summaries/1/vote/", {"value": 1}),
        }
        times = measure(product, token, calls)
        print_table(times)
        print(f"\nresident memory of all processes: {resident_megabytes(product):.0f} MB")
    return 0


@dataclass(frozen=True)
class Rate:
    """A page, the floor that it is compared with, and the share of the floor's rate that is wanted."""

    name: str
    path: str
    floor: str
    wanted: float
    is_own: bool = False


RATES = (
    Rate("front page, anybody", "/", "/bench/empty", 0.5),
    Rate("paper page, anybody", "/papers/1/", "/bench/empty", 0.5),
    Rate("front page, logged in", "/", "/bench/rows", 0.6, is_own=True),
)


def compare_rates(product: Product) -> None:
    """As a browser asks, compressed pages included; all clients together keep the server busy."""
    own = {"Cookie": f"sessionid={session_of(product)}; csrftoken={CSRF}"}
    requests = {rate: Request(product.url + rate.path, own if rate.is_own else {}) for rate in RATES}
    requests |= {path: Request(product.url + path) for path in ("/bench/empty", "/bench/rows")}
    found: dict[Rate | str, list[float]] = {key: [] for key in requests}
    for _ in range(TURNS):
        for key, request in requests.items():
            found[key].append(load.rate(load.asking(request), clients=CLIENTS, seconds=SECONDS))
    print(f"{'answers a second':<38}{'page':>9}{'floor':>9}{'ratio':>9}{'wanted':>9}")
    for rate in RATES:
        ratios = [page / floor for page, floor in zip(found[rate], found[rate.floor], strict=True)]
        page, floor = statistics.median(found[rate]), statistics.median(found[rate.floor])
        print(f"{rate.name:<38}{page:>9,.0f}{floor:>9,.0f}{statistics.median(ratios):>9.0%}{rate.wanted:>9.0%}")


def session_of(product: Product) -> str:
    """The session of a reader who is logged in; a row in the database, as the log-in leaves it."""
    return product.manage("shell", "-v0", "-c", LOG_IN).strip().splitlines()[-1]


def watch_ages(product: Product, token: str) -> None:
    """Votes change the pages; how long after the vote's answer is a page from before it still answered? While others
    read it all the time."""
    stop = threading.Event()
    crowd = [threading.Thread(target=keep_reading, args=(product.url, stop)) for _ in range(2)]
    for thread in crowd:
        thread.start()
    ages = [age_of_page(product, token, value) for value in (1, -1) * 4]
    stop.set()
    for thread in crowd:
        thread.join()
    print(
        f"\na page from memory was answered {max(ages):.1f} s after it had changed, at most (wanted: 5.0)\n", flush=True
    )


def keep_reading(url: str, stop: threading.Event) -> None:
    request = Request(f"{url}/summaries/1/")
    connection, sent = connect(request), request.to_bytes()
    while not stop.wait(0.005):
        exchange(connection, sent)
    connection.close()


def age_of_page(product: Product, token: str, value: int) -> float:
    """Seconds from the answer to a vote until the last page without it."""
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    body = json.dumps({"value": value}).encode()
    vote = urllib.request.Request(f"{product.url}/api/v1/summaries/1/vote/", body, headers, method="PUT")
    with urllib.request.urlopen(vote) as response:
        score = json.load(response)["score"]
    request = Request(f"{product.url}/summaries/1/", {"Accept-Encoding": "identity"})
    connection, began, age = connect(request), time.monotonic(), 0.0
    while f'down">{score}</span>'.encode() not in exchange(connection, request.to_bytes()):
        age = time.monotonic() - began
        if age > 30:
            sys.exit("The page never shows the vote.")
        time.sleep(0.01)
    connection.close()
    return age


def measure(product: Product, token: str, calls: dict[str, tuple[str, str, object]]) -> dict[str, list[float]]:
    connection = http.client.HTTPConnection(urlsplit(product.url).netloc, timeout=30)
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(ROUNDS + 10):
        for name, (method, path, body) in calls.items():
            content = {"value": 1 if turn % 2 else -1} if method == "PUT" else body
            headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"} if "/api/" in path else {}
            sent = json.dumps(content) if content else None
            if path.endswith("/preview/"):  # as the editor's form sends it
                headers, sent = PREVIEW_HEADERS, urlencode({"body": str(body)})
            began = time.perf_counter()
            connection.request(method, path, sent, headers)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                sys.exit(f"{name}: HTTP {response.status}")
            if turn >= 10:  # the first rounds warm caches
                times[name].append((time.perf_counter() - began) * 1000)
    connection.close()
    return times


def print_table(times: dict[str, list[float]]) -> None:
    floor = statistics.median(next(iter(times.values())))
    print(f"{'':<38}{'median':>9}{'95 %':>9}{'× floor':>9}")
    for name, values in times.items():
        median, high = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:<38}{median:>9.2f}{high:>9.2f}{median / floor:>9.1f}")


def resident_megabytes(product: Product) -> float:
    pids = [product.process.pid, *product.children()]
    command = ["ps", "-o", "rss=", "-p", ",".join(map(str, pids))]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sum(map(int, output.split())) / 1024


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    sys.exit(main())
