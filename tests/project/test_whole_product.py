"""The product as a newcomer starts it: the journey of a paper, a summary and a vote; ends, kills, restarts."""

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.arxiv_stand_in import run_stand_in
from tests.project.product import KEPT, ROOT, Person, Product, free_port, new_postgres_database, run_product, wait_for

pytestmark = [pytest.mark.whole, pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads /proc")]

# Seconds until a vote has moved the lists that strangers read: two for the ranks, and a page from memory lives for one.
SHOWN = 4


@pytest.fixture
def database(pytestconfig):
    if not pytestconfig.getoption("--postgres"):
        yield {}
        return
    with new_postgres_database(os.environ["DATABASE_URL"]) as url:
        yield {"DATABASE_URL": url}


def order_on(page: str) -> list[str]:
    return re.findall(r"The (first|second) view\.", page)


def test_the_journey_then_the_broker_is_killed_then_everything_is(tmp_path, database):
    with run_stand_in() as arxiv:
        arxiv.known = {"2103.00001": "A Paper by the Stand-In"}
        with run_product(tmp_path, ARXIV_API_URL=arxiv.url, **database) as product:
            paper = add_a_paper(product)
            first, second = write_two_summaries(product, paper)
            vote_and_see_the_order_change(product, paper, first, second)
            unknown_paper_fails(product)
            kill_the_broker_while_voting(product, first)
            assert "no drift" in product.manage("recount")
            kill_the_supervisor(product)
        with run_product(tmp_path, ARXIV_API_URL=arxiv.url, **database) as again:
            assert "The second view." in Person(again).get(paper)
            assert "demo summaries added" not in again.output().split("Ready:")[-1]
            children = again.children()
            assert len(children) >= 4
            again.process.send_signal(signal.SIGTERM)
            assert again.process.wait(20) == 0
            wait_for(lambda: not again.children(), 5)
    times = [request.at for request in arxiv.requests]
    assert all(later - earlier >= 3 for earlier, later in itertools.pairwise(times))


def add_a_paper(product: Product) -> str:
    """Opened by its arXiv address, it is there within seconds, filled in by the worker."""
    reader = Person(product)
    response = reader.http.get("/abs/2103.00001")
    paper = response.url.path
    assert "arXiv:2103.00001" in response.text
    wait_for(lambda: "A Paper by the Stand-In" in reader.get(paper), 10)
    page = reader.get(paper)
    assert re.search(r">Ada Writer</a>, <a [^>]+>Ben Second</a>", page)
    assert "We study a thing." in page
    assert "2 March 2021" in page
    return paper


def write_two_summaries(product: Product, paper: str) -> tuple[str, str]:
    addresses = []
    for name, text in (("ada", "The first view. $e^{i\\pi}=-1$"), ("ben", "The second view. $$\\frac{a}{b}$$")):
        person = Person(product)
        person.sign_up(name)
        response = person.submit(f"{paper}write/", f"{paper}write/", body=text, tldr="", visibility="public")
        assert "<math" in response.text
        addresses.append(response.url.path)
    return addresses[0], addresses[1]


def vote_and_see_the_order_change(product: Product, paper: str, first: str, second: str) -> None:
    reader = Person(product)
    wait_for(lambda: order_on(reader.get(paper)) == ["first", "second"], SHOWN)
    wait_for(lambda: order_on(reader.get("/")) == ["second", "first"], SHOWN)  # the newer one is hotter
    voter = Person(product)
    voter.sign_up("voter")
    voter.submit(second, f"{second}vote/", value="1")
    wait_for(lambda: order_on(reader.get(paper)) == ["second", "first"], SHOWN)
    voter.submit(second, f"{second}vote/", value="-1")
    voter.submit(first, f"{first}vote/", value="1")
    wait_for(lambda: order_on(reader.get(paper)) == ["first", "second"], SHOWN)
    # One vote of difference weighs nothing against a second of age, so the front page needs ten.
    tokens = [product.manage("create_token", f"reader_{number:02d}").strip().splitlines()[-1] for number in range(1, 4)]
    for token in tokens:
        put_vote(product, first, token, 1)
    wait_for(lambda: order_on(reader.get("/")) == ["first", "second"], SHOWN)


def put_vote(product: Product, summary: str, token: str, value: int) -> int:
    import httpx

    headers = {"Authorization": f"Token {token}"}
    return httpx.put(
        f"{product.url}/api/v1{summary}vote/", json={"value": value}, headers=headers, timeout=20
    ).status_code


def unknown_paper_fails(product: Product) -> None:
    reader = Person(product)
    paper = reader.http.get("/abs/2103.09999").url.path
    wait_for(lambda: "arXiv knows no paper with this id." in reader.get(paper), 15)


def kill_the_broker_while_voting(product: Product, summary: str) -> None:
    """Every vote is taken while the broker is away, and the ranks follow within 5 seconds of its return."""
    tokens = [
        product.manage("create_token", f"reader_{number:02d}").strip().splitlines()[-1] for number in range(1, 11)
    ]
    broker = next(pid for pid in product.children() if "valkey" in command_of(pid))
    os.kill(product.process.pid, signal.SIGSTOP)  # or it would start the broker again at once
    os.kill(broker, signal.SIGKILL)
    for turn in range(20):
        for token in tokens:
            assert put_vote(product, summary, token, 1 if turn % 2 else -1) == 200
    returned = time.monotonic()
    os.kill(product.process.pid, signal.SIGCONT)
    expected = wilson_of(product, summary, up=11, down=0)
    wait_for(lambda: rank_of(product, summary) == pytest.approx(expected), 5)
    assert time.monotonic() - returned < 6


def rank_of(product: Product, summary: str) -> float:
    import httpx

    return float(httpx.get(f"{product.url}/api/v1{summary}").json()["rank"]["value"])


def wilson_of(product: Product, summary: str, up: int, down: int) -> float:
    import httpx

    from votes.ranking import wilson_lower_bound

    counted = httpx.get(f"{product.url}/api/v1{summary}").json()
    assert (counted["upvotes"], counted["downvotes"]) == (up, down)
    return wilson_lower_bound(up, down)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def kill_the_supervisor(product: Product) -> None:
    assert len(product.children()) >= 4
    product.process.kill()
    product.process.wait()
    wait_for(lambda: not product.children(), 5)


def run_local(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("COVERAGE")}
    environment = {**kept, **variables}
    command = [sys.executable, "-m", "shortsci.local"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_busy_port_is_one_sentence(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run_local(PORT=port, DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"Port {port} cannot be used" in result.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_bad_port_is_one_sentence(tmp_path, port):
    result = run_local(PORT=port, DATA_DIR=str(tmp_path))
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "PORT must be a whole number" in result.stderr


def test_a_directory_that_cannot_be_used_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    result = run_local(PORT=str(free_port()), DATA_DIR=str(tmp_path / "file" / "x"))
    assert result.returncode == 1
    assert "DATA_DIR cannot be used" in result.stderr


def test_a_bad_setting_ends_the_start_with_its_name(tmp_path):
    result = run_local(PORT=str(free_port()), DATA_DIR=str(tmp_path), SITE_URL="nowhere")
    assert result.returncode == 1
    assert "The environment variable SITE_URL must be" in result.stderr
    assert "The set-up failed; what it said is above." in result.stderr


def test_two_products_do_not_share_a_directory(tmp_path):
    import fcntl

    (tmp_path / "run.lock").touch()
    with (tmp_path / "run.lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = run_local(PORT=str(free_port()), DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert "Another `make run` uses" in result.stderr
