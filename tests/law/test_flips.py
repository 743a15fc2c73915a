"""What would change the answer: flips, and the next day that does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.law import (
    Custody,
    Detention,
    Facility,
    Facts,
    Flip,
    Outcome,
    Punishment,
    RuleSet,
    Stage,
    Term,
    assess,
    assess_dossier,
    flips,
    next_change,
    read_dossier,
)
from tests.law.book import load_book
from tests.law.plainest import BY_GRAVITY, count, counts, facts, sentenced

BOOK = load_book()
SINCE_JANUARY = (Custody(Detention.CUSTODY, date(2022, 1, 10)),)


def applied(dossier: dict, path: str, value: object) -> dict:
    """The dossier with one fact changed, by its path."""
    if path.startswith("offenses["):
        index, name = int(path[9 : path.index("]")]), path.partition(".")[2]
        offenses = list(dossier["offenses"])
        offenses[index] = offenses[index] | {name: value}
        return dossier | {"offenses": offenses}
    if path == "sentence.kind":
        return dossier | {"sentence": (dossier.get("sentence") or {}) | {"kind": value}}
    return dossier | {path: value}


def tried(facts: Facts) -> list[tuple[str, object]]:
    """Every path and value of the contract's closed lists, in its order."""
    person = {
        "stage": ["pretrial", "trial", "appeal", "serving", "served"],
        "objects_to_termination": [True, False],
        "recidivism": ["none", "recidivism", "dangerous"],
    }
    of_count = {
        "in_kazakhstan": [True, False],
        "nexus": ["riot", "suppression", "none"],
        "victim_minor": [True, False],
    }
    pairs = [(path, value) for path, values in person.items() for value in values]
    for index in range(len(facts.offenses)):
        pairs += [
            (f"offenses[{index}].{name}", value)
            for name, values in of_count.items()
            for value in values
        ]
    return pairs + [("sentence.kind", kind.value) for kind in Punishment]


@pytest.mark.parametrize(
    "cases",
    [
        pytest.param(BOOK[::20], id="some"),
        pytest.param(BOOK, id="all", marks=pytest.mark.properties),
    ],
)
def test_flips_are_exactly_the_single_facts_that_change_the_outcome(
    cases: list[dict], rule_set: RuleSet
) -> None:
    for case in cases:
        dossier, facts = case["dossier"], read_dossier(case["dossier"])
        now = assess(facts, rule_set).outcome
        expected = []
        for path, value in tried(facts):
            outcome = assess(read_dossier(applied(dossier, path, value)), rule_set).outcome
            if outcome != now:
                expected.append(Flip(path, value, outcome))
        assert list(flips(facts, rule_set)) == expected, case["id"]


def test_the_present_value_is_no_flip(rule_set: RuleSet) -> None:
    known = facts()
    paths = {(flip.path, flip.to) for flip in flips(known, rule_set)}
    assert ("stage", "serving") not in paths
    assert ("recidivism", "none") not in paths
    assert ("stage", "trial") in paths


def test_an_unknown_fact_flips_to_every_value_that_tells(rule_set: RuleSet) -> None:
    known = facts(count(nexus=None))
    found = [flip for flip in flips(known, rule_set) if flip.path == "offenses[0].nexus"]
    assert [(flip.to, flip.outcome) for flip in found] == [
        ("riot", Outcome.REDUCE),
        ("suppression", Outcome.REDUCE),
        ("none", Outcome.NOT_COVERED),
    ]


def test_flips_are_plain_values(rule_set: RuleSet) -> None:
    for flip in flips(facts(), rule_set):
        assert type(flip.to) in (str, bool)


def test_a_thousand_counts_are_flipped_in_good_time(rule_set: RuleSet) -> None:
    many = counts(*(count(*BY_GRAVITY["grave"], term=Term(1)) for _ in range(1000)))
    found = flips(facts(*many), rule_set)
    assert len(found) == 2 * 1000 + 4 + 2 + 4


def next_of(rule_set: RuleSet, after: date, **changes: object) -> tuple | None:
    return next_change(facts(count("272", "2"), sentence=sentenced(**changes)), rule_set, after)


def test_the_next_change_is_the_new_end(rule_set: RuleSet) -> None:
    found = next_of(rule_set, date(2022, 11, 3), term=Term(4))
    assert found == (date(2023, 7, 1), Outcome.REDUCE, True)
    assert next_of(rule_set, date(2023, 6, 30), term=Term(4)) == found
    assert next_of(rule_set, date(2023, 7, 1), term=Term(4)) is None


def test_the_next_change_may_come_by_the_one_year_rule(rule_set: RuleSet) -> None:
    especially = facts(
        count(*BY_GRAVITY["especially_grave"]),
        sentence=sentenced(term=Term(1, 11), starts_on=date(2022, 11, 3)),
    )
    day, outcome, free = next_change(especially, rule_set, date(2022, 11, 3))
    assert (day, outcome, free) == (date(2023, 10, 3), Outcome.REDUCE, True)
    before = assess(replace(especially, as_of=day - timedelta(days=1)), rule_set)
    assert before.term.release_now is False


@pytest.mark.parametrize("day", [27, 28, 31])
def test_the_next_change_is_the_first_such_day_also_at_month_ends(
    rule_set: RuleSet, day: int
) -> None:
    known = facts(
        count(*BY_GRAVITY["especially_grave"]),
        sentence=sentenced(
            term=Term(2, 5), starts_on=date(2022, 10, day), facility=Facility.MEDIUM, custody=()
        ),
    )
    found = next_change(known, rule_set, date(2022, 11, 3))
    first = date(2022, 11, 4)
    while not assess(replace(known, as_of=first), rule_set).term.release_now:
        first += timedelta(days=1)
    assert found == (first, Outcome.REDUCE, True)


def test_a_year_before_29_february_ends_on_1_march(rule_set: RuleSet) -> None:
    known = facts(
        count(*BY_GRAVITY["especially_grave"]),
        sentence=sentenced(term=Term(1, 6), starts_on=date(2022, 8, 29)),
    )
    assert assess(known, rule_set).term.original_end == date(2024, 2, 29)
    found = next_change(known, rule_set, date(2022, 11, 3))
    assert found == (date(2023, 3, 1), Outcome.REDUCE, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": Stage.TRIAL},
        {"stage": None},
        {"sentence": sentenced(starts_on=None)},
        {"sentence": sentenced(term=None)},
        {"sentence": sentenced(starts_on=date(9998, 1, 1), term=Term(50))},
    ],
)
def test_an_answer_without_dates_does_not_change(rule_set: RuleSet, changes: dict) -> None:
    assert next_change(facts(**changes), rule_set, date(2022, 11, 3)) is None


def test_the_whole_answer_holds_the_flips(rule_set: RuleSet) -> None:
    dossier = BOOK[0]["dossier"]
    told = assess_dossier(dossier, rule_set)
    expected = [
        {"path": flip.path, "to": flip.to, "outcome": flip.outcome}
        for flip in flips(read_dossier(dossier), rule_set)
    ]
    assert told["flips"] == expected
