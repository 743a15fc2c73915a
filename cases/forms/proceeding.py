"""The cards of the case itself and of its circumstances."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amnesty.accounts.models import Office, User
from amnesty.accounts.scoping import office_ids
from cases.forms.fields import AskedChoice, AskedDate, AskedYesNo, clean_text
from cases.forms.hints import with_the_law
from cases.models import Case, codes
from cases.wording import articles

OFFICES = ("court", "prosecutor_office", "investigating_body")
KINDS = {
    "court": Office.Kind.COURT,
    "prosecutor_office": Office.Kind.PROSECUTOR,
    "investigating_body": Office.Kind.INVESTIGATOR,
}
SHARED_BY_CODEFENDANTS = ("proceeding_number", *OFFICES, "stage")


def offices_for(user: User, field: str, chosen: int | None) -> QuerySet:
    """The offices a user may put into `field`: own ones of that kind, else all active ones.

    The office that the case already has stays possible.
    """
    offices = Office.objects.filter(kind=KINDS[field], is_active=True)
    if field == "court":
        own = offices.filter(pk__in=office_ids(user))
        offices = own if own.exists() else offices
    return Office.objects.filter(Q(pk__in=offices) | Q(pk=chosen))


class CaseForm(forms.Form):
    """Where the case is, how far it has come, and what the court found about the person."""

    use_required_attribute = False

    court = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Court"),
        error_messages={"required": gettext_lazy("Choose the court.")},
    )
    proceeding_number = forms.CharField(
        label=gettext_lazy("Proceeding number"),
        help_text=gettext_lazy("The court's own number, shared by co-defendants"),
        max_length=60,
        required=False,
    )
    stage = AskedChoice(label=gettext_lazy("Stage"), choices=codes.Stage.choices)
    prosecutor_office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Prosecutor's office"), required=False
    )
    investigating_body = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Investigating body"), required=False
    )
    registered_on = AskedDate(
        label=gettext_lazy("Registered on"), help_text=gettext_lazy("Blank means today")
    )
    recidivism = AskedChoice(
        label=gettext_lazy("Recidivism, as the court found"),
        choices=codes.Recidivism.choices,
        help_text=with_the_law(
            gettext_lazy("Only what a verdict says. “None” is an answer too."), articles.RECIDIVISM
        ),
    )
    objects_to_termination = AskedYesNo(
        label=gettext_lazy("Objects to termination"),
        help_text=with_the_law(gettext_lazy("Asked before a verdict only."), articles.BEFORE),
    )
    ending = forms.ChoiceField(
        label=gettext_lazy("Other ending"),
        help_text=gettext_lazy("Closes the case without any amnesty decision"),
        choices=[("", gettext_lazy("None")), *Case.Ending.choices],
        required=False,
    )
    ended_on = AskedDate(label=gettext_lazy("Ended on"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(
        self, *args: object, today: date, user: User, chosen: dict | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.user = today, user
        for name in OFFICES:
            self.fields[name].queryset = offices_for(user, name, (chosen or {}).get(name))

    def clean_proceeding_number(self) -> str:
        return clean_text(self.cleaned_data["proceeding_number"])

    def clean_registered_on(self) -> date:
        day = self.cleaned_data["registered_on"] or self.today
        if day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        ending, ended = cleaned.get("ending"), cleaned.get("ended_on")
        if ending and not ended and "ended_on" not in self.errors:
            self.add_error("ended_on", _("Enter the day on which the case ended."))
        if ended and not ending:
            self.add_error("ending", _("Choose how the case ended."))
        if ended and ended > self.today:
            self.add_error("ended_on", _("This day has not come yet."))
        self._keep_in_sight(cleaned)
        return cleaned

    def _keep_in_sight(self, cleaned: dict) -> None:
        """A case of no office of the user would vanish on saving."""
        chosen = {cleaned[name].pk for name in OFFICES if cleaned.get(name)}
        if cleaned.get("court") and not office_ids(self.user).filter(office__in=chosen).exists():
            self.add_error("court", _("One of the offices of the case must be your own."))


def initial_of_case(case: Case) -> dict[str, object]:
    """The stored values of a case, for its two cards."""
    values = {name: getattr(case, name) for name in CaseForm.base_fields if name not in OFFICES}
    return values | {name: getattr(case, f"{name}_id") for name in OFFICES}


def initial_of_new_case(user: User, today: date, like: Case | None) -> dict[str, object]:
    """What a new case begins with: the user's only court, or what a co-defendant's case has."""
    if like is not None:
        values = initial_of_case(like)
        return {name: values[name] for name in SHARED_BY_CODEFENDANTS}
    own = list(Office.objects.filter(pk__in=office_ids(user), is_active=True).order_by("pk"))
    found: dict[str, object] = {}
    for name, kind in KINDS.items():
        of_kind = [office.pk for office in own if office.kind == kind]
        if len(of_kind) == 1:
            found[name] = of_kind[0]
    return found
