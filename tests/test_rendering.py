"""Fields drawn by Jinja2 are the fields that Django draws."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.test import RequestFactory
from django.test.html import parse_html

from amnesty.rendering import QuickFields
from cases.filters import CaseFilter
from cases.forms.registration import Registration
from cases.models import Case
from tests.factories import make_case, make_office, make_user

ODD = """<b>"'&\N{RIGHT-TO-LEFT OVERRIDE} Әбдіғани"""


def fields(form: forms.Form, renderer: object) -> dict[str, object]:
    form.renderer = renderer
    return {field.html_name: parse_html(str(field)) for field in form}


def our_forms() -> Iterator[forms.Form]:
    court = make_office("court", "court-1")
    clerk, case = make_user("clerk", court), make_case(court)
    typed = QueryDict(mutable=True)
    typed.update({"person-surname": ODD, "person-birth_date": "5 січня", "case-note": ODD})
    for page in (
        Registration(clerk, date(2022, 11, 3), case=case),
        Registration(clerk, date(2022, 11, 3), data=typed),
    ):
        yield from page.single_forms()
    request = RequestFactory().get("/cases/")
    request.user = clerk
    yield CaseFilter({"article": ODD}, Case.objects.all(), request=request).form


@pytest.mark.django_db
def test_each_field_of_our_pages_is_the_same():
    found = 0
    for form in our_forms():
        quick = fields(form, QuickFields())
        assert quick == fields(form, DjangoTemplates())
        found += len(quick)
    assert found > 100


class EveryKind(forms.Form):
    """Fields of kinds that other forms use, with a text that has to be escaped."""

    box = forms.BooleanField(initial=True)
    text = forms.CharField(widget=forms.Textarea, initial=ODD)
    choice = forms.ChoiceField(choices=[("", "-"), (ODD, [("a", ODD), ("b", "B")])], initial="a")
    radios = forms.ChoiceField(choices=[("a", ODD)], widget=forms.RadioSelect, initial="a")
    boxes = forms.MultipleChoiceField(
        choices=[("a", ODD), ("b", "B")], widget=forms.CheckboxSelectMultiple, initial=["b"]
    )
    secret = forms.CharField(widget=forms.PasswordInput(attrs={"title": ODD, "disabled": True}))
    file = forms.FileField(required=False)
    moment = forms.SplitDateTimeField(widget=AdminSplitDateTime)


def test_every_kind_of_field_is_the_same_and_escaped_alike():
    quick = fields(EveryKind(), QuickFields())
    assert quick == fields(EveryKind(), DjangoTemplates())
    assert "<b>" not in str(EveryKind(renderer=QuickFields())["text"])
    assert len(quick) == 8


def test_the_errors_of_a_form_are_the_same():
    def errors(renderer: object) -> object:
        return parse_html(str(EveryKind({"text": ""}, renderer=renderer).errors))

    assert errors(QuickFields()) == errors(DjangoTemplates())
