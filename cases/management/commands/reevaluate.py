"""Assess all cases again, here and now, without a worker.

Cases whose answer stands are left as they are, so that this can be run at any time and twice.
With --pending only what was requested before, or left by a stopped worker, is done.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db.models import Sum

from cases import reevaluating, working
from cases.models import Run


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pending", action="store_true", help="only what is waiting already")

    def handle(self, *args: object, **options: object) -> None:
        if not options["pending"]:
            reevaluating.request_run(tell_workers=False)
        run = working.run_here()
        self.stdout.write("Nothing is waiting." if run is None else _told(run))


def _told(run: Run) -> str:
    sums = run.items.aggregate(
        **{name: Sum(name, default=0) for name in ("done", "unchanged", "changed", "failed")}
    )
    return (
        f"Run {run.pk} is {run.state}: {sums['done']} of {run.total} cases,"
        f" {sums['unchanged']} unchanged, {sums['changed']} changed, {sums['failed']} failed."
    )
