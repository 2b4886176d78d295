import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from redis.exceptions import RedisError
from tqdm import tqdm

from papers.harvesting import Harvester
from papers.models import Harvest
from papers.services.harvests import start_harvest
from papers.services.records import RecordSaver

FORMATS = ["arXivRaw", "arXiv"]


class Command(BaseCommand):
    help = (
        "Harvests metadata from arXiv by OAI-PMH: a set such as cs:cs:LG, or everything. A harvest that was "
        "stopped goes on where it was; one that is finished goes on from the day it began."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", default="", dest="set_spec", help="such as cs:cs:LG or physics:hep-th")
        parser.add_argument("--from", type=date.fromisoformat, dest="window_from", help="first day, YYYY-MM-DD")
        parser.add_argument("--until", type=date.fromisoformat, dest="window_until", help="last day, YYYY-MM-DD")
        parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], dest="metadata_prefix")
        parser.add_argument("--background", action="store_true", help="leave the work to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ["set_spec", "metadata_prefix", "window_from", "window_until"]
        harvest = start_harvest(**{name: options[name] for name in names})
        if options["background"]:
            self.stdout.write("The worker harvests; the admin pages show how far it is.")
            return
        try:
            self.follow(harvest)
        except RedisError as error:
            raise CommandError(
                f"The Redis-protocol server does not answer ({error}). Is `make run` running?"
            ) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped here; the worker goes on with the harvest where one runs.") from error
        self.sum_up(harvest)

    def follow(self, harvest: Harvest) -> None:
        """Works along with the worker where one runs. arXiv does not tell how many records there will be."""
        harvester = Harvester(RecordSaver())
        with tqdm(unit=" records", desc="Harvesting") as bar:
            while harvest.is_running:
                wait = harvester.harvest_page()
                harvest.refresh_from_db()
                bar.set_postfix_str(harvest.problem or f"{harvest.page_count} pages", refresh=False)
                bar.update(harvest.record_count - bar.n)
                if harvest.is_running and wait:
                    time.sleep(min(wait, 1.0))

    def sum_up(self, harvest: Harvest) -> None:
        self.stdout.write(f"{harvest.record_count:,} records on {harvest.page_count:,} pages.")
        for problem in harvest.problems[:20]:
            self.stderr.write(f"  {problem}")
        if harvest.problem_count > 20:
            self.stderr.write(f"  {harvest.problem_count:,} records could not be read in all.")
        if not harvest.finished_at:
            raise CommandError(harvest.problem or "The harvest did not come to its end.")
