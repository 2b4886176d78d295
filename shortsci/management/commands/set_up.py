from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

# What no page of ours loads; compressing it takes longer than all the rest.
UNUSED_FILES = ["redoc", "rest_framework", "*-es-bundle*", "swagger-ui-standalone-preset*", "swagger-ui.js*"]


class Command(BaseCommand):
    help = "Brings database and static files up to date; an empty database gets the demo content."

    def handle(self, *args: Any, **options: Any) -> None:
        is_new = "django_migrations" not in connection.introspection.table_names()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED_FILES)
        if is_new:
            self.stdout.write("First start: adding the demo papers and summaries …")
            call_command("seed_demo", stdout=self.stdout)
