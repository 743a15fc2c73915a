"""The card of the person: identity, document, language."""

import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import iin
from cases.forms.fields import AskedChoice, AskedDate, clean_text
from cases.forms.names import NameField
from cases.models import Defendant

IIN_PROBLEMS = {
    "digits": gettext_lazy("An IIN has digits only."),
    "empty": gettext_lazy("This IIN was never issued: all its digits are the same."),
    "check": gettext_lazy("The check digit of this IIN is wrong. Compare it with the document."),
}


class IinField(forms.CharField):
    """Twelve digits with a right check digit; spaces and dashes are dropped; None when empty.

    `stored` is the IIN that the person has already: two people confirmed it if it is an odd one.
    """

    stored: str | None = None

    def __init__(self, **kwargs: object) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input-iin"}
        super().__init__(required=False, widget=forms.TextInput(attrs), **kwargs)

    def to_python(self, value: str | None) -> str | None:
        text = iin.clean(super().to_python(value))
        digits = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Zs"})
        if not digits:
            return None
        problem = iin.problem(digits) if digits != self.stored else None
        if problem == "length":
            raise ValidationError(
                _("An IIN has 12 digits. You entered %(n)s.") % {"n": len(digits)}, problem
            )
        if problem:
            raise ValidationError(IIN_PROBLEMS[problem], problem)
        return digits


class PersonForm(forms.Form):
    """Who the case is about. Only the given name must be there; an IIN is not everybody's."""

    use_required_attribute = False

    surname = NameField(label=gettext_lazy("Surname"), required=False)
    given_name = NameField(
        label=gettext_lazy("Given name"), error_messages={"required": gettext_lazy("Enter a name.")}
    )
    patronymic = NameField(label=gettext_lazy("Patronymic"), required=False)
    iin = IinField(
        label=gettext_lazy("IIN"),
        help_text=gettext_lazy("12 digits. Leave it blank for a person without an IIN."),
    )
    birth_date = AskedDate(
        label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example 27.03.1990")
    )
    sex = AskedChoice(label=gettext_lazy("Sex"), choices=Defendant.Sex.choices)
    document_type = forms.CharField(
        label=gettext_lazy("Document"), required=False, max_length=60, strip=True
    )
    document_number = forms.CharField(
        label=gettext_lazy("Document number"), required=False, max_length=40, strip=True
    )
    latin_name = NameField(
        label=gettext_lazy("Name in Latin letters"), required=False, alphabet="LATIN", longest=300
    )
    language = AskedChoice(
        label=gettext_lazy("Language of the person"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["iin"].stored = self.initial.get("iin")

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        if born and born > self.today:
            raise ValidationError(_("A date of birth cannot lie in the future."))
        return born

    def clean_document_type(self) -> str:
        return clean_text(self.cleaned_data["document_type"])

    def clean_document_number(self) -> str:
        return clean_text(self.cleaned_data["document_number"])


def initial_of_person(person: Defendant | None) -> dict[str, object]:
    """The stored values of a person, for the card."""
    if person is None:
        return {}
    return {name: getattr(person, name) for name in PersonForm.base_fields}
