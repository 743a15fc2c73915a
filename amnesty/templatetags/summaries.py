"""Which errors a submitted page has, each with the field it belongs to.

Reads forms and formsets of Django; knows nothing of what they are about.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _


class FieldError(NamedTuple):
    """One line of the error summary: the field's label, the words, the id to go to ("" if none)."""

    label: str
    message: str
    target: str


def target_of(field: BoundField) -> str:
    """The id of the control that gets the focus; of the first choice where there are several."""
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


def form_errors(form: BaseForm, row: str = "") -> Iterator[FieldError]:
    """All errors of one form, those of no field first, then in the order of the fields."""
    for message in form.non_field_errors():
        yield FieldError(row, message, "")
    for field in form:
        label = " · ".join(part for part in (row, str(field.label)) if part)
        for message in field.errors:
            yield FieldError(label, message, target_of(field))


def formset_errors(formset: BaseFormSet) -> Iterator[FieldError]:
    """All errors of a formset; each row is named by `formset.row_label` and its number."""
    for message in formset.non_form_errors():
        yield FieldError("", message, "")
    name = getattr(formset, "row_label", _("Row"))
    for number, form in enumerate(formset.forms, start=1):
        if not (formset.can_delete and form.is_bound and formset._should_delete_form(form)):
            yield from form_errors(form, f"{name} {number}")


def errors_of(part: BaseForm | BaseFormSet) -> list[FieldError]:
    """The errors of a submitted form or formset; none before it was submitted."""
    if not part.is_bound:
        return []
    return list(formset_errors(part) if isinstance(part, BaseFormSet) else form_errors(part))


def has_errors(part: BaseForm | BaseFormSet) -> bool:
    """Whether a submitted form or formset was refused."""
    if not part.is_bound:
        return False
    return bool(part.total_error_count() if isinstance(part, BaseFormSet) else part.errors)
