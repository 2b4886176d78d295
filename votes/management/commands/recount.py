import sys
from typing import Any

from django.core.management.base import BaseCommand

from summaries.services import repair_comment_counts, repair_summary_counts, repair_wanted_counts
from votes.services import repair_drift


class Command(BaseCommand):
    help = "Recomputes every stored counter and rank from rows, repairs what differs, and exits 1 if anything did."

    def handle(self, *args: Any, **options: Any) -> None:
        drifts = repair_drift()
        for drift in drifts:
            self.stdout.write(
                f"summary {drift.summary_id}: {drift.field} was {drift.stored:g}, its votes give {drift.expected:g}"
            )
        papers = repair_summary_counts()
        for paper in papers:
            self.stdout.write(f"paper {paper.pk}: summary_count is {paper.summary_count} now")
        summaries = repair_comment_counts()
        for summary in summaries:
            self.stdout.write(f"summary {summary.pk}: comment_count is {summary.comment_count} now")
        wanted = repair_wanted_counts()
        for paper in wanted:
            self.stdout.write(f"paper {paper.pk}: wanted_count is {paper.wanted_count} now")
        if drifts or papers or summaries or wanted:
            sys.exit(1)
        self.stdout.write("no drift")
