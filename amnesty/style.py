"""The style page: every part of the face in every state, with invented people.

Routed only where DEBUG is on. Who changes a part looks here first; the browser tests walk it.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amnesty.style_charts import samples
from amnesty.templatetags import words
from amnesty.templatetags.face import icons

ZONE = ZoneInfo("Asia/Almaty")
TODAY = date(2022, 11, 14)
NOW = datetime(2022, 11, 14, 15, 20, tzinfo=ZONE)
STAGES = [("pretrial", "Pre-trial"), ("trial", "Trial"), ("serving", "Serving")]
RECIDIVISM = [("none", "None"), ("simple", "Recidivism"), ("", "Not known")]


class PersonForm(forms.Form):
    """One field of each kind."""

    surname = forms.CharField(max_length=150, label="Surname")
    patronymic = forms.CharField(max_length=150, label="Patronymic", required=False)
    iin = forms.RegexField(
        r"^\d{12}$",
        label="IIN",
        help_text="Twelve digits.",
        error_messages={"invalid": "An IIN has 12 digits. 11 were typed."},
        widget=forms.TextInput(attrs={"class": "input-iin", "inputmode": "numeric"}),
    )
    born_on = forms.DateField(
        label="Date of birth",
        help_text="For example 27.03.1990.",
        error_messages={"invalid": "Enter the date as dd.mm.yyyy, for example 27.03.1990."},
        widget=forms.TextInput(attrs={"class": "input-date", "inputmode": "numeric"}),
    )
    stage = forms.ChoiceField(choices=[("", "Choose a stage"), *STAGES], label="Stage")
    recidivism = forms.ChoiceField(
        choices=RECIDIVISM,
        label="Recidivism",
        widget=forms.RadioSelect,
        required=False,
        help_text="As the court found it, not as the record suggests.",
    )
    circumstances = forms.MultipleChoiceField(
        choices=[("minor", "Under age"), ("group", "In a group")],
        label="Circumstances",
        widget=forms.CheckboxSelectMultiple,
    )
    confirmed = forms.BooleanField(label="Confirmed by a document", required=False)
    judgment = forms.FileField(label="Judgment", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def clean(self) -> dict[str, object]:
        if self.errors:
            self.add_error(None, "The birth date does not agree with the IIN.")
        return self.cleaned_data


class OffenseForm(forms.Form):
    article = forms.CharField(label="Article and part", max_length=20)
    committed_on = forms.DateField(
        label="Date", widget=forms.TextInput(attrs={"class": "input-date", "inputmode": "numeric"})
    )
    note = forms.CharField(label="Note", required=False)


class OffenseFormSet(forms.BaseFormSet):
    row_label = "Offense"


Offenses = forms.formset_factory(OffenseForm, formset=OffenseFormSet, extra=1, can_delete=True)

REFUSED_PERSON = {"surname": "Сейтқали", "iin": "90051530001", "born_on": "05/01/1990"}
REFUSED_OFFENSES = {
    "offense-TOTAL_FORMS": "2",
    "offense-INITIAL_FORMS": "0",
    "offense-0-article": "272 ч.2",
    "offense-0-committed_on": "05.01.2022",
    "offense-1-article": "188 ч.2",
    "offense-1-committed_on": "2022-02-30",
}


def pages() -> Page:
    return Paginator(range(1512), 50).get_page(12)


def timeline() -> list[dict[str, object]]:
    changed = {
        "at": NOW,
        "title": "Facts changed",
        "by": "A. Bekova",
        "icon": "pencil",
        "url": "#timeline",
        "changes": [
            {"label": "Recidivism", "old": None, "new": "None"},
            {"label": "Term", "old": "4 years", "new": "5 years"},
        ],
    }
    assessed = {
        "at": NOW,
        "title": "Assessed: reduce the term",
        "by": "Run 12",
        "icon": "circle-half",
    }
    imported = {
        "at": NOW - timedelta(days=2),
        "title": "Imported",
        "by": "File list-november.xlsx, row 18",
        "icon": "upload",
        "note": "One hidden column was left out.",
    }
    days = [{"date": TODAY, "items": [changed, assessed]}]
    return [*days, {"date": TODAY - timedelta(days=2), "items": [imported]}]


def case_parts() -> dict[str, object]:
    """What the identity bar and its sub-navigation take."""
    titles = ["Overview", "Offenses and sentence", "Ruling and decision", "Documents", "History"]
    return {
        "person": {
            "name": "Сейтқали Әбдіғани Өмірұлы",
            "iin": "900515300018",
            "born_on": date(1990, 5, 15),
            "age": 32,
        },
        "facts": [
            {"label": "Court", "value": "Medeu District Court, Almaty"},
            {"label": "Case", "value": "7514-22-00-1/418"},
            {"label": "Co-defendants", "value": "3", "url": "#identity"},
        ],
        "subnav": [{"label": t, "url": "#identity", "current": t == "Overview"} for t in titles],
        "case_action": {"label": "Draft ruling", "url": "#identity"},
        "case_more": [
            {"label": "Recalculate", "url": "#identity"},
            {"label": "Print", "url": "#x"},
        ],
    }


def list_parts() -> dict[str, object]:
    people = ["Сейтқали Әбдіғани", "Қасымова Гүлнұр", "Иванов Пётр", "Ыбырай Ұлпан"]
    codes = ["reduce", "excluded", "needs_review", "not_covered"]
    return {
        "people": [
            {"name": name, "iin": f"90051530001{at}", "outcome": codes[at], "missing": at % 3}
            for at, name in enumerate(people)
        ],
        "chips": [
            {"label": "Region", "value": "Almaty", "remove_url": "?outcome=reduce"},
            {"label": "Outcome", "value": "Reduce the term", "remove_url": "?region=2"},
        ],
        "page": pages(),
        "due": [TODAY - timedelta(days=12), TODAY, TODAY + timedelta(days=3), None],
    }


def summary_rows() -> list[dict[str, object]]:
    return [
        {"label": "Decided by", "value": "Medeu District Court", "change_url": "#confirm"},
        {"label": "Outcome", "value": "Reduce the term", "change_url": "#confirm"},
        {"label": "New end of the term", "value": "16.01.2023 (Monday)", "change_url": "#confirm"},
        {"label": "Act number", "value": "7514-22-00-1/418-3"},
    ]


def first_days() -> dict[str, object]:
    """A list of first steps, a draft, and the column beside the registration form."""
    texts = ["Open a case and read why", "Choose your language", "Register a case for practice"]
    entries = [
        {"code": f"s{at}", "text": text, "url": "#first-steps", "is_done": at == 0}
        | {"is_ticked_by_hand": at == 1}
        for at, text in enumerate(texts)
    ]
    return {
        "first_entries": entries,
        "first_drafts": [
            {"pk": 1, "token": "a", "name": "Сейтқали Әбдіғани", "kept_at": NOW},
            {"pk": 2, "token": "b", "name": "", "kept_at": NOW},
        ],
        "needed_facts": [
            {"label": "Day of the offense", "row": 2, "field": "first-steps"},
            {"label": "Stage", "row": 0, "field": "drafts"},
        ],
        "needed_nothing": [],
        "needed_contradicts": None,
    }


def style_page(request: HttpRequest) -> HttpResponse:
    """Every part in every state; `?errors=1` shows the forms refused."""
    refused = "errors" in request.GET
    context = {
        "form": PersonForm(REFUSED_PERSON if refused else None),
        "offenses": Offenses(REFUSED_OFFENSES if refused else None, prefix="offense"),
        "outcomes": list(words.OUTCOMES),
        "states": list(words.STATES),
        "needs": list(words.NEEDS),
        "works": list(words.WORK),
        "decisions": list(words.DECISIONS),
        "tones": words.TONES,
        "verdicts": [(code, look.tone) for code, look in words.OUTCOMES.items()],
        "icon_names": sorted(icons()),
        "today": TODAY,
        "now": NOW,
        "days": timeline(),
        "planned": [{"title": "Visit the employer", "by": "S. Omarov", "icon": "calendar-event"}],
        "rows": summary_rows(),
        **case_parts(),
        **list_parts(),
        **first_days(),
        "samples": samples(),
    }
    return render(request, "style/index.html", context)
