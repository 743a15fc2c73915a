"""Measure the program against itself; exit status 1 when a bound is missed.

    manage.py bench reeval|rules|save|skip [--cases N]

Works in a database of its own beside the configured one and removes it. Takes minutes.
"""

import logging
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from cases.benching import BENCHES, throwaway_database


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHES))
        parser.add_argument("--cases", type=int, default=100_000, metavar="N")

    def handle(self, *args: object, **options: object) -> None:
        settings.DEBUG = False  # a log of every statement would be measured with it
        logging.disable(logging.WARNING)
        with throwaway_database():
            results = BENCHES[options["name"]](options["cases"])
        self.stdout.write(f"{options['name']}, {options['cases']} cases, {connection.vendor}")
        for result in results:
            self.stdout.write(f"  {result}")
        if any(result.is_bound and not result.holds for result in results):
            sys.exit(1)
