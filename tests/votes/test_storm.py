"""Thousands of votes from eight clients while everything but the database is killed at random.

STORM_VOTES=20000 runs the whole storm. However fast votes are, it lasts until enough was killed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.project.product import ROOT, Product, new_postgres_database, run_product, wait_for
from tests.votes.storm_client import BROKEN, LATE

pytestmark = [
    pytest.mark.whole,
    pytest.mark.postgresql,
    pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads /proc"),
]
VOTES = int(os.environ.get("STORM_VOTES", "2000"))
CLIENTS, VOTERS, SUMMARIES = 8, 10, 50  # voters are those of one client, so that each vote has one order
SETTINGS = {"WEB_WORKERS": "2", "VOTES_A_MINUTE": "0", "BURST_VOTES_ON_SUMMARY": "0", "BURST_VOTES_FROM_NETWORK": "0"}
EVERY = max(VOTES // 100, 80)  # answers between two kills, so that the storm goes on however slow the machine is
KILLS, KINDS = 6, 3  # that a storm has at least: of these one is a process of the web, with votes on their way
LONGEST = 600.0  # seconds, after which the storm ends, whatever it killed
LIFE = 6.0  # seconds that a process has before it is killed; the supervisor gives up on what dies at every start
SEED = f"""
import json
from accounts.models import User
from accounts.services import create_token
from papers.models import Paper
from summaries.services import Text, publish_summary
paper = Paper.objects.create(title="On Storms", state="ready")
people = [
    User.objects.create(username=f"storm{{n}}", email=f"storm{{n}}@example.org", password="!")
    for n in range({CLIENTS * VOTERS + SUMMARIES})
]
writers, voters = people[:{SUMMARIES}], people[{SUMMARIES}:]
summaries = [publish_summary(writer=writer, paper=paper, text=Text(body="It blows.")).pk for writer in writers]
print("SEED", json.dumps([summaries, [[voter.pk, create_token(user=voter).key] for voter in voters]]))
"""


class Chaos:
    """Kills a worker, a web process or the broker, now and then, with SIGKILL."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.chance = random.Random(11)
        self.born: dict[int, float] = {}
        self.kills: Counter[str] = Counter()
        self.other = self.second_worker()

    def second_worker(self) -> subprocess.Popen[bytes]:
        """Beside the one that the product starts."""
        command = [sys.executable, "-m", "celery", "--quiet", "--app", "shortsci.celery", "worker", "--pool", "threads"]
        command += ["--concurrency", "2", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        environment = {**self.product.environment, "PYTHONPATH": str(ROOT)}
        with self.product.log.open("ab") as log:
            return subprocess.Popen(command, cwd=self.product.log.parent, env=environment, stdout=log, stderr=log)

    def strike(self) -> bool:
        """Whether there was something old enough to kill."""
        now = time.monotonic()
        targets = {pid: self.name_of(pid) for pid in self.product.children()}
        for pid in targets:
            self.born.setdefault(pid, now)
        names = sorted({name for pid, name in targets.items() if name and now - self.born[pid] > LIFE})
        if not names:
            return False
        name = self.chance.choice(names)
        pid = self.chance.choice([pid for pid in targets if targets[pid] == name and now - self.born[pid] > LIFE])
        os.kill(pid, signal.SIGKILL)
        self.kills[name] += 1
        if self.other.poll() is not None or pid == self.other.pid:
            self.other.wait()
            self.other = self.second_worker()
        return True

    def is_enough(self) -> bool:
        return self.kills.total() >= KILLS and len(self.kills) >= KINDS and self.kills["web process"] > 0

    def name_of(self, pid: int) -> str:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            parent = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return ""
        if "valkey" in command:
            return "broker"
        if "celery" in command:
            return "worker"
        if "granian" in command and parent == self.product.process.pid:
            return "web server"
        return "web process" if "multiprocessing" in command or "granian" in command else ""

    def end(self) -> None:
        self.other.terminate()
        self.other.wait()


def test_a_storm_of_votes_loses_nothing(tmp_path):
    with (
        new_postgres_database(os.environ["DATABASE_URL"]) as database,
        run_product(tmp_path, DATABASE_URL=database, **SETTINGS) as product,
    ):
        output = product.manage("shell", "--no-imports", "-c", SEED)
        line = next(line for line in output.splitlines() if line.startswith("SEED"))
        summaries, voters = json.loads(line.removeprefix("SEED "))
        began = time.monotonic()
        clients = [start_client(product, number, summaries, voters, tmp_path) for number in range(CLIENTS)]
        chaos = Chaos(product)
        answers = 0
        while any(client.poll() is None for client in clients):
            time.sleep(chaos.chance.uniform(0.1, 0.5))
            if chaos.is_enough() or time.monotonic() - began > LONGEST:
                over_of(tmp_path).touch()
            if count_answers(tmp_path) - answers >= EVERY and chaos.strike():
                answers = count_answers(tmp_path)
        seconds = time.monotonic() - began
        assert [client.returncode for client in clients] == [0] * CLIENTS
        with psycopg.connect(database, autocommit=True) as connection:
            wait_for(lambda: count_marked(connection) == 0, 30)  # the ranks follow, whoever was killed
            tries = [json.loads(line) for log in logs_of(tmp_path) for line in log.read_text().splitlines()]
            check_votes(connection, tries)
            check_counters(connection)
        assert product.manage("recount").strip() == "no drift"
        chaos.end()
    heard = Counter(status for *_, status in tries)
    print(
        f"\n{heard[200]} votes in {seconds:.0f} s, {heard[200] / seconds:.0f} a second;"
        f" heard {dict(heard)}; killed {dict(chaos.kills)}"
    )
    assert set(heard) <= {200, BROKEN, LATE}
    assert heard[200] >= VOTES
    assert heard[BROKEN] > 0
    assert chaos.is_enough()


def start_client(
    product: Product, number: int, summaries: list[int], voters: list[list], directory: Path
) -> subprocess.Popen[str]:
    job = {
        "address": urlsplit(product.url).netloc,
        "seed": number,
        "votes": VOTES // CLIENTS,
        "summaries": summaries,
        "tokens": dict(voters[number * VOTERS : (number + 1) * VOTERS]),
        "log": str(directory / f"client-{number}.jsonl"),
        "over": str(over_of(directory)),
    }
    command = [sys.executable, "-m", "tests.votes.storm_client"]
    client = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True)
    client.stdin.write(json.dumps(job) + "\n")
    client.stdin.close()
    return client


def over_of(directory: Path) -> Path:
    """The file that tells the clients that they may end."""
    return directory / "over"


def logs_of(directory: Path) -> list[Path]:
    return sorted(directory.glob("client-*.jsonl"))


def count_answers(directory: Path) -> int:
    return sum(log.read_text().count(", 200]\n") for log in logs_of(directory))


def count_marked(connection: psycopg.Connection) -> int:
    return connection.execute("SELECT count(*) FROM summaries_summary WHERE needs_ranking").fetchone()[0]


def check_votes(connection: psycopg.Connection, tries: list[list[int]]) -> None:
    """Each vote is the last one that was answered 2xx, or one of those that were tried after it without an answer."""
    stored = dict(read_votes(connection))
    allowed: dict[tuple[int, int], set[int]] = defaultdict(lambda: {0})
    late: dict[tuple[int, int], set[int]] = defaultdict(set)
    for voter, summary, value, status in tries:
        key = (voter, summary)
        if status == LATE:
            late[key].add(value)
        allowed[key] = {value} if 200 <= status < 300 else allowed[key] | {value}
    wrong = {key: stored.get(key, 0) for key in allowed if stored.get(key, 0) not in allowed[key] | late[key]}
    assert wrong == {}
    assert set(stored) <= set(allowed)


def read_votes(connection: psycopg.Connection) -> list[tuple[tuple[int, int], int]]:
    sql = """
        SELECT voter_id, summary_id, value FROM votes_vote JOIN accounts_user ON accounts_user.id = voter_id
        WHERE username LIKE 'storm%'
    """
    return [((voter, summary), value) for voter, summary, value in connection.execute(sql).fetchall()]


def check_counters(connection: psycopg.Connection) -> None:
    rows = connection.execute("SELECT summary_id, value, count(*) FROM votes_vote GROUP BY 1, 2").fetchall()
    counted = {(summary, value): number for summary, value, number in rows}
    for pk, up, down in connection.execute("SELECT id, upvotes, downvotes FROM summaries_summary").fetchall():
        assert (up, down) == (counted.get((pk, 1), 0), counted.get((pk, -1), 0))
