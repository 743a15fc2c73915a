"""The shipped directory: complete, repeatable, and extended without code (R1, R3)."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from resocialization.loading import load_resocialization
from resocialization.models import Direction, Policy, Service
from tests.resocialization.making import make_plan

pytestmark = pytest.mark.django_db


def test_four_directions_are_there_from_the_first_migration_on():
    assert list(Direction.objects.values_list("code", flat=True)) == [
        "employment",
        "medical_care",
        "paperwork",
        "housing",
    ]


def test_every_name_stands_in_three_languages():
    for row in [*Direction.objects.all(), *Service.objects.all()]:
        assert row.name_kk, row.code
        assert row.name_ru, row.code
        assert row.name_en, row.code


def test_every_direction_has_a_first_step():
    assert set(Service.objects.opening().values_list("direction__code", flat=True)) == {
        "employment",
        "medical_care",
        "paperwork",
        "housing",
    }


def test_every_service_says_where_it_comes_from():
    assert not Service.objects.filter(basis="").exists()


def test_loading_again_adds_nothing_and_keeps_what_was_changed(capsys):
    Service.objects.filter(code="passport").update(name_en="Travel passport")
    Policy.objects.update(first_contact_days=5)
    call_command("load_directions")
    assert "Rows added: 0" in capsys.readouterr().out
    assert Service.objects.get(code="passport").name_en == "Travel passport"
    assert Policy.current().first_contact_days == 5


def test_a_missing_row_is_added_again():
    Service.objects.filter(code="passport").delete()
    assert load_resocialization() == 1


def test_a_further_direction_is_data_and_no_code():
    Direction.objects.create(code="family", name_en="Family", position=50)
    assert make_plan().needs.filter(direction__code="family").count() == 1


def test_a_direction_out_of_use_opens_no_need():
    Direction.objects.filter(code="housing").update(is_active=False)
    assert make_plan().needs.count() == 3


def test_the_policy_is_one_row():
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.bulk_create([Policy(pk=2)])


@pytest.mark.parametrize(
    "values",
    [
        {"first_contact_days": 0},
        {"no_contact_days": 366},
        {"employment_checks_months": "1; 3"},
        {"employment_checks_months": ""},
    ],
)
def test_a_senseless_policy_is_refused(values: dict):
    with pytest.raises(ValidationError):
        Policy(pk=1, **values).clean_fields()


def test_without_a_stored_policy_the_defaults_hold():
    Policy.objects.all().delete()
    assert Policy.current().no_contact_days == 14
