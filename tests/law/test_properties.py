"""What must hold for every dossier: tried on many invented ones."""

import json
from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cases.law import (
    Answer,
    DossierError,
    Facts,
    Outcome,
    RuleSet,
    Stage,
    answer_of,
    assess,
    assess_dossier,
    dossier_of,
    flips,
    parse_dossier,
    read_dossier,
)
from cases.law.calendar import keep, units_of
from cases.law.missing import HARMLESS
from tests.law.book import load_table, shipped_rule_set
from tests.law.invented import acts, dossiers, json_values, offenses, sentences, terms
from tests.law.test_flips import applied

pytestmark = pytest.mark.properties
RULE_SET: RuleSet = shipped_rule_set()
TABLE = load_table()
TWELVE = ["R1", "R2", "R3", "R4", "R5", "E1", "E2", "E3", "E4", "E5", "E6", "E7"]
KEYS = [
    "outcome",
    "preliminary",
    "offenses",
    "term",
    "one_year_rule",
    "additional",
    "findings",
    "missing",
    "flips",
    "flags",
    "edition",
]
# How much of the punishment falls; the objection only moves the release into the verdict.
SHARE = {
    Outcome.TERMINATE: Fraction(1),
    Outcome.RELEASE: Fraction(1),
    Outcome.LIFT_RECORD: Fraction(1),
    Outcome.CONTINUE_TO_VERDICT: Fraction(9, 10),
}
NO_RELIEF = {Outcome.EXCLUDED, Outcome.NEEDS_REVIEW, Outcome.NOT_COVERED, Outcome.NO_EFFECT}
# Unknown, these give as much as their mildest value (contract): a case is terminated while nobody
# has objected, no finding of recidivism is in force before a verdict, none is possible for light
# offenses (CC 14), a served term is over; an act without an end lasted one day; as_of has a default.
OPEN_OBJECTION = "objects_to_termination"
OPEN_RECIDIVISM = "recidivism"
ONE_DAY = "committed_to"
DEFAULT_DAY = "as_of"

some = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def known_paths(dossier: dict) -> list[tuple[dict, str]]:
    """Every object of the dossier with each of its keys that holds a value."""
    holders = [dossier, *dossier["offenses"]]
    holders += [dossier[key] for key in ("defendant", "sentence") if dossier[key]]
    keys = [(holder, key) for holder in holders for key in holder]
    return [
        (holder, key)
        for holder, key in keys
        if holder[key] is not None and key not in ("id", "offenses")
    ]


def forget(dossier: dict, holder: dict, key: str) -> dict:
    """The dossier without one fact."""
    memo: dict = {}
    copy = deepcopy(dossier, memo)
    place = memo[id(holder)]
    place[key] = None
    if key == "committed_from":
        place["committed_to"] = None
    return copy


def shares(answer: Answer) -> list[Fraction]:
    return [
        Fraction(item.fraction) if item.fraction else SHARE.get(item.outcome, Fraction(0))
        for item in answer.offenses
    ]


def gives_relief(answer: Answer) -> bool:
    return answer.outcome not in NO_RELIEF and any(shares(answer))


def contradicts(facts: Facts) -> bool:
    """A count longer than the whole: facts that contradict each other, unless one is forgotten."""
    final = facts.sentence.term
    terms = [offense.term for offense in facts.offenses if offense.term]
    return final is not None and any(units_of(term) > units_of(final) for term in terms)


def is_exception(facts: Facts, told: Answer, key: str) -> bool:
    """The exceptions of the contract, each by its name."""
    if key == OPEN_RECIDIVISM:
        light = all(item.gravity in ("infraction", "small", "medium") for item in told.offenses)
        return light or facts.stage != Stage.SERVING
    return key in (OPEN_OBJECTION, ONE_DAY, DEFAULT_DAY)


@some
@given(dossiers(), st.data())
def test_an_unknown_fact_never_gives_more_relief_than_its_value(
    dossier: dict, data: st.DataObject
) -> None:
    facts = read_dossier(dossier)
    assume(not contradicts(facts))
    holder, key = data.draw(st.sampled_from(known_paths(dossier)))
    told = assess(facts, RULE_SET)
    assume(not is_exception(facts, told, key))
    untold = assess(read_dossier(forget(dossier, holder, key)), RULE_SET)
    for less, more in zip(shares(untold), shares(told), strict=True):
        assert less <= more, key
    assert gives_relief(told) or not gives_relief(untold), key


EXCLUDED_FOR_CERTAIN = [
    {"article": "146", "part": "2"},
    {"article": "175", "part": "1"},
    {"article": "361", "part": "1"},
    {"article": "179", "part": "1"},
    {"article": "184", "part": None},
]


@some
@given(dossiers(), st.sampled_from(EXCLUDED_FOR_CERTAIN), st.data())
def test_an_excluded_person_never_gets_relief_whatever_else_changes(
    dossier: dict, article: dict, data: st.DataObject
) -> None:
    dossier["offenses"][data.draw(st.integers(0, len(dossier["offenses"]) - 1))] |= article
    answer = assess(read_dossier(dossier), RULE_SET)
    assert answer.outcome == Outcome.EXCLUDED
    assert not any(shares(answer))
    assert {item.outcome for item in answer.offenses} <= {Outcome.EXCLUDED, Outcome.NOT_COVERED}
    assert (answer.missing, answer.preliminary, answer.term) == ((), False, None)


@some
@given(dossiers())
def test_no_dossier_of_the_contract_makes_an_exception(dossier: dict) -> None:
    told = assess_dossier(dossier, RULE_SET)
    assert list(told) == KEYS
    assert json.loads(json.dumps(told)) == told
    answer = assess(read_dossier(dossier), RULE_SET)
    assert answer.failures == ()
    assert answer_of(answer) == told | {"flips": []}


@some
@given(dossiers(most=2), st.data())
def test_a_dossier_with_anything_in_it_is_read_or_refused(
    dossier: dict, data: st.DataObject
) -> None:
    holder, key = data.draw(st.sampled_from(known_paths(dossier)))
    holder[key] = data.draw(json_values)
    if data.draw(st.booleans()):
        dossier[data.draw(st.text(max_size=3))] = data.draw(json_values)
    facts, path = None, ""
    try:
        facts = parse_dossier(json.dumps(dossier))
    except DossierError as error:
        path = error.path
    assert path.encode("utf-8").decode() == path
    assert facts is None or read_dossier(dossier_of(facts)) == facts


@some
@given(json_values)
def test_anything_at_all_is_read_or_refused(value: object) -> None:
    with pytest.raises(DossierError):
        parse_dossier(json.dumps(value))


@some
@given(dossiers())
def test_facts_survive_their_json_form(dossier: dict) -> None:
    facts = read_dossier(dossier)
    assert read_dossier(dossier_of(facts)) == facts
    assert parse_dossier(json.dumps(dossier_of(facts), ensure_ascii=False)) == facts


@some
@given(dossiers())
def test_assessing_twice_changes_nothing(dossier: dict) -> None:
    facts = read_dossier(dossier)
    assert assess(facts, RULE_SET) == assess(facts, RULE_SET)
    assert flips(facts, RULE_SET) == flips(facts, RULE_SET)
    assert assess(facts, RULE_SET) == assess(facts, shipped_rule_set())


@some
@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_the_offenses_does_not_matter(dossier: dict, chance: object) -> None:
    answer = assess(read_dossier(dossier), RULE_SET)
    chance.shuffle(dossier["offenses"])
    other = assess(read_dossier(dossier), RULE_SET)
    assert (other.outcome, other.term, other.one_year_rule, other.flags, other.preliminary) == (
        answer.outcome,
        answer.term,
        answer.one_year_rule,
        answer.flags,
        answer.preliminary,
    )
    assert {item.id: item for item in other.offenses} == {item.id: item for item in answer.offenses}


@some
@given(dossiers())
def test_findings_are_complete_and_in_the_order_of_the_law(dossier: dict) -> None:
    answer = assess(read_dossier(dossier), RULE_SET)
    rules = [(line.rule, line.offense) for line in answer.findings]
    expected = []
    for item in answer.offenses:
        expected += [(rule, item.id) for rule in TWELVE]
        if item.outcome not in NO_RELIEF - {Outcome.NO_EFFECT}:
            expected.append((rules[len(expected)][0], item.id))
            assert expected[-1][0] in ("R11", "R12", "R13", "R13a", "R14", "R15", "R18")
    expected.append(("E8", None))
    expected += [("R16", None)] if answer.one_year_rule else []
    expected += [("R17", None)] if answer.term and answer.term.new_end else []
    expected += [("R19", None)] if len(answer.offenses) > 1 else []
    expected += [("R20", None)] if answer.additional else []
    assert rules == expected
    for line in answer.findings:
        assert line.citation
        assert line.strength in ("stated", "reported", "inferred")


@some
@given(dossiers())
def test_what_is_kept_is_never_more_than_what_was_appointed(dossier: dict) -> None:
    facts = read_dossier(dossier)
    answer = assess(facts, RULE_SET)
    for item, offense in zip(answer.offenses, facts.offenses, strict=True):
        own = facts.sentence.term if len(facts.offenses) == 1 else offense.term
        if item.kept is not None and item.outcome != Outcome.RELEASE:
            assert units_of(item.kept) <= units_of(own)
    if answer.term is None:
        return
    appointed = units_of(answer.term.appointed)
    for kept in (answer.term.kept, answer.term.kept_min, answer.term.kept_max):
        assert kept is None or 0 <= units_of(kept) <= appointed
    if answer.term.original_end and answer.term.new_end:
        assert answer.term.new_end <= answer.term.original_end
    for left in (answer.term.remaining_days, answer.term.remaining_days_after):
        assert left is None or left >= 0


@some
@given(st.integers(1, 40_000), st.integers(0, 400), st.sampled_from(["3/4", "1/2", "2/3"]))
def test_a_longer_term_never_keeps_less(units: int, more: int, removed: str) -> None:
    assert keep(units, Fraction(removed))[0] <= keep(units + more, Fraction(removed))[0]


@some
@given(dossiers())
def test_freedom_once_come_does_not_go_again(dossier: dict) -> None:
    dossier |= {"stage": "serving"}
    frees = [
        assess(read_dossier(dossier | {"as_of": day}), RULE_SET).term
        for day in ("2022-11-03", "2023-01-16", "2024-02-29", "2030-01-01")
    ]
    told = [term and term.release_now for term in frees]
    assert told == sorted(told, key=lambda free: bool(free))


def fillings(path: str, dossier: dict, data: st.DataObject) -> object:
    """A value for a fact that is not known, one that contradicts nothing."""
    name = path.rpartition(".")[2]
    offense = data.draw(offenses(0))
    sentence = data.draw(sentences())
    return {
        "stage": data.draw(st.sampled_from(["pretrial", "trial", "appeal", "serving", "served"])),
        "objects_to_termination": data.draw(st.booleans()),
        "birth_date": data.draw(st.sampled_from(["1990-01-01", "2005-01-01", "2004-01-05"])),
        "committed_from": data.draw(acts())["committed_from"],
        **{key: offense[key] for key in ("points", "in_kazakhstan", "nexus", "victim_minor")},
        **{key: sentence[key] for key in ("kind", "manner", "facility", "served_on", "additional")},
        "starts_on": "2022-12-31",
        "custody": [],
        "term": data.draw(terms),
    }.get(name)


def unknown_paths(dossier: dict) -> list[tuple[dict, str]]:
    holders = [dossier, *dossier["offenses"]]
    holders += [dossier[key] for key in ("defendant", "sentence") if dossier[key]]
    return [
        (holder, key)
        for holder in holders
        for key in holder
        if holder[key] is None and key not in ("defendant", "sentence")
    ]


@some
@given(dossiers(), st.data())
def test_a_final_answer_stays_whatever_unknown_fact_is_filled_in(
    dossier: dict, data: st.DataObject
) -> None:
    answer = assess(read_dossier(dossier), RULE_SET)
    unknown = unknown_paths(dossier)
    assume(unknown and not answer.preliminary)
    holder, key = data.draw(st.sampled_from(unknown))
    # Two named defaults that a value may contradict: light offenses are no recidivism (CC 14),
    # an act without an end lasted one day. A part that the table lacks is another question.
    assume(key not in (OPEN_RECIDIVISM, ONE_DAY, "part"))
    holder[key] = fillings(key, dossier, data)
    facts = read_dossier(dossier)
    assume(not contradicts(facts))
    assert assess(facts, RULE_SET).outcome == answer.outcome, key


@some
@given(dossiers())
def test_missing_names_unknown_facts_and_preliminary_follows(dossier: dict) -> None:
    answer = assess(read_dossier(dossier), RULE_SET)
    assert answer.preliminary is bool(set(answer.missing) - HARMLESS)
    assert len(set(answer.missing)) == len(answer.missing)
    for path in answer.missing:
        assert fact_at(dossier, path) is None
    if answer.outcome == Outcome.NEEDS_REVIEW:
        nulls = [line for line in answer.findings if line.holds is None]
        assert answer.missing or answer.flags or nulls or unreadable(dossier)


def unreadable(dossier: dict) -> bool:
    """Facts that are known, but for which the act has no answer: needs review by themselves."""
    sentence = dossier["sentence"] or {}
    late = dossier["stage"] == "served" and (sentence.get("served_on") or "") >= "2022-11-03"
    kinds = ("fine", "life_imprisonment", "community_service", "corrective_works")
    return late or sentence.get("kind") in kinds or contradicts(read_dossier(dossier))


def fact_at(dossier: dict, path: str) -> object:
    value: object = dossier
    for step in path.replace("[", ".").replace("]", "").split("."):
        if value is None:
            return None
        value = value[int(step)] if isinstance(value, list) else value.get(step)
    return value


@some
@given(dossiers(most=2))
def test_every_promised_flip_gives_its_outcome(dossier: dict) -> None:
    for flip in flips(read_dossier(dossier), RULE_SET):
        changed = read_dossier(applied(dossier, flip.path, flip.to))
        assert assess(changed, RULE_SET).outcome == flip.outcome
