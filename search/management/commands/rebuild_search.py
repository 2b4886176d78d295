import time

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.services.building import build_index


class Command(BaseCommand):
    help = "Builds the search index of this machine anew from the database; the old one serves until it is done."

    def handle(self, *args: object, **options: object) -> None:
        began = time.monotonic()
        with tqdm(unit=" records", unit_scale=True, mininterval=0.5) as bar:

            def tell(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            if not build_index(tell=tell):
                raise CommandError("The index is being built by another process; wait until it is done.")
            done = int(bar.n)
        self.stdout.write(f"{done:,} records in {time.monotonic() - began:.0f} s.")
