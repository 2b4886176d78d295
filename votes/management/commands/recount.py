import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Model

from papers.services import repair_lead_authors
from summaries.services import repair_comment_counts, repair_summary_counts, repair_wanted_counts
from votes.services import repair_drift, repair_reputations

COUNTS: list[tuple[str, Callable[[], Sequence[Model]]]] = [
    ("summary_count", repair_summary_counts),
    ("comment_count", repair_comment_counts),
    ("wanted_count", repair_wanted_counts),
    ("author_count", repair_lead_authors),
]


class Command(BaseCommand):
    help = "Recomputes every stored counter and rank from rows, repairs what differs, and exits 1 if anything did."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [str(drift) for drift in repair_drift()]
        for field, repair in COUNTS:
            lines += [
                f"{owner._meta.model_name} {owner.pk}: {field} is {getattr(owner, field)} now"  # noqa: SLF001
                for owner in repair()
            ]
        lines += [str(drift) for drift in repair_reputations()]
        for line in lines:
            self.stdout.write(line)
        if lines:
            sys.exit(1)
        self.stdout.write("no drift")
