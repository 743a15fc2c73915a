"""Field history of tracked models: every saved state, by whom, when, why, in which act.

Each row of history also leaves one event on the trail, in the same transaction, that names the
fields that changed; fields listed as secret in `kept_secret` leave their name only.
"""

from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import (
    post_create_historical_record,
    pre_create_historical_record,
)

from amnesty.accounts import trail
from amnesty.accounts.acting import act_id, actor, reason

LONGEST_REASON = 100  # the column of the history
VERBS = {"+": "added", "~": "changed", "-": "removed"}


class ActOfHistory(models.Model):
    """What every row of history knows besides the fields: the act it belongs to."""

    act_id = models.CharField(max_length=32, blank=True)

    class Meta:
        abstract = True


def tracked(*, leaving_out: tuple[str, ...] = ()) -> HistoricalRecords:
    """History of one model; `leaving_out` are columns that other rows already tell."""
    return HistoricalRecords(
        bases=[ActOfHistory],
        excluded_fields=list(leaving_out),
        get_user=lambda instance, **kwargs: actor(),
        user_db_constraint=False,
    )


@receiver(pre_create_historical_record, dispatch_uid="history knows its act")
def name_the_act(history_instance: models.Model, **kwargs: object) -> None:
    history_instance.act_id = act_id()
    if words := reason():
        history_instance.history_change_reason = words[:LONGEST_REASON]


@receiver(post_create_historical_record, dispatch_uid="history leaves an event")
def leave_an_event(
    instance: models.Model, history_instance: models.Model, **kwargs: object
) -> None:
    """One event for each row of history, with the values before and after.

    A save that changed nothing leaves no event.
    """
    verb = VERBS[history_instance.history_type]
    before = history_instance.prev_record if verb == "changed" else None
    changes = changes_between(before, history_instance) if before else {}
    if before and not changes:
        return
    trail.record(
        f"{instance._meta.model_name}.{verb}",
        instance,
        person_id=trail.person_of(instance),
        history=history_instance.history_id,
        changes=changes,
    )


def changes_between(before: models.Model, after: models.Model) -> dict[str, list]:
    """Field → [value before, value after]; secret fields tell only that they changed."""
    secret = getattr(after.instance_type, "kept_secret", ())
    return {
        change.field: ["…", "…"] if change.field in secret else [change.old, change.new]
        for change in after.diff_against(before).changes
    }
