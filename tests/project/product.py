"""Starts the whole product as `make run` does, and talks to it over HTTP alone."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 300  # the demo content is written at the first start; a busy machine takes its time
KEPT = {"PATH", "HOME", "LANG"}  # of our environment; the rest, settings above all, must not reach the product


@dataclass
class Product:
    url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path
    people: list["Person"] = field(default_factory=list)

    def output(self) -> str:
        return self.log.read_text("utf-8", errors="replace")

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        return result.stdout + result.stderr

    def children(self) -> list[int]:
        """Every process that names our data directory or stands in it, without the supervisor.

        A server that sets its process title overwrites what /proc shows of its environment.
        """
        marker = self.environment["DATA_DIR"].encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) not in {os.getpid(), self.process.pid}:
                try:
                    named = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                    is_ours = marker in named + bytes((entry / "cwd").readlink())
                    is_zombie = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
                except OSError:
                    continue
                if is_ours and not is_zombie:
                    found.append(int(entry.name))
        return found


@contextmanager
def run_product(directory: Path, **variables: str) -> Iterator[Product]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("COVERAGE")}
    environment = {**kept, "DATA_DIR": str(directory / "data"), "PORT": str(port), **variables}
    log = directory / "log"
    with log.open("ab") as file:
        command = [sys.executable, "-m", "shortsci.local"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    product = Product(f"http://127.0.0.1:{port}", {**environment, "SITE_URL": f"http://127.0.0.1:{port}"}, process, log)
    try:
        wait_for(lambda: f"Ready: {product.url}/" in product.output() or process.poll() is not None, START_SECONDS)
        assert process.poll() is None, product.output()
        yield product
    finally:
        for person in product.people:
            person.http.close()
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float) -> float:
    """Seconds that it took; AssertionError when the time is over."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"not within {seconds} seconds"
        time.sleep(0.05)
    return time.monotonic() - began


@contextmanager
def new_postgres_database(server: str) -> Iterator[str]:
    name = f"whole_{os.getpid()}_{int(time.monotonic() * 1000)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Person:
    """A browser without JavaScript."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.http = httpx.Client(base_url=product.url, follow_redirects=True, timeout=20)
        product.people.append(self)

    def get(self, path: str) -> str:
        response = self.http.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.text

    def submit(self, page_path: str, action: str, **fields: str) -> httpx.Response:
        """Fills in the form of a page that posts to `action`."""
        page = self.get(page_path)
        form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}"' in form)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token, form
        data = {"csrfmiddlewaretoken": token[1], **fields}
        return self.http.post(action, data=data, headers={"Referer": self.product.url + page_path})

    def sign_up(self, name: str) -> None:
        password = "a-long-enough-pass-9"
        fields = {"email": f"{name}@example.org", "username": name, "password1": password, "password2": password}
        before = len(self.product.output())
        assert "Look into your mailbox" in self.submit("/accounts/signup/", "/accounts/signup/", **fields).text
        wait_for(lambda: "/accounts/confirm-email/" in self.product.output()[before:], 10)
        link = re.search(r"(/accounts/confirm-email/[^/\s]+/)", self.product.output()[before:])
        assert link
        self.submit(link[1], link[1])
        page = self.submit("/accounts/login/", "/accounts/login/", login=name, password=password).text
        assert "Log out" in page
