from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import create_token


class Command(BaseCommand):
    help = "Prints a new API token of a user; it cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get(username__iexact=options["username"])
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user called {options['username']}.") from error
        self.stdout.write(create_token(user=user).key)
