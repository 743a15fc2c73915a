"""Two people changed the same case: the second save is refused and shows both values."""

from django import forms
from django.core.exceptions import BadRequest
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.forms.registration import Registration


def version_of(request: HttpRequest) -> int:
    """The version that the page was made of. Missing or no number: 400 (BadRequest)."""
    try:
        return int(request.POST["version"])
    except (KeyError, ValueError) as error:  # also a number of thousands of digits
        raise BadRequest("version") from error


def changed_meanwhile(request: HttpRequest, page: Registration) -> HttpResponse:
    """409 with what was typed beside what is stored; nothing was written."""
    stored = Registration(page.user, page.today, case=type(page.case).objects.get(pk=page.case.pk))
    made = stored.case.current_assessment
    context = {
        "at": stored.case.updated_at,
        "who": str(made.made_by) if made and made.made_by else "",
        "fields": differences(page, stored),
        "edit_url": reverse("case-edit", args=[page.case.pk]),
    }
    return render(request, "409.html", context, status=409)


def differences(page: Registration, stored: Registration) -> list[dict[str, str]]:
    """Fields whose typed value is another than the stored one: label, yours, theirs."""
    theirs = {field.html_name: field for form in stored.single_forms() for field in form}
    typed = {
        field.html_name: field for form in page.single_forms() for field in form if _is_shown(field)
    }
    found = []
    for name, field in typed.items():
        other = words_of(theirs[name]) if name in theirs else ""
        if words_of(field) != other:
            found.append({"label": str(field.label), "yours": words_of(field), "theirs": other})
    return found


def _is_shown(field: BoundField) -> bool:
    return not field.is_hidden


def words_of(field: BoundField) -> str:
    """The value of a field as a person reads it."""
    value = field.value()
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "✓" if value else ""
    choices = dict(getattr(field.field, "choices", None) or {})
    if choices:
        return str({str(key): label for key, label in choices.items()}.get(str(value or ""), ""))
    return "" if value is None else (field.field.widget.format_value(value) or "")
