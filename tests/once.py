"""What is made once and stands for many tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction

from cases.models import RuleSet


@contextmanager
def made_once(blocker: object) -> Iterator[None]:
    """What is made inside stands for many tests; a test's own changes are undone after it.

    Every test runs in a savepoint of this transaction, which is undone in the end.
    """
    around = transaction.atomic()
    around._from_testcase = True  # a transaction that has to be the outermost may be inside
    with blocker.unblock(), around:
        if not RuleSet.objects.exists():  # a transactional test emptied every table
            call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)
