"""A server on loopback that speaks the arXiv query API, well and badly, as each test asks of it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

ENTRY = """<entry><id>http://arxiv.org/abs/{arxiv_id}v{version}</id><title>{title}</title>
<updated>2021-05-04T12:00:00Z</updated><published>2021-03-02T23:30:00Z</published>
<summary>  {abstract}</summary>
<category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/><category term="68T05" scheme="http://arxiv.org/schemas/atom"/>
<category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
<arxiv:comment>{comment}</arxiv:comment><arxiv:primary_category term="cs.LG"/>
<author><name>Ada Writer</name><arxiv:affiliation>Home</arxiv:affiliation></author><author><name>Ben Second</name></author>
</entry>"""
FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/stand-in</id><title>arXiv Query</title>
<opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>"""
ERROR_ENTRY = """<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{bad}</id><title>Error</title>
<summary>incorrect id format for {bad}</summary><author><name>arXiv api core</name></author></entry>"""


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut_after: int | None = None  # bytes that are sent although the header promises all


@dataclass(frozen=True)
class Request:
    at: float  # seconds of a monotonic clock
    ids: tuple[str, ...]
    user_agent: str


@dataclass
class ArxivStandIn:
    """`known` holds ids and titles; `script` holds answers that come before the normal ones."""

    url: str
    known: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    script: list[Answer] = field(default_factory=list)
    rejects: set[str] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)

    def answer(self, ids: tuple[str, ...]) -> Answer:
        if self.script:
            return self.script.pop(0)
        bad = [arxiv_id for arxiv_id in ids if arxiv_id in self.rejects]
        if bad:
            return Answer(status=400, body=feed(ERROR_ENTRY.format(bad=bad[0]), total=1))
        known = [arxiv_id for arxiv_id in ids if arxiv_id in self.known]
        return Answer(body=feed("".join(map(self.entry, known)), total=len(known)))

    def entry(self, arxiv_id: str) -> str:
        return ENTRY.format(
            arxiv_id=arxiv_id,
            title=escape(self.known[arxiv_id]),
            abstract="We study a thing.\n  And then another.",
            comment=escape(self.comments.get(arxiv_id, "12 pages")),
            version=self.versions.get(arxiv_id, 2),
        )


def feed(entries: str, total: int) -> bytes:
    return FEED.format(entries=entries, total=total).encode()


@contextmanager
def run_stand_in() -> Iterator[ArxivStandIn]:
    stand_in = ArxivStandIn(url="")
    server = ThreadingHTTPServer(("127.0.0.1", 0), new_handler(lambda: stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}/api/query"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def new_handler(get_stand_in: Callable[[], ArxivStandIn]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stand_in = get_stand_in()
            query = parse_qs(urlsplit(self.path).query)
            ids = tuple(query.get("id_list", [""])[0].split(","))
            stand_in.requests.append(Request(time.monotonic(), ids, self.headers.get("User-Agent", "")))
            answer = stand_in.answer(ids)
            time.sleep(answer.delay)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(answer.body if answer.cut_after is None else answer.body[: answer.cut_after])

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
