"""What every page of a case shows around itself: identity bar, main action, sub-navigation."""

from datetime import date

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amnesty.addresses import address_of
from amnesty.templatetags.face import outcome_tag, release_now_tag
from cases.models import Case


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
        {"label": _("Stage"), "value": case.get_stage_display() if case.stage else _("not known")},
    ]
    if case.ending:
        facts.append({"label": _("Other ending"), "value": case.get_ending_display()})
    return facts


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
        ("case-decisions", _("Ruling and decision"), True),
        ("case-assessments", _("Assessments"), True),
        ("case-documents", _("Documents"), True),
        ("case-history", _("History"), True),
    ]
    return [
        {"label": label, "url": url, "current": name == current}
        for name, label, allowed in places
        if allowed and (url := address_of(name, case.pk))
    ]
