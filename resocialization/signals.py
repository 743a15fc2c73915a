"""One-line forwards from what happens to cases. No logic here."""

import random
from datetime import date

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from cases.demonstrating import demo_people_leave, demo_people_made
from cases.models import Decision
from resocialization import demonstrating, planning


@receiver(post_save, sender=Decision, dispatch_uid="open the plan of a release")
def open_the_plan_of_a_release(instance: Decision, raw: bool = False, **kwargs: object) -> None:
    """After the commit: a plan that fails to open never undoes a release; the night finds it."""

    def open_it() -> None:
        planning.open_plan(instance, timezone.localdate())

    if not raw and planning.frees(instance):
        transaction.on_commit(open_it, robust=True)


@receiver(demo_people_made, dispatch_uid="invent plans")
def invent_plans(rng: random.Random, today: date, **kwargs: object) -> None:
    demonstrating.fill(rng, today)


@receiver(demo_people_leave, dispatch_uid="take invented plans away")
def take_invented_plans_away(**kwargs: object) -> None:
    demonstrating.remove()
