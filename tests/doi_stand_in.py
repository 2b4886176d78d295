"""A server on loopback that speaks for Crossref and DataCite, well and badly, as each test asks of it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from tests.arxiv_stand_in import Answer

RATE_LIMIT = {"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}
NOT_FOUND = b'{"errors":[{"status":"404","title":"The resource you are looking for doesn\'t exist."}]}'


@dataclass(frozen=True)
class Request:
    at: float  # seconds of a monotonic clock
    source: str  # crossref or datacite
    path: str  # as it came, escapes and all
    doi: str  # lower-case
    user_agent: str


@dataclass
class DoiStandIn:
    """`crossref` holds works by DOI, `datacite` attributes by DOI; `script` holds answers that come before those."""

    url: str = ""
    crossref: dict[str, dict] = field(default_factory=dict)
    datacite: dict[str, dict] = field(default_factory=dict)
    script: list[Answer] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @property
    def url_crossref(self) -> str:
        return f"{self.url}/crossref"

    @property
    def url_datacite(self) -> str:
        return f"{self.url}/datacite"

    def answer(self, path: str, user_agent: str) -> Answer:
        _empty, source, _collection, doi = urlsplit(path).path.split("/")  # a DOI is one segment
        request = Request(time.monotonic(), source, path, unquote(doi).lower(), user_agent)
        self.requests.append(request)
        if self.script:
            return self.script.pop(0)
        return self.crossref_answer(request.doi) if source == "crossref" else self.datacite_answer(request.doi)

    def crossref_answer(self, doi: str) -> Answer:
        works = {key.lower(): work for key, work in self.crossref.items()}
        if doi not in works:
            return Answer(status=404, body=b"Resource not found.", headers={"Content-Type": "text/plain", **RATE_LIMIT})
        body = {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": works[doi]}
        return Answer(body=json.dumps(body).encode(), headers=RATE_LIMIT)

    def datacite_answer(self, doi: str) -> Answer:
        found = {key.lower(): attributes for key, attributes in self.datacite.items()}
        if doi not in found:
            return Answer(status=404, body=NOT_FOUND)
        return Answer(
            body=json.dumps({"data": {"id": doi, "type": "dois", "attributes": found[doi]}}).encode(),
            headers={"Content-Type": "application/vnd.api+json"},
        )


@contextmanager
def run_doi_stand_in() -> Iterator[DoiStandIn]:
    stand_in = DoiStandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), new_handler(stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def new_handler(stand_in: DoiStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = stand_in.answer(self.path, self.headers.get("User-Agent", ""))
            time.sleep(answer.delay)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(answer.body if answer.cut_after is None else answer.body[: answer.cut_after])

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
