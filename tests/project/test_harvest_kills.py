"""A harvest of ten thousand records while its workers are killed: nothing lost, nothing asked too often."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.project.product import ROOT, Product, new_postgres_database, run_product, wait_for

pytestmark = [pytest.mark.whole, pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads /proc")]
RECORDS, PAGE = 10_000, 1000
KILLS = 5
STATE = (
    "from papers.models import Harvest, Paper; harvest = Harvest.objects.get();"
    "print('STATE', harvest.is_running, harvest.record_count, harvest.problem_count, bool(harvest.finished_at),"
    " Paper.objects.filter(state='ready').count())"
)


@pytest.fixture
def database(pytestconfig):
    if not pytestconfig.getoption("--postgres"):
        yield {}
        return
    with new_postgres_database(os.environ["DATABASE_URL"]) as url:
        yield {"DATABASE_URL": url}


@contextmanager
def stand_in(log: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.oai_stand_in", "--port", "0", "--records", str(RECORDS)]
    command += ["--page-size", str(PAGE), "--log", str(log)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()  # or a test that fails would wait for it without end


def second_worker(product: Product) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "--quiet", "--app", "shortsci.celery", "worker", "--pool", "threads"]
    command += ["--concurrency", "2", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
    environment = {**product.environment, "PYTHONPATH": str(ROOT)}
    with product.log.open("ab") as log:
        return subprocess.Popen(command, cwd=product.log.parent, env=environment, stdout=log, stderr=log)


def first_worker(product: Product) -> int:
    """The worker of the product itself, which its supervisor starts again."""
    for pid in product.children():
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"celery" in command and b"--beat" in command:
            return pid
    return 0


def state_of(product: Product) -> list[str]:
    output = product.manage("shell", "--no-imports", "-c", STATE)
    return next(line for line in output.splitlines() if line.startswith("STATE")).split()[1:]


def test_a_harvest_survives_five_kills(tmp_path, database):
    log = tmp_path / "requests.jsonl"
    chance = random.Random(3)
    with stand_in(log) as url, run_product(tmp_path, ARXIV_OAI_URL=url, **database) as product:
        papers_before = int(state_of_papers(product))
        other = second_worker(product)
        product.manage("harvest_arxiv", "--background")
        for turn in range(KILLS):
            wait_for(lambda turn=turn: count_of(log) > turn, 60)  # at least one more request between two kills
            time.sleep(chance.uniform(0.2, 4.0))
            if turn % 2:
                os.kill(other.pid, signal.SIGKILL)
                other.wait()
                other = second_worker(product)
            else:
                wait_for(lambda: first_worker(product), 20)
                os.kill(first_worker(product), signal.SIGKILL)
        wait_for(lambda: state_of(product)[0] == "False", 180)
        is_running, _records, problems, is_finished, ready = state_of(product)
        other.terminate()
        other.wait()
        assert (is_running, problems, is_finished) == ("False", "0", "True"), product.output()[-2000:]
        assert int(ready) - papers_before == RECORDS
        assert all_are_known(product)
    check_requests(log)


def state_of_papers(product: Product) -> str:
    code = "from papers.models import Paper; print('COUNT', Paper.objects.filter(state='ready').count())"
    output = product.manage("shell", "--no-imports", "-c", code)
    return next(line for line in output.splitlines() if line.startswith("COUNT")).split()[1]


def all_are_known(product: Product) -> bool:
    ids = [f"2101.{number:05d}" for number in range(1, RECORDS + 1)]
    known = 0
    for batch in chunks(ids):
        answer = httpx.post(f"{product.url}/api/v1/papers/lookup/", json={"identifiers": batch}, timeout=30)
        known += sum(result["known"] for result in answer.json()["results"])
    return known == RECORDS


def chunks(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + PAGE] for start in range(0, len(ids), PAGE)]


def count_of(log: Path) -> int:
    return len(log.read_text("utf-8").splitlines()) if log.exists() else 0


def check_requests(log: Path) -> None:
    requests = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    starts = sorted(request["wall_start"] for request in requests)
    assert all(later - earlier >= 3 for earlier, later in itertools.pairwise(starts))
    asked = Counter(json.dumps(request["query"], sort_keys=True) for request in requests)
    assert len(asked) == RECORDS // PAGE
    assert len(requests) - len(asked) <= KILLS
