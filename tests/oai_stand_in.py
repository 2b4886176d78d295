"""A server on loopback that speaks arXiv's OAI-PMH about made-up papers, well and badly, as each test asks of it.

As a process of its own: `python -m tests.oai_stand_in --port 0 --records 10000 --page-size 1000 --log FILE`
prints its address and appends a line of JSON for each request.
"""

import argparse
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.arxiv_stand_in import Answer

ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>{now}</responseDate>
<request verb="ListRecords">{url}</request>{content}</OAI-PMH>"""
HEADER = """<header{status}><identifier>oai:arXiv.org:{arxiv_id}</identifier><datestamp>{datestamp}</datestamp>
<setSpec>{set_spec}</setSpec></header>"""
RAW = """<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{arxiv_id}</id><submitter>Ada Writer</submitter>
{versions}<title>{title}</title><authors>Ada Writer (Home), Ben Second and Cy Third</authors>
<categories>{category}</categories><comments>12 pages</comments><abstract>  {abstract}
</abstract></arXivRaw></metadata>"""
RAW_VERSION = '<version version="v{number}"><date>{moment}</date><size>9kb</size></version>'
SPLIT = """<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{arxiv_id}</id><created>{created}</created>
{updated}<authors><author><keyname>Writer</keyname><forenames>Ada</forenames><affiliation>Home</affiliation></author>
<author><keyname>Second</keyname><forenames>Ben</forenames></author>
<author><keyname>Third</keyname><forenames>Cy</forenames></author></authors><title>{title}</title>
<categories>{category}</categories><comments>12 pages</comments><abstract>  {abstract}
</abstract></arXiv></metadata>"""
CATEGORIES = (("cs.LG", "cs:cs:LG"), ("math.NA", "math:math:NA"), ("hep-th", "physics:hep-th"))
A_MONTH = 99_999  # the most ids that a month has
ASKED_FOR = {"verb", "metadataPrefix", "set", "from", "until"}


class Fault(StrEnum):
    TRUNCATED = "truncated"  # the right page, which ends in its middle
    CUT_OFF = "cut_off"  # the same, although the header promises the whole
    SAME_TOKEN = "same_token"  # the right page with the token that it was asked with
    BAD_TOKEN = "bad_token"


BUSY = Answer(status=503)
BUSY_FOR_A_SECOND = Answer(status=503, headers={"Retry-After": "1"})
BROKEN = Answer(status=500)


@dataclass(frozen=True)
class Request:
    """Seconds of a monotonic clock and, for other processes, of the wall clock."""

    start: float
    end: float
    wall_start: float
    wall_end: float
    query: dict[str, str]
    user_agent: str
    status: int


@dataclass(frozen=True)
class Question:
    metadata_prefix: str
    set_spec: str = ""
    window_from: date = date.min
    window_until: date = date.max
    offset: int = 0


class Refusal(Exception):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass
class OaiStandIn:
    """Paper n of `records` changed on day n // (records / days); each `deleted_every`th is deleted.

    `script` is used up before normal answers; None in it is a normal one. `is_stuck` gives the same token for ever.
    """

    records: int = 30
    page_size: int = 10
    days: int = 10
    first_day: date = date(2021, 1, 4)
    deleted_every: int = 0
    token_lifetime: float | None = None
    delay: float = 0.0
    is_stuck: bool = False
    url: str = ""
    log: Path | None = None
    script: list[Answer | Fault | None] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    revised: dict[int, date] = field(default_factory=dict)
    tokens: dict[str, tuple[Question, float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def revise(self, number: int, on: date) -> None:
        """Paper `number`, from 1, gets a second version and a new datestamp."""
        self.revised[number] = on

    def expire_tokens(self) -> None:
        self.tokens.clear()

    def arxiv_id(self, number: int) -> str:
        month, rest = divmod(number - 1, A_MONTH)
        return f"21{month + 1:02}.{rest + 1:05}"

    def datestamp(self, number: int) -> date:
        a_day = max(-(-self.records // self.days), 1)
        return self.revised.get(number) or self.first_day + timedelta(days=(number - 1) // a_day)

    def is_deleted(self, number: int) -> bool:
        return bool(self.deleted_every) and number % self.deleted_every == 0

    def numbers(self, question: Question) -> list[int]:
        found = [number for number in range(1, self.records + 1) if self.matches(number, question)]
        return sorted(found, key=lambda number: (self.datestamp(number), number))

    def matches(self, number: int, question: Question) -> bool:
        is_in_window = question.window_from <= self.datestamp(number) <= question.window_until
        spec = CATEGORIES[number % len(CATEGORIES)][1]
        return is_in_window and f"{spec}:".startswith(f"{question.set_spec}:" if question.set_spec else "")

    def answer(self, query: dict[str, str]) -> Answer:
        with self.lock:
            turn = self.script.pop(0) if self.script else None
            if isinstance(turn, Answer):
                return turn
            try:
                body = self.page(query, turn).encode()
            except Refusal as refusal:
                body = self.envelope(f'<error code="{refusal.code}">{escape(refusal.text)}</error>').encode()
            if turn == Fault.TRUNCATED:
                body = body[: len(body) // 2]
            return Answer(body=body, cut_after=len(body) // 2 if turn == Fault.CUT_OFF else None)

    def page(self, query: dict[str, str], turn: Fault | None) -> str:
        question = self.read_question(query, is_bad=turn == Fault.BAD_TOKEN)
        numbers = self.numbers(question)
        if not numbers:
            raise Refusal("noRecordsMatch", "No records match.")
        end = question.offset + self.page_size
        shown = "".join(self.record(number, question.metadata_prefix) for number in numbers[question.offset : end])
        if (turn == Fault.SAME_TOKEN or self.is_stuck) and "resumptionToken" in query:
            token = query["resumptionToken"]
        else:
            token = self.new_token(question, end) if end < len(numbers) else ""
        return self.envelope(
            f'<ListRecords>{shown}<resumptionToken cursor="{question.offset}" completeListSize="{len(numbers)}">'
            f"{token}</resumptionToken></ListRecords>"
        )

    def read_question(self, query: dict[str, str], *, is_bad: bool) -> Question:
        if query.get("verb") != "ListRecords":
            raise Refusal("badVerb", "This server lists records and does nothing else.")
        if token := query.get("resumptionToken"):
            if set(query) != {"verb", "resumptionToken"}:
                raise Refusal("badArgument", "A resumption token stands alone.")
            return self.question_of(token, is_bad=is_bad)
        if not {"verb", "metadataPrefix"} <= set(query) <= ASKED_FOR:
            raise Refusal("badArgument", "metadataPrefix is missing, or something is too much.")
        if query["metadataPrefix"] not in {"arXivRaw", "arXiv"}:
            raise Refusal("cannotDisseminateFormat", "arXivRaw and arXiv are what there is.")
        try:
            window = [date.fromisoformat(query[name]) if name in query else None for name in ("from", "until")]
        except ValueError:
            raise Refusal("badArgument", "A date is no date.") from None
        return Question(query["metadataPrefix"], query.get("set", ""), window[0] or date.min, window[1] or date.max)

    def new_token(self, question: Question, offset: int) -> str:
        token = secrets.token_urlsafe(12) + "|" + str(offset)  # arXiv's had a bar, which has to be quoted in addresses
        following = Question(
            question.metadata_prefix, question.set_spec, question.window_from, question.window_until, offset
        )
        self.tokens[token] = (following, time.monotonic())
        return token

    def question_of(self, token: str, *, is_bad: bool) -> Question:
        question, made_at = self.tokens.get(token, (None, 0.0))
        is_old = self.token_lifetime is not None and time.monotonic() - made_at > self.token_lifetime
        if question is None or is_old or is_bad:
            raise Refusal("badResumptionToken", "The token has expired or never was one.")
        return question

    def envelope(self, content: str) -> str:
        return ENVELOPE.format(now=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), url=self.url, content=content)

    def record(self, number: int, metadata_prefix: str) -> str:
        is_deleted = self.is_deleted(number)
        header = HEADER.format(
            status=' status="deleted"' if is_deleted else "",
            arxiv_id=self.arxiv_id(number),
            datestamp=self.datestamp(number),
            set_spec=CATEGORIES[number % len(CATEGORIES)][1],
        )
        return f"<record>{header}{'' if is_deleted else self.metadata(number, metadata_prefix)}</record>"

    def metadata(self, number: int, metadata_prefix: str) -> str:
        arxiv_id = self.arxiv_id(number)
        created = date(2021, int(arxiv_id[2:4]), 1)
        days = [created] + ([self.revised[number]] if number in self.revised else [])
        moments = [day.strftime("%a, %d %b %Y 12:00:00 GMT") for day in days]
        return (RAW if metadata_prefix == "arXivRaw" else SPLIT).format(
            arxiv_id=arxiv_id,
            versions="".join(RAW_VERSION.format(number=n, moment=moment) for n, moment in enumerate(moments, 1)),
            created=created,
            updated=f"<updated>{days[-1]}</updated>" if len(days) > 1 else "",
            title=f"Paper number {number} on $x^{{{number}}}$",
            category=CATEGORIES[number % len(CATEGORIES)][0],
            abstract=f"We study paper {number}.\n  And &lt; then another.",
        )

    def note(self, request: Request) -> None:
        with self.lock:
            self.requests.append(request)
            if self.log:
                line = asdict(request) | {"start": request.wall_start, "end": request.wall_end}
                with self.log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")


@contextmanager
def run_oai_stand_in(
    records: int = 30,
    page_size: int = 10,
    *,
    days: int = 10,
    first_day: date = date(2021, 1, 4),
    deleted_every: int = 0,
    token_lifetime: float | None = None,
    delay: float = 0.0,
    port: int = 0,
    log: Path | None = None,
) -> Iterator[OaiStandIn]:
    """The server runs in a thread until the block ends."""
    stand_in = OaiStandIn(records, page_size, days, first_day, deleted_every, token_lifetime, delay, log=log)
    server = ThreadingHTTPServer(("127.0.0.1", port), new_handler(stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}/oai"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def new_handler(stand_in: OaiStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            start, wall_start = time.monotonic(), time.time()
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            answer = stand_in.answer(query)
            time.sleep(stand_in.delay + answer.delay)
            # Noted before the body goes out: who has read an answer finds it in the list.
            agent = self.headers.get("User-Agent", "")
            stand_in.note(Request(start, time.monotonic(), wall_start, time.time(), query, agent, answer.status))
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send(answer)

        def send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body if answer.cut_after is None else answer.body[: answer.cut_after])

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--page-size", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--deleted-every", type=int, default=0)
    parser.add_argument("--token-lifetime", type=float)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--log", type=Path)
    with run_oai_stand_in(**vars(parser.parse_args())) as stand_in:
        print(stand_in.url, flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
