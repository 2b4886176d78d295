from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from votes.services import mark_all_for_ranking, rank_changed_summaries


class Command(BaseCommand):
    help = "Ranks the summaries whose votes changed, as the Celery task does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="rank every summary, after a change of a formula")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            mark_all_for_ranking()
        self.stdout.write(f"{rank_changed_summaries()} ranked")
