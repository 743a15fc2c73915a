"""Forms of proposals: why a known fact is another one, by which paper; refusing, commenting."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import correcting, identifying
from cases import iin as digits
from cases.correcting import Grounds
from cases.dates import LegalDateField
from cases.decision_forms import ShortText
from cases.identifying import Paper
from cases.models import Defendant
from cases.models.corrections import SHORTEST_REASON


class GroundsForm(forms.Form):
    """Why, and by which document."""

    use_required_attribute = False

    document = ShortText(
        label=_("Document"),
        max_length=200,
        help_text=_("Its kind, number and date, for example: verdict No. 12 of 27.03.2022"),
        error_messages={"required": correcting.NO_DOCUMENT},
    )
    reason = ShortText(
        label=_("Reason"),
        max_length=500,
        min_length=SHORTEST_REASON,
        help_text=_("At least 20 signs: what was wrong, and how that was found"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": correcting.TOO_SHORT, "min_length": correcting.TOO_SHORT},
    )

    def grounds(self) -> Grounds:
        return Grounds(self.cleaned_data["reason"], self.cleaned_data["document"])


class RefusalForm(forms.Form):
    """Why a proposal is refused."""

    use_required_attribute = False

    refusal = ShortText(
        label=_("Why it is refused"),
        max_length=500,
        error_messages={"required": _("Say why it is refused.")},
    )


class CommentForm(forms.Form):
    """What an observer notes beneath a proposal."""

    use_required_attribute = False

    text = ShortText(
        label=_("Comment"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the comment.")},
    )


class IinForm(GroundsForm):
    """An IIN whose check digit is wrong, as a document shows it."""

    iin = forms.CharField(
        label=_("IIN"),
        max_length=40,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "class": "input-iin"}
        ),
        error_messages={"required": _("Enter the IIN as the document shows it.")},
    )
    number = ShortText(
        label=_("Document number"),
        max_length=40,
        error_messages={"required": _("Enter the number of the document.")},
    )
    issued_on = LegalDateField(
        label=_("Date of the document"),
        help_text=_("For example 27.03.2023"),
        error_messages={"required": _("Enter the date as dd.mm.yyyy, for example 27.03.2023.")},
    )
    field_order = ["iin", "document", "number", "issued_on", "reason"]

    def __init__(self, *args: object, person: Defendant, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.today = person, today
        self.fields["document"].help_text = _("For example: identity card")

    def clean_iin(self) -> str:
        number = digits.clean(self.cleaned_data["iin"])
        if obstacle := identifying.obstacle_to(number, self.person):
            raise ValidationError(str(obstacle), obstacle.code)
        return number

    def clean_issued_on(self) -> date:
        day = self.cleaned_data["issued_on"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day

    def paper(self) -> Paper:
        told = self.cleaned_data
        return Paper(told["iin"], told["number"], told["issued_on"])
