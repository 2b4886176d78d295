import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from redis.exceptions import RedisError

from papers.fetching import fetch_due_papers
from papers.fetching_dois import fetch_due_doi
from papers.identifiers import parse_identifier
from papers.models import Paper
from papers.services import request_paper
from shortsci.errors import DomainError


class Command(BaseCommand):
    help = "Adds papers by arXiv id or DOI, waits for their metadata and prints one line a paper."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("identifiers", nargs="+", metavar="ID")
        parser.add_argument("--timeout", type=float, default=120.0, help="seconds to wait (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        deadline = time.monotonic() + options["timeout"]
        failures = sum(not self.import_one(text, deadline) for text in options["identifiers"])
        if failures:
            raise CommandError(f"{failures} of {len(options['identifiers'])} could not be imported.")

    def import_one(self, text: str, deadline: float) -> bool:
        try:
            paper, _ = request_paper(parse_identifier(text))
            self.wait_for(paper, deadline)
        except DomainError as error:
            self.stdout.write(f"{text}\tfailed\t{error}")
            return False
        except RedisError as error:
            raise CommandError(
                f"The Redis-protocol server does not answer ({error}). Is `make run` running?"
            ) from error
        self.stdout.write(f"{text}\t{paper.state}\t{paper.title or paper.failure_reason}")
        return paper.state == Paper.State.READY

    def wait_for(self, paper: Paper, deadline: float) -> None:
        """Asks by itself when no worker does; the limiter keeps both within arXiv's terms."""
        while paper.state == Paper.State.PENDING and time.monotonic() < deadline:
            fetch_due_papers()
            fetch_due_doi()
            paper.refresh_from_db()
            if paper.state == Paper.State.PENDING:
                time.sleep(0.2)
