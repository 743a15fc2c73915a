"""The version guard: a row is written only by whoever saw its present version."""

from django.db.models import F, Model

from amnesty.accounts.trail import take_turn


class ChangedMeanwhile(RuntimeError):
    """Somebody else saved the row after this form was opened; nothing was written."""

    def __init__(self, row: Model) -> None:
        super().__init__(f"{row._meta.label_lower} {row.pk}")
        self.row = row


def claim(row: Model, version: int) -> None:
    """Take the next version of `row` inside the caller's transaction, or raise ChangedMeanwhile."""
    take_turn()
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise ChangedMeanwhile(row)
    row.version = version + 1
