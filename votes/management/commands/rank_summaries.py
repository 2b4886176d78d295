from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from votes.services import rank_all, rank_changed_summaries


class Command(BaseCommand):
    help = "Ranks the summaries whose votes changed, as the Celery task does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also what an older formula ranked; and compares all with the votes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["all"]:
            self.stdout.write(f"{rank_changed_summaries()} ranked")
            return
        ranking = rank_all()
        drift = ", ".join(f"{field} {number} times" for field, number in ranking.drift.items())
        self.stdout.write(f"{ranking.ranked} ranked, {f'drift repaired: {drift}' if drift else 'no drift'}")
