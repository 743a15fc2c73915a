"""The form of one previous conviction. Everything may be unknown, but not everything at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.fields import AskedChoice, AskedDate, AskedText, AskedYesNo, clean_text
from cases.models import PreviousConviction, codes


class RecordForm(forms.Form):
    """One earlier conviction, as the papers tell it."""

    use_required_attribute = False

    article = AskedText(
        label=gettext_lazy("Article"),
        max_length=60,
        help_text=gettext_lazy("As the verdict names it, also of an earlier Code"),
    )
    gravity = AskedChoice(label=gettext_lazy("Gravity"), choices=codes.Gravity.choices)
    imprisoned = AskedYesNo(label=gettext_lazy("Sentenced to imprisonment"))
    committed_on = AskedDate(
        label=gettext_lazy("Committed on"), help_text=gettext_lazy("For example 27.03.2012")
    )
    sentenced_on = AskedDate(label=gettext_lazy("Sentenced on"))
    removed_on = AskedDate(
        label=gettext_lazy("Record lifted, lapsed or expunged on"),
        help_text=gettext_lazy("Blank while the record stands"),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The paper that tells it"),
    )

    def __init__(self, *args: object, record: PreviousConviction, **kwargs: object) -> None:
        initial = {name: getattr(record, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.record = record

    def clean_article(self) -> str:
        return clean_text(self.cleaned_data["article"])

    def clean_source(self) -> str:
        return clean_text(self.cleaned_data["source"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(
            value not in (None, "") for name, value in cleaned.items() if name != "source"
        ):
            raise ValidationError(_("Enter at least one fact of the conviction."))
        self._check_days(cleaned)
        return cleaned

    def _check_days(self, cleaned: dict) -> None:
        crime, verdict, removed = (
            cleaned.get(name) for name in ("committed_on", "sentenced_on", "removed_on")
        )
        if crime and verdict and verdict < crime:
            self.add_error("sentenced_on", _("The sentence cannot be older than the crime."))
        if verdict and removed and removed < verdict:
            self.add_error("removed_on", _("The record cannot end before the sentence."))
        born = self.record.defendant.birth_date
        if crime and born and crime < born:
            self.add_error("committed_on", _("This day is before the date of birth."))

    def told(self) -> PreviousConviction:
        """The record with the values of the form, not saved yet."""
        for name in self.base_fields:
            setattr(self.record, name, self.cleaned_data[name])
        return self.record
