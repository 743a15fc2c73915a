"""Forms of needs and steps: the status of a need, a further need, another day for a step."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.dates import LegalDateField
from resocialization.forms.fields import Guarded, NextDay, Words, paragraph, refuse_future
from resocialization.models import Direction, Need, Policy, Service, Step
from resocialization.planning import NeedAnswer, NextStep


class NeedForm(Guarded):
    """The status of a need. Met asks for the result; declined for words and a day to ask again."""

    status = forms.ChoiceField(label=_("Status"), choices=Need.Status, widget=forms.RadioSelect)
    result = Words(
        label=_("Result"),
        required=False,
        max_length=500,
        help_text=_("Such as employer and start of work, number of the document, address."),
    )
    met_on = LegalDateField(label=_("Met since"), required=False)
    declined_words = Words(
        label=_("In the person's words"), required=False, max_length=1_000, widget=paragraph(3)
    )
    ask_again_on = LegalDateField(label=_("Ask again on"), required=False)

    def __init__(self, data: Mapping | None, *, need: Need, policy: Policy, today: date) -> None:
        again = today + timedelta(days=policy.declined_ask_again_days)
        initial = {
            "version": need.version,
            "status": need.status,
            "result": need.result,
            "met_on": need.met_on or today,
            "declined_words": need.declined_words,
            "ask_again_on": need.ask_again_on or again,
        }
        super().__init__(data, initial=initial)
        self.need, self.today = need, today
        if need.direction.is_medical:
            del self.fields["declined_words"]
            self.fields["result"] = forms.ChoiceField(
                label=_("Result"),
                choices=[("", _("Not chosen")), *Need.MedicalResult.choices],
                required=False,
            )

    def clean(self) -> dict:
        given = super().clean()
        status = given.get("status")
        if status == Need.Status.MET:
            self._require("result", _("Say what was reached."))
            self._require("met_on", _("Enter since when the need is met."))
            refuse_future(self, "met_on", self.today)
        elif status == Need.Status.DECLINED:
            self._require("declined_words", _("Write down what the person said."))
            self._require("ask_again_on", _("Enter when to ask again."))
            if (given.get("ask_again_on") or self.today) < self.today:
                self.add_error("ask_again_on", _("This day has passed. Choose today or later."))
        return given

    def _require(self, name: str, words: object) -> None:
        if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def answer(self) -> NeedAnswer:
        """Only what belongs to the status: an old result does not survive a reopening."""
        data, status = self.cleaned_data, self.cleaned_data["status"]
        met, declined = status == Need.Status.MET, status == Need.Status.DECLINED
        return NeedAnswer(
            status=status,
            result=data["result"] if met else "",
            met_on=data["met_on"] if met else None,
            declined_words=data.get("declined_words", "") if declined else "",
            ask_again_on=data["ask_again_on"] if declined else None,
        )


class NewNeedForm(forms.Form):
    """A further need in a direction, from the directory or in own words."""

    direction = forms.ModelChoiceField(
        Direction.objects.in_use(), label=_("Direction"), empty_label=_("Choose")
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Service"), required=False, empty_label=_("Not named")
    )
    title = Words(label=_("In own words"), required=False, max_length=200)

    def __init__(self, data: Mapping | None, *, today: date, initial: dict | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["service"].queryset = Service.objects.on(today).select_related("direction")
        self.fields["service"].label_from_instance = lambda row: f"{row.direction}: {row}"

    def clean(self) -> dict:
        given = super().clean()
        direction, service = given.get("direction"), given.get("service")
        if direction and service and service.direction_id != direction.pk:
            self.add_error("service", _("This service belongs to another direction."))
        if direction and direction.is_medical and given.get("title"):
            self.add_error("title", _("No free text about health. Choose a service."))
        if not service and not given.get("title"):
            self.add_error("title", _("Choose a service, or say it in own words."))
        return given


class StepForm(Guarded, NextDay):
    """An open step: another day, another one who acts, or what is to do."""

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Service"), required=False, empty_label=_("Not named")
    )
    what = Words(label=_("In own words"), required=False, max_length=200)
    waits_for = forms.ChoiceField(
        label=_("Who acts"), choices=Step.WaitsFor, widget=forms.RadioSelect
    )
    organization = Words(label=_("Organization"), required=False, max_length=200)
    reference = Words(label=_("Reference number"), required=False, max_length=60)

    def __init__(
        self,
        data: Mapping | None,
        *,
        need: Need,
        step: Step | None,
        today: date,
        may_share: bool,
    ) -> None:
        super().__init__(data, initial=_initial(step))
        self.today, self.may_share = today, may_share
        services = Service.objects.on(today).filter(direction=need.direction)
        if step is not None and step.service_id:
            services = services | Service.objects.filter(pk=step.service_id)
        self.fields["service"].queryset = services
        if step is None:
            del self.fields["version"]
        if need.direction.is_medical:
            for name in ("what", "organization", "reference"):
                del self.fields[name]

    def clean(self) -> dict:
        given = super().clean()
        self.day = self.read_next_day(self.today)
        if not (self.day or {"next_in", "next_on"} & set(self.errors)):
            self.add_error("next_on", _("Enter the day, or choose one above."))
        if given.get("waits_for") == Step.WaitsFor.ORGANIZATION:
            if not self.may_share:
                words = _("No consent to sharing is in force. Record the consent first.")
                self.add_error("waits_for", words)
            if "organization" in self.fields and not given.get("organization"):
                self.add_error("organization", _("Name the organization."))
        return given

    def step(self) -> NextStep:
        data = self.cleaned_data
        return NextStep(
            due_on=self.day,
            what=data.get("what", ""),
            service=data.get("service"),
            waits_for=data["waits_for"],
            organization=data.get("organization", ""),
            reference=data.get("reference", ""),
        )


def _initial(step: Step | None) -> dict:
    if step is None:
        return {"waits_for": Step.WaitsFor.WORKER}
    return {
        "version": step.version,
        "next_on": step.due_on,
        "service": step.service_id,
        "what": step.what,
        "waits_for": step.waits_for,
        "organization": step.organization,
        "reference": step.reference,
    }
