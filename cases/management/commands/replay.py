"""Replay stored assessments from their stored facts, rule set and table, byte for byte.

Prints the numbers of the cases with an answer that comes out otherwise; exit status 1 then.
"""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from cases.replaying import replay


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=int, metavar="N", help="at most N, taken by chance")

    def handle(self, *args: object, **options: object) -> None:
        found = replay(options["sample"])
        self.stdout.write(f"{found.total} assessments replayed, {len(found.differing)} differ.")
        for number in found.differing:
            self.stdout.write(number)
        if found.differing:
            sys.exit(1)
