"""The panel says what the stored answer says: no more, no less, and in words."""

from datetime import date

import msgspec
import pytest

from cases import law
from cases.models import Assessment, Case, RuleSet
from cases.presenting import Panel, panel_of
from cases.presenting.reading import Told
from tests.factories import make_case

pytestmark = pytest.mark.django_db
TODAY = date(2022, 11, 15)


def panel(today: date = TODAY, **values: object) -> Panel:
    return panel_of(make_case(**values).current_assessment, today)


def rows(shown: Panel) -> list:
    return [row for group in shown.groups for row in group.rows]


def test_the_plainest_case_reads_as_the_act_says():
    shown = panel()
    assert shown.outcome == "reduce"
    assert shown.release_now
    assert not shown.preliminary
    assert (shown.old_end, shown.new_end) == (date(2025, 10, 16), date(2022, 10, 16))
    assert shown.days_past == 30
    assert shown.tone == "blue"


def test_every_finding_of_the_answer_stands_on_the_panel_once():
    case = make_case(offenses=[{}, {"article": "188", "part": "1"}])
    told = case.current_assessment.answer["findings"]
    shown = rows(panel_of(case.current_assessment, TODAY))
    expected = sorted((row["rule"], row["offense"] or "") for row in told)
    assert sorted((row.rule, row.offense) for row in shown) == expected


def test_findings_stand_in_four_groups_with_open_ones_first():
    shown = panel(recidivism="", offenses=[{"nexus": "none"}])
    assert [group.code for group in shown.groups] == ["scope", "exclusions"]
    assert shown.groups[0].rows[0].rule == "R3"
    assert shown.groups[0].rows[0].state == "not_met"
    assert shown.groups[1].rows[0].state == "missing"


def test_a_finding_shows_the_value_it_used_and_its_law():
    row = next(row for row in rows(panel()) if row.rule == "R2")
    assert row.sentence == "The day of the offense, 05.01.2022, lies within 04.01.2022–07.01.2022."
    assert row.citation == "Law 152-VII, art. 1; CC art. 5"
    assert (row.holds, row.strength) == ("true", "stated")


def test_a_missing_fact_leads_to_the_place_where_it_is_answered():
    case = make_case(offenses=[{}, {"nexus": ""}])
    shown = panel_of(case.current_assessment, TODAY)
    second = case.offenses.last().pk
    assert [fact.address for fact in shown.missing] == [f"offenses.{second}.nexus"]
    assert shown.missing[0].question.endswith("(Offense 2: 272(2))")
    row = next(row for row in rows(shown) if row.state == "missing")
    assert row.sentence == "Not known yet: Connection with the riots."
    assert [fact.address for fact in row.facts if fact.is_missing] == [f"offenses.{second}.nexus"]


def test_a_question_for_the_court_is_no_missing_fact():
    shown = panel(offenses=[{"article": "269", "part": "1"}])
    states = {row.rule: row.state for row in rows(shown)}
    assert states["E1"] == "judgement"
    assert "practice_differs" in dict(shown.flags)


def test_an_excluded_person_reads_that_the_offense_would_be_covered():
    shown = panel(offenses=[{"part": "1"}])
    assert shown.headline == (
        "Would be covered, but is excluded by: the organization of mass riots."
    )
    assert shown.offenses[0].reason == "Excluded: the organization of mass riots"


def test_another_offense_that_excludes_is_named_at_the_count():
    shown = panel(offenses=[{}, {"article": "146", "part": "1"}])
    assert [row.outcome for row in shown.offenses] == ["excluded", "excluded"]
    assert shown.offenses[0].reason == "Excluded: another offense of the case"
    assert shown.offenses[1].reason == "Excluded: torture"


def test_the_calculation_goes_from_the_term_to_its_new_end():
    steps = {step.name: step.value for step in panel().ladder}
    assert steps == {
        "Appointed": "4 years",
        "Credit for custody": "172 days × 1.5 = 258 days",
        "Start with the credit": "16.10.2021",
        "Old end": "16.10.2025 (Thursday)",
        "Kept": "1 year",
        "New end": "16.10.2022 (Sunday)",
        "Left to serve": "1078 days before, 0 days after",
    }


def test_house_arrest_counts_by_its_own_ratio():
    periods = [
        {"kind": "custody", "from_on": date(2022, 1, 10), "to_on": date(2022, 1, 19)},
        {"kind": "house_arrest", "from_on": date(2022, 2, 1), "to_on": date(2022, 2, 11)},
    ]
    steps = {step.name: step.value for step in panel(custody=periods).ladder}
    assert steps["Credit for custody"] == "10 days × 1.5 = 15 days"
    assert steps["Credit for house arrest"] == "11 days × 0.5 = 6 days"


def test_a_conditional_term_says_that_nothing_is_credited():
    steps = {step.name: step.rule for step in panel(sentence={"manner": "conditional"}).ladder}
    assert steps["Credit"] == "Conditional: no credit"


def test_without_a_term_there_is_no_calculation():
    assert panel(stage="trial").ladder == []


def test_both_readings_stand_side_by_side_when_they_differ():
    shown = panel(sentence={"years": 5})
    before, after = shown.readings
    assert shown.readings_differ
    assert (before.value, before.is_used) == ("until 16.01.2023 (Monday)", True)
    assert (after.value, after.is_used) == ("released on 03.11.2022 (Thursday)", False)


def test_both_readings_are_printed_when_they_agree():
    shown = panel(sentence={"years": 12})
    assert not shown.readings_differ
    assert [reading.holds for reading in shown.readings] == [False, False]
    assert len(shown.readings) == 2


def test_an_applied_reading_keeps_the_end_of_the_other_visible():
    late = {"years": 1, "starts_on": date(2022, 10, 20)}
    shown = panel(sentence=late, custody=[])
    assert shown.headline.count("One year or less was left") == 1
    assert [reading.value for reading in shown.readings] == [
        "released on 03.11.2022 (Thursday)",
        "released on 03.11.2022 (Thursday)",
    ]


def test_what_would_change_the_result_comes_from_the_engine():
    case = make_case()
    told = Told(case.current_assessment, TODAY)
    assert law.flips(told.facts, told.rules)
    lines = panel_of(case.current_assessment, TODAY).flips
    assert 0 < len(lines) <= 5
    assert (
        "If “Recidivism, as the court found” were “Recidivism” or “Dangerous recidivism”, "
        "the outcome would be: Excluded." in lines
    )


def test_the_next_day_that_changes_the_answer_is_told():
    shown = panel(sentence={"years": 5})
    assert shown.next_change == "On 16.01.2023 (Monday) the answer changes: release now."
    assert panel(date(2023, 1, 16), sentence={"years": 5}).next_change == ""


def test_every_flag_of_the_answer_is_told_in_words():
    case = make_case(offenses=[{"committed_from": date(2022, 1, 7), "committed_to": None}])
    flags = case.current_assessment.answer["flags"]
    shown = panel_of(case.current_assessment, TODAY)
    assert [code for code, _words in shown.flags] == flags
    assert "boundary_day" in flags


def test_a_term_that_had_ended_before_the_day_is_pointed_out():
    long_ago = {"years": 0, "months": 6, "starts_on": date(2022, 3, 1)}
    assert panel(sentence=long_ago, custody=[]).term_over


def test_additional_punishments_are_shown_as_they_were_entered():
    assert panel(sentence={"additional": ["Confiscation"]}).additional == ["Confiscation"]


def test_the_gravest_offense_of_the_outcome_decides():
    shown = panel(
        offenses=[{"article": "188", "part": "1"}, {"article": "272", "part": "2"}], stage="trial"
    )
    assert [row.decides for row in shown.offenses] == [False, True]


def test_a_rule_that_broke_is_shown_as_broken():
    case = make_case()
    told = case.current_assessment
    answer = told.answer
    answer["findings"][0] |= {"holds": None, "facts": {"error": "ZeroDivisionError"}}
    broken = Assessment(
        case=case,
        rule_set=told.rule_set,
        reference=told.reference,
        dossier_json=told.dossier_json,
        answer_json=msgspec.json.encode(answer).decode(),
    )
    row = next(row for row in rows(panel_of(broken, TODAY)) if row.rule == "R1")
    assert row.state == "judgement"
    assert "could not be asked" in row.sentence
    assert row.facts == []


def test_a_case_without_an_offense_still_has_a_panel():
    case = Case.objects.get(pk=make_case(offenses=[]).pk)
    shown = panel_of(case.current_assessment, TODAY)
    assert shown.outcome == "needs_review"
    assert shown.missing


def test_a_frozen_answer_reads_the_same_under_a_later_rule_set():
    case = make_case(sentence={"years": 5})
    before = panel_of(case.current_assessment, TODAY)
    used = RuleSet.objects.get(is_active=True)
    data = msgspec.json.decode(msgspec.json.encode(used.data))
    data["code"] = "152-VII/test"
    data["parameters"]["one_year_basis"]["value"] = "after_cut"
    RuleSet.objects.filter(pk=used.pk).update(is_active=False)
    RuleSet.objects.bulk_create(
        [
            RuleSet(
                code="152-VII/test",
                title_en="Test",
                valid_from=used.valid_from,
                data=data,
                digest="0" * 64,
                is_active=True,
            )
        ]
    )
    after = panel_of(Assessment.objects.get(pk=case.current_assessment_id), TODAY)
    assert after.headline == before.headline
    assert after.readings == before.readings
    assert after.flips == before.flips
