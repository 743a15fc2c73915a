"""The one form for a contact: what happened, what became of the step, what comes next.

Its fields follow the direction. In a direction about health there is no free text at all.
"""

import uuid
from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.dates import LegalDateField
from resocialization.forms.fields import CLOSE, NEXT_DAYS, NextDay, Words, paragraph, refuse_future
from resocialization.models import Contact, Need, Plan, Service, Step
from resocialization.models.work import NOTE_LENGTH
from resocialization.planning import NextStep
from resocialization.recording import Given

# The words of three fields by direction; another direction has the plain ones.
LABELS: dict[str, dict[str, str | Promise]] = {
    "employment": {"organization": _("Employer or career center"), "next_service": _("Offer")},
    "paperwork": {
        "organization": _("Issuing body"),
        "reference": _("Application number"),
        "next_service": _("Document"),
    },
    "housing": {
        "organization": _("Where a place was asked for"),
        "next_service": _("Kind of help"),
    },
}
NO_TEXT = ("note", "organization", "reference", "next_what", "result")
OF_NEED = (
    "next_in",
    "next_on",
    "next_service",
    "next_what",
    "waits_for",
    "reference",
    "needs_appointment",
    "appointment_on",
)
REACHED = [("yes", _("Reached")), ("no", _("Not reached"))]
STEP_STATES = [
    (Step.State.DONE, _("Done")),
    (Step.State.OPEN, _("Not done yet")),
    (Step.State.CANCELED, _("No longer needed")),
]


class ContactForm(NextDay):
    """A contact with `plan`'s person; `need` and `step` where it belongs to one."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Contact.Kind,
        widget=forms.RadioSelect,
        initial=Contact.Kind.CALL,
    )
    reached = forms.ChoiceField(label=_("Outcome"), choices=REACHED, widget=forms.RadioSelect)
    on = LegalDateField(label=_("Day"))
    note = Words(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=paragraph(),
        help_text=_("Nothing about health: that belongs to the medical record."),
    )
    step_state = forms.ChoiceField(
        label=_("The step"),
        choices=STEP_STATES,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Left empty: done when the person was reached, otherwise still open."),
    )
    result = Words(label=_("Result of the step"), required=False, max_length=1_000)
    needs_appointment = forms.BooleanField(label=_("Needs an appointment"), required=False)
    appointment_on = LegalDateField(label=_("Date of the appointment"), required=False)
    next_service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Service"), required=False, empty_label=_("Not named")
    )
    next_what = Words(label=_("In own words"), required=False, max_length=200)
    waits_for = forms.ChoiceField(
        label=_("Who acts next"),
        choices=Step.WaitsFor,
        widget=forms.RadioSelect,
        initial=Step.WaitsFor.WORKER,
        required=False,
    )
    organization = Words(label=_("Organization"), required=False, max_length=200)
    reference = Words(label=_("Reference number"), required=False, max_length=60)
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = (
        "kind",
        "reached",
        "on",
        "note",
        "needs_appointment",
        "appointment_on",
        "step_state",
        "result",
        "next_in",
        "next_on",
    )
    step_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping | None,
        *,
        plan: Plan,
        need: Need | None,
        step: Step | None,
        today: date,
        may_share: bool,
    ) -> None:
        super().__init__(data)
        self.plan, self.need, self.step, self.today = plan, need, step, today
        self.may_share = may_share
        self.initial = {"on": today, "key": uuid.uuid4()}
        self._drop_what_does_not_belong()
        if step is not None:
            self._start_from(step)
        if need is not None:
            self._fit(need)

    def _drop_what_does_not_belong(self) -> None:
        need = self.need
        dropped = set() if self.step else {"step_state", "result", "step_version"}
        if need is None:
            dropped.update(OF_NEED)
        elif need.direction.is_medical:
            dropped.update(NO_TEXT)
        if need is None or not need.direction.is_medical:
            dropped.update({"needs_appointment", "appointment_on"})
        for name in dropped:
            self.fields.pop(name, None)

    def _start_from(self, step: Step) -> None:
        self.initial |= {
            "step_version": step.version,
            "organization": step.organization,
            "reference": step.reference,
            "waits_for": step.waits_for,
        }

    def _fit(self, need: Need) -> None:
        """Words, services and chips of the need's direction."""
        services = Service.objects.on(self.today).filter(direction=need.direction)
        self.fields["next_service"].queryset = services
        for name, label in LABELS.get(need.direction.code, {}).items():
            if name in self.fields:
                self.fields[name].label = label
        if need.is_open:
            closing = (CLOSE, _("Nothing: close the need on the next page"))
            self.fields["next_in"].choices = [*NEXT_DAYS, closing]
        self.initial |= {
            "needs_appointment": need.needs_appointment,
            "appointment_on": need.appointment_on,
        }

    # --- checking ---------------------------------------------------------------------------

    def clean(self) -> dict:
        given = super().clean()
        refuse_future(self, "on", self.today)
        self._check_day()
        if self.need is not None:
            self.next_day = self.read_next_day(self.today)
            self._check_appointment()
            self._ask_for_the_next_step()
        self._check_sharing()
        return given

    def _check_day(self) -> None:
        earliest = min(self.plan.released_on, timezone.localdate(self.plan.opened_at))
        if (day := self.cleaned_data.get("on")) and day < earliest:
            self.add_error("on", _("This day is before the release."))

    def _check_appointment(self) -> None:
        if self.cleaned_data.get("appointment_on"):
            self.cleaned_data["needs_appointment"] = True

    def _check_sharing(self) -> None:
        """An organization is named, and nothing is shared without consent."""
        with_body = self.cleaned_data.get("kind") == Contact.Kind.ORGANIZATION
        waits = self.next_step_wanted and self.whom == Step.WaitsFor.ORGANIZATION
        if not (with_body or waits):
            return
        if not self.may_share:
            words = _("No consent to sharing is in force. Record the consent first.")
            self.add_error("kind" if with_body else "waits_for", words)
        if "organization" in self.fields and not self.cleaned_data.get("organization"):
            self.add_error("organization", _("Name the organization."))

    def _ask_for_the_next_step(self) -> None:
        """An open need never stays without a next step unasked."""
        if self.next_step_wanted or {"reached", "next_in", "next_on"} & set(self.errors):
            return
        if self.cleaned_data.get("next_in") == CLOSE:
            return
        stays = self.step is not None and self.state_of_step == Step.State.OPEN
        if stays and self.step.due_on <= self.today:
            self.add_error("next_in", _("The step stays open. Choose its new day."))
        elif self.need.is_open and not stays and not self._another_step():
            words = _("This need has no next step. Choose when to come back, or close the need.")
            self.add_error("next_in", words)

    def _another_step(self) -> bool:
        others = self.need.steps.open()
        return (others.exclude(pk=self.step.pk) if self.step else others).exists()

    # --- what was given ---------------------------------------------------------------------

    @property
    def next_step_wanted(self) -> bool:
        return self.need is not None and getattr(self, "next_day", None) is not None

    @property
    def whom(self) -> str:
        return self.cleaned_data.get("waits_for") or Step.WaitsFor.WORKER

    @property
    def was_reached(self) -> bool:
        return self.cleaned_data.get("reached") == "yes"

    @property
    def state_of_step(self) -> str:
        """What became of the step; unsaid: done when the person was reached."""
        said = self.cleaned_data.get("step_state")
        return said or (Step.State.DONE if self.was_reached else Step.State.OPEN)

    @property
    def closes_the_need(self) -> bool:
        return self.cleaned_data.get("next_in") == CLOSE

    def given(self) -> Given:
        """The contact as `recording` takes it."""
        data = self.cleaned_data
        with_body = data["kind"] == Contact.Kind.ORGANIZATION
        medical = "needs_appointment" in self.fields
        return Given(
            kind=data["kind"],
            reached=self.was_reached,
            on=data["on"],
            key=data["key"],
            note=data.get("note", ""),
            organization=data.get("organization", "") if with_body else "",
            step_state=self.state_of_step,
            step_version=data.get("step_version") or 0,
            result=data.get("result", ""),
            next=self._next() if self.next_step_wanted else None,
            appointment=(data["needs_appointment"], data["appointment_on"]) if medical else None,
        )

    def _next(self) -> NextStep:
        data = self.cleaned_data
        stays = self.step is not None and self.state_of_step == Step.State.OPEN
        service, what = data.get("next_service"), data.get("next_what", "")
        if stays and not (service or what):
            service, what = self.step.service, self.step.what
        return NextStep(
            due_on=self.next_day,
            what=what,
            service=service,
            waits_for=self.whom,
            organization=data.get("organization", ""),
            reference=data.get("reference", ""),
        )


class CorrectionForm(forms.Form):
    """A contact written down wrongly: the former text stays readable."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Contact.Kind, widget=forms.RadioSelect)
    reached = forms.ChoiceField(label=_("Outcome"), choices=REACHED, widget=forms.RadioSelect)
    on = LegalDateField(label=_("Day"))
    note = Words(label=_("Note"), required=False, max_length=NOTE_LENGTH, widget=paragraph())

    def __init__(self, data: Mapping | None, *, contact: Contact, today: date) -> None:
        initial = {
            "kind": contact.kind,
            "reached": "yes" if contact.reached else "no",
            "on": contact.on,
            "note": contact.note,
        }
        super().__init__(data, initial=initial)
        self.today = today
        if contact.direction and contact.direction.is_medical:
            del self.fields["note"]

    def clean(self) -> dict:
        refuse_future(self, "on", self.today)
        return super().clean()
