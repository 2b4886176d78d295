import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from dumps.exporting import ExportProgress, export_dump


class Command(BaseCommand):
    help = (
        "Writes the site's public data into a directory: papers, public summaries with their counts and ranks, "
        "comments, and a manifest. docs/dump.md describes the files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--gzip", action="store_true", help="compress the files")
        parser.add_argument("--all-papers", action="store_true", help="also the papers without a summary")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = export_dump(
            options["directory"],
            site=settings.SITE_URL,
            now=timezone.now(),
            is_compressed=options["gzip"],
            with_all_papers=options["all_papers"],
        )
        numbers: dict[str, int] = {}
        # On a terminal the bar is drawn several times a second, in a log file a line every ten seconds.
        pace = 0.2 if sys.stderr.isatty() else 10.0
        with tqdm(unit=" rows", unit_scale=True, mininterval=pace, maxinterval=pace) as bar:
            try:
                for step in steps:
                    self.show(bar, step)
                    numbers[step.file] = step.done
            except OSError as error:
                raise CommandError(f"The dump cannot be written: {error}.") from error
        for name, number in numbers.items():
            self.stdout.write(f"{name}: {number:,} rows")

    def show(self, bar: "tqdm[Any]", step: ExportProgress) -> None:
        if step.done == 0:
            bar.reset(total=step.total)
            bar.set_description(step.file, refresh=False)
        bar.update(step.done - bar.n)
