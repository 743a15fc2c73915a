"""The form of one entry in the medical record."""

import uuid
from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.dates import LegalDateField
from resocialization.caring import Entry
from resocialization.forms.fields import Words, paragraph, refuse_future
from resocialization.models import MedicalNote
from resocialization.models.medical import NOTE_LENGTH


class MedicalForm(forms.Form):
    """A referral, an appointment, what became of it, or a note. `corrects`: the note replaced."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MedicalNote.Kind, widget=forms.RadioSelect)
    clinic = Words(label=_("Clinic"), required=False, max_length=200)
    specialty = Words(label=_("Specialty"), required=False, max_length=200)
    on = LegalDateField(label=_("On"))
    appointment_on = LegalDateField(label=_("Date of the appointment"), required=False)
    note = Words(label=_("Note"), required=False, max_length=NOTE_LENGTH, widget=paragraph(6))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping | None, *, today: date, corrects: MedicalNote | None) -> None:
        initial = {"on": today, "key": uuid.uuid4()}
        if corrects is not None:
            told = ("kind", "clinic", "specialty", "on", "appointment_on", "note")
            initial |= {name: getattr(corrects, name) for name in told}
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self) -> dict:
        refuse_future(self, "on", self.today)
        cleaned = super().clean()
        if cleaned.get("kind") == MedicalNote.Kind.APPOINTMENT:
            self._ask_for("appointment_on", _("Enter the day of the appointment."))
        if cleaned.get("kind") == MedicalNote.Kind.NOTE:
            self._ask_for("note", _("Enter the note."))
        return cleaned

    def _ask_for(self, name: str, words: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def entry(self) -> Entry:
        return Entry(**self.cleaned_data)
