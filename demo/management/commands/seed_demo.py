from typing import Any

from django.core.management.base import BaseCommand

from demo.seeding import seed_demo


class Command(BaseCommand):
    help = "Adds the demo papers, summaries and votes; run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seed_demo()} demo summaries added")
