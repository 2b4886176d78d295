from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

# What no page of ours loads; compressing it takes longer than all the rest.
UNUSED_FILES = ["rest_framework"]


class Command(BaseCommand):
    help = "Brings database and static files up to date; an empty database gets the demo content."

    def handle(self, *args: Any, **options: Any) -> None:
        is_new = "django_migrations" not in connection.introspection.table_names()
        call_command("migrate", verbosity=0, interactive=False)
        if not are_static_files_current():
            call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED_FILES)
        if is_new:
            self.stdout.write("First start: adding the demo papers and summaries …")
            call_command("seed_demo", stdout=self.stdout)


def are_static_files_current() -> bool:
    """Nothing was written to a source of static files after the manifest of the last collection."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = [storage.path(name) for finder in get_finders() for name, storage in finder.list(UNUSED_FILES)]
    return manifest.stat().st_mtime > max(Path(source).stat().st_mtime for source in sources)
