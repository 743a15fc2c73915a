"""Every code of the contract has words; sentences stay short; nothing is left unfilled."""

from datetime import date
from enum import StrEnum

import pytest
from django.utils.translation import override

from cases import law, wording
from cases.models import codes
from cases.wording import outcomes, rules, values
from cases.wording.facts import CHOICES

LAW_DATE, TODAY = date(2022, 11, 3), date(2022, 11, 15)
ENTRY = "2022-11-03"


def count(outcome: str, **changes: object) -> dict:
    told = {"id": "1", "gravity": "grave", "outcome": outcome, "fraction": None, "kept": None}
    return told | changes


def finding(rule: str, holds: bool | None, offense: str | None = "1") -> dict:
    return {"rule": rule, "offense": offense, "holds": holds, "facts": {}}


def term(**changes: object) -> dict:
    told = {
        "appointed": {"years": 4, "months": 0, "days": 0},
        "effective_start": "2021-10-16",
        "original_end": "2025-10-16",
        "new_end": "2022-10-16",
        "remaining_days": 1078,
        "remaining_days_after": 0,
        "release_now": True,
        "kept": {"years": 1, "months": 0, "days": 0},
    }
    return told | changes


def answer(outcome: str, **changes: object) -> dict:
    told = {
        "outcome": outcome,
        "offenses": [count(outcome)],
        "term": None,
        "one_year_rule": None,
        "findings": [],
        "missing": [],
    }
    return told | changes


ANSWERS = {
    "release": answer("release"),
    "terminate": answer("terminate"),
    "continue_to_verdict": answer("continue_to_verdict"),
    "reduce": answer("reduce", term=term(), offenses=[count("reduce", fraction="3/4")]),
    "reduce_at_sentencing": answer(
        "reduce_at_sentencing", offenses=[count("reduce_at_sentencing", fraction="1/2")]
    ),
    "lift_record": answer("lift_record", offenses=[count("lift_record", gravity="infraction")]),
    "combined": answer("combined"),
    "no_effect": answer("no_effect"),
    "not_covered": answer("not_covered", findings=[finding("R2", False)]),
    "excluded": answer("excluded", findings=[finding("E8", True, None)]),
    "needs_review": answer("needs_review", missing=["recidivism"]),
}


def headline(told: dict, **dossier: object) -> str:
    return wording.headline(told, dossier, LAW_DATE, TODAY)


def test_every_outcome_has_a_headline():
    assert set(ANSWERS) == set(codes.Outcome.values) == set(law.Outcome)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("outcome", ANSWERS)
def test_a_headline_is_a_whole_sentence_in_every_language(outcome: str, language: str):
    with override(language):
        told = headline(ANSWERS[outcome])
    assert told.endswith(".")
    assert "%(" not in told


def test_the_headline_of_a_cut_names_fraction_kept_part_and_both_ends():
    told = headline(ANSWERS["reduce"])
    assert told == (
        "Reduced by three quarters: kept 1 year of 4 years. "
        "The term ended on 16.10.2022 (Sunday) instead of 16.10.2025: release now."
    )


def test_a_cut_whose_end_is_to_come_does_not_say_release_now():
    told = answer("reduce", offenses=[count("reduce", fraction="3/4")])
    told["term"] = term(new_end="2023-01-16", release_now=False)
    assert "The new end is 16.01.2023 (Monday) instead of 16.10.2025." in headline(told)
    assert "release now" not in headline(told)


def test_an_end_that_cannot_be_told_is_said_so():
    told = answer("reduce", offenses=[count("reduce", fraction="3/4")])
    told["term"] = term(new_end=None, original_end=None, release_now=None)
    assert "The new end cannot be told from the facts." in headline(told)


def test_an_excluded_person_whose_offense_is_covered_reads_both():
    met = [finding(rule, True) for rule in ("R1", "R2", "R3", "R4")]
    told = answer("excluded", findings=[*met, finding("E7", True)])
    assert headline(told) == "Would be covered, but is excluded by: the organization of mass riots."


def test_an_exclusion_outside_the_window_does_not_claim_coverage():
    told = answer("excluded", findings=[finding("R2", False), finding("E5", True)])
    assert headline(told) == "The amnesty does not extend to this person: torture."


def test_an_unrecorded_position_is_not_called_consent():
    assert "not recorded yet" in headline(ANSWERS["terminate"])
    assert "does not object" in headline(ANSWERS["terminate"], objects_to_termination=False)


def test_a_range_prints_both_ends_of_it():
    told = answer("combined")
    told["term"] = term(
        kept_min={"years": 5, "months": 0, "days": 0}, kept_max={"years": 6, "months": 3, "days": 0}
    )
    assert "between 5 years and 6 years 3 months" in headline(told)


def test_every_rule_of_the_engine_has_words():
    assert set(wording.RULES) == set(law.RULES)


@pytest.mark.parametrize("holds", [True, False, None])
@pytest.mark.parametrize("rule", wording.RULES)
def test_every_answer_of_every_rule_is_a_sentence(rule: str, holds: bool | None):
    names = "article committed window nexus gravity recidivism objection served_on law_date as_of"
    filled = dict.fromkeys((*names.split(), "new_end", "fraction", "additional"), "…")
    told = wording.sentence_of(rule, holds, filled)
    assert told
    assert "%(" not in told


def test_a_missing_fact_is_named_instead_of_an_answer():
    told = wording.sentence_of("R3", None, {}, "Connection with the riots")
    assert told == "Not known yet: Connection with the riots."


@pytest.mark.parametrize(
    ("rule", "holds", "lacks", "state"),
    [
        ("R1", True, [], rules.MET),
        ("R1", False, [], rules.NOT_MET),
        ("R1", None, ["offenses[0].in_kazakhstan"], rules.MISSING),
        ("R4", None, [], rules.JUDGEMENT),
        ("E8", False, [], rules.MET),
        ("E8", True, [], rules.NOT_MET),
        ("E8", None, ["recidivism"], rules.MISSING),
        ("E1", None, [], rules.JUDGEMENT),
        ("R5", True, [], rules.MET),
        ("R16", True, [], rules.MET),
        ("R16", False, [], rules.NOT_RELEVANT),
    ],
)
def test_an_answer_becomes_one_of_five_states(rule, holds, lacks, state):
    assert wording.state_of(rule, holds, lacks) == state


def test_the_sides_are_those_of_the_act():
    needs_true = {code for code, rule in wording.RULES.items() if rule.side == "needs_true"}
    needs_false = {code for code, rule in wording.RULES.items() if rule.side == "needs_false"}
    assert needs_true == {"R1", "R2", "R3", "R4"}
    assert needs_false == {f"E{number}" for number in range(1, 9)}


def test_every_group_of_a_rule_has_a_name():
    assert {rule.group for rule in wording.RULES.values()} == set(wording.GROUPS)


def test_every_flag_has_words():
    assert set(wording.FLAGS) == set(law.Flag)


def test_every_strength_has_a_word_and_help():
    assert set(wording.STRENGTHS) == set(law.Strength)
    assert all(str(word) and str(told) for word, told in wording.STRENGTHS.values())


def test_every_fault_of_a_dossier_has_words():
    assert set(wording.ERRORS) == set(law.DOSSIER_ERRORS)


@pytest.mark.parametrize("code", law.DOSSIER_ERRORS)
def test_a_fault_is_told_without_holes(code: str):
    told = wording.message_of(law.DossierError("offenses[0].nexus", code))
    assert "%(" not in told


def test_a_fault_tells_its_values():
    fault = law.DossierError("stage", "not_listed", choices=("trial", "appeal"))
    assert wording.message_of(fault) == "The value is not one of: trial, appeal."
    assert "strange" in wording.message_of(law.DossierError("stage", "strange"))


def test_every_fact_that_can_be_missing_has_a_question_and_a_field():
    paths = [
        "defendant.birth_date",
        "stage",
        "objects_to_termination",
        "recidivism",
        *(f"offenses[0].{name}" for name in law.Offense.__slots__ if name != "id"),
        *(f"sentence.{name}" for name in law.Sentence.__slots__),
    ]
    for path in paths:
        fact = wording.fact_of(path)
        assert str(fact.question).endswith("?"), path
        assert fact.card, path
        assert fact.fields or path == "sentence.custody", path


ENUMS: list[type[StrEnum]] = [
    law.Stage,
    law.Recidivism,
    law.Nexus,
    law.Gravity,
    law.Punishment,
    law.Manner,
    law.Facility,
    law.Detention,
]


@pytest.mark.parametrize("enum", ENUMS)
def test_every_code_of_the_engine_has_a_word(enum: type[StrEnum]):
    choices = next(kept for kept in CHOICES.values() if set(kept.values) == set(enum))
    assert all(str(choices(code).label) for code in enum)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("recidivism", None, "not known"),
        ("offenses[0].in_kazakhstan", True, "yes"),
        ("offenses[0].victim_minor", False, "no"),
        ("offenses[0].committed_from", "2022-01-05", "05.01.2022"),
        ("offenses[0].points", [], "none"),
        ("offenses[0].points", ["2", "8"], "2, 8"),
        ("sentence.term", {"years": 1, "months": 4, "days": 15}, "1 year 4 months 15 days"),
        ("sentence.custody", [], "none"),
        (
            "sentence.custody",
            [{"kind": "custody", "from": "2022-01-10"}],
            "Custody 10.01.2022–start of the term",
        ),
        ("stage", "serving", "Serving the sentence"),
    ],
)
def test_a_value_is_told_in_words(path: str, value: object, words: str):
    assert wording.value_words(path, value) == words


def test_unknown_and_none_never_share_a_word():
    assert wording.value_words("sentence.additional", None) != wording.value_words(
        "sentence.additional", []
    )


def test_a_term_of_nothing_is_zero_days():
    assert wording.term_words({"years": 0, "months": 0, "days": 0}) == "0 days"
    assert wording.term_words(None) == "not known"


def test_citations_name_the_laws_in_words():
    assert wording.citation_words("Law 152-VII; CC art. 3(30), 78(2)") == (
        "Law 152-VII; CC art. 3(30), 78(2)"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Закон № 152-VII, ст. 1; УК ст. 3(30), 78(2)"),
        ("kk", "№ 152-VII Заң, 1-бап; ҚК 3(30), 78(2)-бап"),
    ],
)
def test_a_citation_follows_the_grammar_of_the_language(language: str, words: str):
    with override(language):
        assert wording.citation_words("Law 152-VII, art. 1; CC art. 3(30), 78(2)") == words


def test_the_reason_of_a_count_names_what_failed():
    names = {code: rule.name for code, rule in wording.RULES.items()}
    told = wording.reason_of_count(count("not_covered"), [finding("R3", False)], names)
    assert told.startswith("Not covered: the offense is not connected")
    told = wording.reason_of_count(count("excluded"), [], names)
    assert told == "Excluded: another offense of the case"
    told = wording.reason_of_count(count("reduce", fraction="1/2"), [], names)
    assert told == "Term cut by one half"


@pytest.mark.parametrize("code", outcomes.COUNT_REASONS)
def test_every_outcome_of_a_count_has_a_reason(code: str):
    assert wording.reason_of_count(count(code), [], {})


def test_a_weekday_stands_beside_a_day_of_release():
    assert values.dated_words("2022-10-16") == "16.10.2022 (Sunday)"
    assert values.dated_words(None) == "not known"


def all_sentences() -> list[str]:
    told = [str(part) for rule in wording.RULES.values() for part in (rule.law, *rule[4:])]
    told += [str(text) for text in wording.FLAGS.values()]
    told += [str(text) for text in wording.ERRORS.values()]
    told += [str(fact.question) for fact in wording.FACTS.values()]
    return told


def test_sentences_have_at_most_twenty_words():
    long = [
        sentence
        for text in all_sentences()
        for sentence in text.split(". ")
        if len(sentence.split()) > 20
    ]
    assert long == []
