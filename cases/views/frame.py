"""What every page of a case shows around itself: identity bar, main action, sub-navigation."""

from datetime import date

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amnesty.addresses import address_of
from amnesty.templatetags.face import outcome_tag, release_now_tag
from cases.identifying import confirmed_iin
from cases.models import Case, Sentence
from cases.wording import day_words, term_words


def age_on(born: date | None, day: date) -> int | None:
    """Full years on `day`."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def frame_of(request: HttpRequest, case: Case, today: date, current: str = "case") -> dict:
    """Context of partials/identity_bar.html. `current` is the URL name of the page."""
    person = case.defendant
    return {
        "case": case,
        "person": {
            "name": person.full_name,
            "iin": person.iin,
            "born_on": person.birth_date,
            "age": age_on(person.birth_date, today),
        },
        "identity_facts": _facts(case),
        "tags": tags_of(case),
        "action": _action(request, case, current),
        "subnav": _items(request, case, current),
    }


def tags_of(case: Case) -> SafeString:
    """The outcome of the current assessment, and "release now" beside it."""
    made = case.current_assessment
    if made is None:
        return outcome_tag(None)
    tag = outcome_tag(made.outcome, made.preliminary, bool(made.missing_count))
    return format_html("{} {}", tag, release_now_tag()) if made.release_now else tag


def _facts(case: Case) -> list[dict[str, str]]:
    facts = [
        {"label": _("Court"), "value": case.court.name},
        {"label": _("Case number"), "value": case.number},
        {"label": _("Proceeding number"), "value": case.proceeding_number},
    ]
    if shown := confirmed_iin(case.defendant):
        facts.append({"label": _("IIN confirmed by"), "value": str(shown)})
    if case.ending:
        facts.append({"label": _("Other ending"), "value": case.get_ending_display()})
    return facts


def summary_of(case: Case, may_edit: bool) -> list[dict[str, object]]:
    """The facts of the case and of its sentence in a few lines, with where to change them."""
    sentence = Sentence.objects.filter(case=case).prefetch_related("custody").first()
    unknown = _("not known")
    rows = [
        (_("Stage"), case.get_stage_display(), "case"),
        (_("Recidivism"), case.get_recidivism_display(), "circumstances"),
    ]
    if sentence is not None:
        rows += [
            (_("Main punishment"), sentence.get_kind_display(), "sentence"),
            (_("Final term"), _term(sentence), "sentence"),
            (_("Verdict in force on"), day_words(sentence.starts_on), "sentence"),
            (_("Facility"), sentence.get_facility_display(), "sentence"),
            (_("Detention before the term"), _custody(sentence), "custody"),
        ]
    form = address_of("case-edit", case.pk) if may_edit else ""
    return [
        {
            "label": label,
            "value": value or unknown,
            "change_url": f"{form}#{card}" if form else "",
        }
        for label, value, card in rows
    ]


def _term(sentence: Sentence) -> str:
    if sentence.years is None:
        return ""
    return term_words({"years": sentence.years, "months": sentence.months, "days": sentence.days})


def _custody(sentence: Sentence) -> str:
    periods = [
        f"{period.get_kind_display()} {day_words(period.from_on)}–"
        + (day_words(period.to_on) if period.to_on else "…")
        for period in sentence.custody.all()
    ]
    return "; ".join(periods) or (_("none") if sentence.custody_known else "")


def _action(request: HttpRequest, case: Case, current: str) -> dict[str, str] | None:
    url = address_of("case-edit", case.pk)
    if current == "case-edit" or not url or not request.user.has_perm("cases.register_case"):
        return None
    return {"label": _("Edit"), "url": url, "key": "KeyE"}


def _items(request: HttpRequest, case: Case, current: str) -> list[dict[str, object]]:
    """Pages of the case that exist and that the user may open."""
    may_edit = request.user.has_perm("cases.register_case")
    places = [
        ("case", _("Overview"), True),
        ("case-edit", _("Offenses and sentence"), may_edit),
        ("case-ruling", _("Ruling"), True),
        ("case-assessments", _("Assessments"), True),
        ("case-records", _("Previous convictions"), True),
        ("case-corrections", _("Corrections"), True),
        ("case-documents", _("Documents"), True),
        ("case-history", _("History"), True),
    ]
    return [
        {"label": label, "url": url, "current": name == current}
        for name, label, allowed in places
        if allowed and (url := address_of(name, case.pk))
    ]
