import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from papers.loading import LoadProgress, load_snapshot

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = (
        "Loads a snapshot of arXiv's metadata in JSON Lines (also .gz, .xz). Run again, it updates only what "
        "changed; stopped half-way, it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        progress = None
        # On a terminal the bar is drawn several times a second, in a log file a line every ten seconds.
        pace = 0.2 if sys.stderr.isatty() else 10.0
        with tqdm(total=path.stat().st_size, unit="B", unit_scale=True, mininterval=pace, maxinterval=pace) as bar:
            try:
                for progress in load_snapshot(path):
                    self.show(bar, progress)
            except (OSError, EOFError) as error:
                raise CommandError(f"{path} cannot be read to its end: {error}. What was read is kept.") from error
            except KeyboardInterrupt as error:
                raise CommandError("Stopped. The same command goes on where it was.") from error
        self.sum_up(progress)

    def show(self, bar: "tqdm[Any]", progress: LoadProgress) -> None:
        bar.set_description(f"{progress.lines:,} records", refresh=False)
        seconds = max(bar.format_dict["elapsed"], 0.001)
        bar.set_postfix_str(f"{(progress.lines - progress.skipped) / seconds:,.0f} records/s", refresh=False)
        bar.update(progress.position - bar.n)

    def sum_up(self, progress: LoadProgress | None) -> None:
        if progress is None:
            self.stdout.write("Nothing to load.")
            return
        report = progress.report
        if progress.problem_count and not (report.created or report.updated or report.unchanged or progress.skipped):
            raise CommandError(f"Nothing in this file could be loaded. {progress.problems[0].capitalize()}.")
        if progress.skipped:
            self.stdout.write(f"An earlier run had loaded {progress.skipped:,} lines.")
        self.stdout.write(f"{report.created:,} new, {report.updated:,} changed, {report.unchanged:,} as they were.")
        if progress.problem_count:
            self.stderr.write(f"{progress.problem_count:,} could not be loaded:")
            for problem in progress.problems[:SHOWN_PROBLEMS]:
                self.stderr.write(f"  {problem}")
            if progress.problem_count > SHOWN_PROBLEMS:
                self.stderr.write(f"  … and {progress.problem_count - SHOWN_PROBLEMS:,} more")
