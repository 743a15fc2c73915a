"""Forms of the decision pages: recording, approving, executing, revoking, filtering."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office, User
from amnesty.accounts.scoping import office_ids
from cases import deciding
from cases.dates import LegalDateField
from cases.deciding import Content
from cases.forms.fields import clean_text
from cases.models import Case, Decision
from cases.models.codes import Outcome
from cases.models.decisions import DecisionQuerySet

DECIDED = [(code, word) for code, word in Outcome.choices if code != Outcome.NEEDS_REVIEW]


class ShortText(forms.CharField):
    """One line of text, without invisible signs."""

    def to_python(self, value: str | None) -> str:
        return clean_text(super().to_python(value))


class OfficeField(forms.ModelChoiceField):
    """Bodies that decide, grouped by their kind."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(Office.objects.none(), empty_label=None, **kwargs)

    def offer(self, offices: QuerySet[Office]) -> None:
        """Let one of `offices` be chosen; refuse every other."""
        self.queryset = offices
        groups: dict[str, list[tuple[int, str]]] = {}
        for office in offices:
            groups.setdefault(office.get_kind_display(), []).append((office.pk, str(office)))
        self.choices = [*groups.items()]


def offices_that_decide(case: Case, user: User) -> QuerySet[Office]:
    """The bodies of the case and the user's own ones, as far as their kind decides."""
    of_the_case = [case.court_id, case.prosecutor_office_id, case.investigating_body_id]
    offices = Office.objects.filter(kind__in=Decision.Body.values)
    own = offices.filter(pk__in=office_ids(user), is_active=True)
    return offices.filter(pk__in=[pk for pk in of_the_case if pk]) | own


class DecisionForm(forms.Form):
    """What a body decided. Rules of its content stand in cases/deciding.py."""

    use_required_attribute = False

    office = OfficeField(label=_("Deciding body"))
    decider = ShortText(
        label=_("Who decided"),
        max_length=150,
        help_text=_("Surname and initials."),
        error_messages={"required": _("Enter who decided.")},
    )
    act_number = ShortText(
        label=_("Number of the act"),
        max_length=60,
        error_messages={"required": _("Enter the number of the act.")},
    )
    decided_on = LegalDateField(
        label=_("Date of the act"),
        help_text=_("For example 27.03.2023"),
        error_messages={"required": _("Enter the date as dd.mm.yyyy, for example 27.03.2023.")},
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("Choose")), *DECIDED],
        error_messages={"required": _("Choose what was decided.")},
    )
    new_end = LegalDateField(
        label=_("New end of the term"),
        required=False,
        help_text=_("Only where the term is cut."),
    )
    frees_person = forms.BooleanField(
        label=_("The person goes free by this decision"), required=False
    )
    released_on = LegalDateField(
        label=_("Day of release"), required=False, help_text=_("Needed when the person goes free.")
    )
    differs = forms.ChoiceField(
        label=_("Why it differs from the assessment"),
        required=False,
        choices=[("", _("It does not differ")), *Decision.Differs.choices],
    )
    reason = forms.CharField(
        label=_("Reason in words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: object, case: Case, user: User, today: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        self.fields["office"].offer(offices_that_decide(case, user))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        answer = self.case.current_assessment
        if answer is None or cleaned.get("seen") != answer.pk:
            self.add_error(None, _("The assessment has changed. Compare the values again."))
            self.look_again()
        if not self.errors:
            self.content = self.told().tidy(answer)
            for problem in deciding.problems(self.content, self.case, answer, self.today):
                self.add_error(problem.field, problem.words)
        return cleaned

    def look_again(self) -> None:
        """The page that comes back shows the present assessment: what is sent next has seen it."""
        self.data = self.data.copy()
        self.data["seen"] = self.case.current_assessment_id or ""

    def told(self) -> Content:
        """What was typed, as the door takes it."""
        return Content(**{name: self.cleaned_data[name] for name in Content.__dataclass_fields__})


class ApprovalForm(forms.Form):
    """The approver's own two statements."""

    use_required_attribute = False

    identity_checked = forms.BooleanField(
        label=_("Identity checked against a document"),
        error_messages={"required": deciding.IDENTITY},
    )
    note = ShortText(label=_("Note"), required=False, max_length=500)


class RevocationForm(forms.Form):
    """Why a decision is taken back."""

    use_required_attribute = False

    reason = ShortText(
        label=_("Why it is revoked"),
        max_length=500,
        error_messages={"required": _("Say why the decision is revoked.")},
    )


class DecisionFilter(forms.Form):
    """Filters of the list of decisions; an unknown value filters nothing."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Decision.State.choices]
    )
    differs = forms.ChoiceField(
        label=_("Compared with the assessment"),
        required=False,
        choices=[("", _("All")), ("yes", _("Differs"))],
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("All")), *DECIDED]
    )

    def narrow(self, rows: DecisionQuerySet) -> DecisionQuerySet:
        """The rows that pass every filter that is set."""
        chosen = self.chosen()
        if chosen.get("differs"):
            rows = rows.differing()
        columns = {name: chosen[name] for name in ("state", "outcome") if name in chosen}
        return rows.filter(**columns)

    def chosen(self) -> dict[str, str]:
        """Name and value of every filter that is set."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
