"""Appoint a person in the shell: the first supervisor of an installation or of an office.

Every further role that needs two people is asked for in the admin and confirmed on its page.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from amnesty.accounts import granting, trail
from amnesty.accounts.models import Appointment, Office, User
from amnesty.accounts.roles import ROLES

SHORTEST_REASON = 20


class Command(BaseCommand):
    help = "Give a role to a user without a second person: for the first supervisor of an office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=ROLES)
        parser.add_argument("--office", help="code of the office where the user sits from now on")
        parser.add_argument(
            "--reason", required=True, help="at least 20 characters; onto the trail"
        )

    def handle(self, *args: object, **options: object) -> None:
        if len(options["reason"].strip()) < SHORTEST_REASON:
            raise CommandError(f"Give a reason of at least {SHORTEST_REASON} characters.")
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no user “{options['username']}”.")
        with transaction.atomic():
            office = self.seat(user, options["office"]) if options["office"] else None
            granting.join(user, options["role"])
            trail.record(
                "role.given_in_the_shell",
                user,
                role=options["role"],
                office=office.pk if office else None,
                reason=options["reason"].strip(),
            )
        self.stdout.write(f"{user.username} is {options['role']} now.")

    def seat(self, user: User, code: str) -> Office:
        office = Office.objects.filter(code=code, is_active=True).first()
        if office is None:
            raise CommandError(f"There is no active office “{code}”.")
        Appointment.objects.get_or_create(user=user, office=office, valid_from=None)
        return office
