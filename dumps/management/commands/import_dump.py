import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from dumps.importing import ImportReport, NotADump, import_dump, open_dump
from summaries.services import ask_for_ranking

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = (
        "Takes papers and summaries from a dump of another site. Writers come as accounts that nobody can log in to; "
        "votes and comments stay behind. Run again, it adds and changes only what is new."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = open_dump(options["directory"])
        except NotADump as error:
            raise CommandError(str(error)) from error
        report = ImportReport()
        pace = 0.2 if sys.stderr.isatty() else 10.0
        with tqdm(total=source.row_number, unit=" rows", mininterval=pace, maxinterval=pace) as bar:
            for report in import_dump(source):
                bar.update(report.rows - bar.n)
        ask_for_ranking()
        self.sum_up(report)

    def sum_up(self, report: ImportReport) -> None:
        self.stdout.write(f"papers: {report.papers_added:,} new, {report.papers_known:,} known")
        self.stdout.write(
            f"summaries: {report.summaries_added:,} new, {report.summaries_changed:,} changed, "
            f"{report.summaries_known:,} as they were"
        )
        if report.problems:
            self.stderr.write(f"{len(report.problems):,} could not be taken:")
            for problem in report.problems[:SHOWN_PROBLEMS]:
                self.stderr.write(f"  {problem}")
