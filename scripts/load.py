"""How much a second several clients get done, each a process of its own; and requests over a kept connection."""

import multiprocessing
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
}


@dataclass(frozen=True)
class Request:
    """One that is sent again and again, as a browser sends it."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        parts = urlsplit(self.address)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in {**BROWSER, **self.headers}.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


Work = Callable[[], object]


def rate(begin: Callable[[int], Work], *, clients: int, seconds: float) -> float:
    """How often a second all clients together do what `begin` gives each of them, once it is in its own process."""
    context = multiprocessing.get_context("fork")
    barrier, counts = context.Barrier(clients), context.Array("q", clients)
    shared = {"seconds": seconds, "barrier": barrier, "counts": counts}
    processes = [context.Process(target=repeat, args=(begin, number), kwargs=shared) for number in range(clients)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(seconds + 60)
        if process.exitcode != 0:
            sys.exit("A client of the bench failed; what it said is above.")
    return sum(counts) / seconds


def repeat(begin: Callable[[int], Work], number: int, *, seconds: float, barrier, counts) -> None:
    work, done = begin(number), 0
    for _ in range(20):
        work()
    barrier.wait(30)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        work()
        done += 1
    counts[number] = done


def asking(request: Request) -> Callable[[int], Work]:
    """Each client asks the same over a connection of its own."""

    def begin(number: int) -> Work:
        connection, sent = connect(request), request.to_bytes()
        return lambda: exchange(connection, sent)

    return begin


def connect(request: Request) -> socket.socket:
    where = urlsplit(request.address)
    connection = socket.create_connection((where.hostname or "", where.port or 80))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def exchange(connection: socket.socket, sent: bytes) -> bytes:
    """The whole answer; ends the process where it is no good one."""
    connection.sendall(sent)
    answer = connection.recv(262_144)
    while (missing := missing_bytes(answer)) != 0:
        part = connection.recv(missing if missing > 0 else 65_536)
        if not part:
            sys.exit("The server closed the connection.")
        answer += part
    if not answer.startswith(b"HTTP/1.1 200 "):
        sys.exit(answer[:2000].decode(errors="replace"))
    return answer


def missing_bytes(answer: bytes) -> int:
    """How much of the body is still to come; -1 while that is not known."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return -1
    head = answer[:end].lower()
    place = head.find(b"content-length:")
    length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    return end + 4 + length - len(answer)
