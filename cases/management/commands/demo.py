"""Make invented people that fill every page, and six accounts to sign in with; or remove them."""

import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases import demonstrating


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=150)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--remove", action="store_true", help="take all of them away")
        parser.add_argument(
            "--even-in-production", action="store_true", help="also where DEBUG is off"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["remove"]:
            self.remove()
            return
        if not (settings.DEBUG or options["even_in_production"]):
            raise CommandError(
                "DEBUG is off: invented people do not belong among real ones. "
                "Use --even-in-production to do it all the same."
            )
        self.make(options["people"], options["seed"])

    def make(self, people: int, seed: int) -> None:
        if not 0 <= people <= 100_000:
            raise CommandError("--people must lie between 0 and 100000.")
        begun = time.monotonic()
        demonstrating.make_offices()
        logins = demonstrating.ensure_logins(os.environ.get("DEMO_PASSWORD", ""))
        new = demonstrating.make(people, seed, timezone.localdate())
        took = time.monotonic() - begun
        self.stdout.write(f"{new} invented people are new ({took:.1f} s).")
        self.tell(logins)

    def tell(self, logins: demonstrating.Logins) -> None:
        for name in logins.taken:
            self.stdout.write(f"The account {name} is a real one and was left alone.")
        self.stdout.write(f"Sign in as: {', '.join(logins.usernames)}")
        if logins.password:
            self.stdout.write(f"Password of all of them: {logins.password}")
        else:
            self.stdout.write("Their password is the one that was printed before.")

    def remove(self) -> None:
        left = demonstrating.remove()
        self.stdout.write(f"{left.people} invented people are gone, with all that was theirs.")
        for name in (*left.users_kept, *left.offices_kept):
            self.stdout.write(f"{name} stays, closed: something real refers to it.")
