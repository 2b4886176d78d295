"""`make bench`: what pages and calls cost, each as a ratio to the empty answer measured in the same run.

Starts the product on a fresh directory with the demo content and asks one thing at a time over one connection,
interleaved, so that a noisy machine is noisy for all of them. Milliseconds, median and 95th percentile.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.project.product import Product, run_product

ROUNDS = 120
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
        run_product(Path(directory), ARXIV_API_URL="http://127.0.0.1:9/") as product,
    ):
        token = product.manage("create_token", "reader_01").strip().splitlines()[-1]
        time.sleep(3)  # let start-up work end
        calls = {
            "floor: empty answer": ("GET", "/healthz", None),
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
