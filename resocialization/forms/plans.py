"""Forms about a plan as a whole: address, consent, closing, hand-over."""

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amnesty.accounts.models import User
from cases.dates import LegalDateField
from resocialization.forms.fields import Guarded, Words, paragraph, refuse_future
from resocialization.models import Address, Closing, Consent, Direction, Plan

PHONE = RegexValidator(r"^[0-9+()\- ;,]*$", _("Enter a phone number, such as +7 701 000 00 00."))


class AddressForm(Guarded):
    """Where the person lives now, and the two urgent facts of the first days."""

    address = Words(label=_("Address"), required=False, max_length=300)
    phone = Words(
        label=_("Phone"),
        required=False,
        max_length=40,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    until = LegalDateField(label=_("Can stay until"), required=False)
    no_home = forms.BooleanField(label=_("Has no place to live"), required=False)
    no_document = forms.BooleanField(label=_("Has no identity document"), required=False)

    def __init__(self, data: Mapping | None, *, plan: Plan, now: Address | None) -> None:
        initial = {
            "version": plan.version,
            "no_home": plan.no_home,
            "no_document": plan.no_document,
        }
        if now is not None:
            initial |= {"address": now.address, "phone": now.phone, "until": now.until}
        super().__init__(data, initial=initial)


class ConsentForm(forms.Form):
    """What the person agreed to, when and how."""

    purpose = forms.ChoiceField(
        label=_("What for"), choices=Consent.Purpose, widget=forms.RadioSelect
    )
    direction = forms.ModelChoiceField(
        Direction.objects.in_use(),
        label=_("Direction"),
        required=False,
        empty_label=_("All directions"),
    )
    form = forms.ChoiceField(label=_("How"), choices=Consent.Form, widget=forms.RadioSelect)
    given_on = LegalDateField(label=_("Given on"))

    def __init__(self, data: Mapping | None, *, today: date) -> None:
        super().__init__(data, initial={"given_on": today})
        self.today = today

    def clean(self) -> dict:
        refuse_future(self, "given_on", self.today)
        return super().clean()


class CloseForm(Guarded):
    """Ask to close a plan."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Plan.Outcome, widget=forms.RadioSelect)
    reason = Words(label=_("Reason"), max_length=2_000, widget=paragraph())


class AnswerForm(Guarded):
    """Approve a request to close, or send it back with words."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (Closing.Answer.APPROVED, _("Approve: close the plan")),
            (Closing.Answer.SENT_BACK, _("Send back: the plan goes on")),
        ],
        widget=forms.RadioSelect,
    )
    words = Words(
        label=_("Words to the worker"), required=False, max_length=2_000, widget=paragraph()
    )

    def clean(self) -> dict:
        given = super().clean()
        if given.get("answer") == Closing.Answer.SENT_BACK and not given.get("words"):
            self.add_error("words", _("Say why the plan goes on."))
        return given


class HandOverForm(forms.Form):
    """To whom the people go. Each person has a note and an urgent mark of their own."""

    worker = forms.ModelChoiceField(
        User.objects.none(), label=_("Colleague"), empty_label=_("Choose")
    )

    def __init__(
        self, data: Mapping | None, *, colleagues: Iterable[User], plans: Iterable[Plan]
    ) -> None:
        super().__init__(data)
        self.plans = list(plans)
        self.fields["worker"].queryset = colleagues
        self.fields["worker"].label_from_instance = with_load
        for plan in self.plans:
            self.fields[f"note_{plan.pk}"] = Words(
                label=_("Note"), required=False, max_length=2_000
            )
            self.fields[f"urgent_{plan.pk}"] = forms.BooleanField(label=_("Urgent"), required=False)


def with_load(worker: User) -> str:
    """A colleague with the number of people in their care."""
    people = ngettext("%(n)s person", "%(n)s people", worker.load) % {"n": worker.load}
    return f"{worker} ({people})"
