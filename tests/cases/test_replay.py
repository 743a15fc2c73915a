"""Every stored answer follows from its stored facts and rules, byte for byte."""

import pytest
from django.core.management import call_command
from django.db import connection

from cases.models import Assessment
from cases.replaying import replay
from tests.cases.runs import use_other_rules
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def tamper(pk: int, **columns: str) -> None:
    """Write to the table of assessments as somebody with a database shell would."""
    (column, value) = next(iter(columns.items()))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_assessment SET {column} = %s WHERE id = %s", [value, pk])


def test_answers_under_earlier_rules_replay_under_these(capsys):
    make_case(), make_case(stage="pretrial")
    use_other_rules(likely_as_listed=[])
    for assessment in Assessment.objects.all():
        assessment.case.save()
    assert replay().differing == []
    call_command("replay")
    assert (
        f"{Assessment.objects.count()} assessments replayed, 0 differ." in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [("outcome", "release"), ("answer_json", "{}"), ("dossier_json", "{}"), ("digest", "0")],
)
def test_an_answer_that_was_tampered_with_is_named(column: str, value: str, capsys):
    make_case()
    case = make_case()
    tamper(case.current_assessment_id, **{column: value})
    with pytest.raises(SystemExit) as ended:
        call_command("replay")
    assert ended.value.code == 1
    assert capsys.readouterr().out.split("\n")[1:] == [case.number, ""]


def test_a_sample_is_no_larger_than_asked_for():
    for _ in range(4):
        make_case()
    assert 0 < replay(sample=3, seed=1).total <= 3
    assert replay(sample=1000).total == Assessment.objects.count()
