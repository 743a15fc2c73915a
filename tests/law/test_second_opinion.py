"""The engine and the second opinion agree, over every combination and over chance.

`SECOND_OPINION_DOSSIERS` sets the number of random dossiers, `SECOND_OPINION_SEED` the seed.
"""

import json
import os
import re
from itertools import product
from random import Random

import pytest

from cases.law import assess, assess_dossier, read_dossier
from tests.law.book import load_table, shipped_rule_set
from tests.law.second_opinion import PARAMETERS, STAGES, answer, comparable, outcomes
from tests.law.second_opinion_counts import by_article
from tests.law.second_opinion_dossiers import random_dossier

TABLE = load_table()
RULE_SET = shipped_rule_set()
DOSSIERS = int(os.environ.get("SECOND_OPINION_DOSSIERS", "3000"))
SEED = int(os.environ.get("SECOND_OPINION_SEED", "152"))

GRAVITIES = {
    "infraction": ("187", "2"),
    "small": ("202", "1"),
    "medium": ("188", "2"),
    "grave": ("191", "2"),
    "especially_grave": ("132", "5"),
    "unknown": ("188", None),
}
# a second count, abroad, carries the exclusion: torture, misappropriation without points, none
EXCLUSIONS = {
    "true": [{"article": "146", "part": "1"}],
    "null": [{"article": "189", "part": "3"}],
    "false": [],
}
RECIDIVISM = {"true": "dangerous", "null": None, "false": "none"}
PERIODS = {
    "true": {"committed_from": "2022-01-05"},
    "false": {"committed_from": "2022-01-08"},
    "null": {},
}
SENTENCE = {
    "kind": "imprisonment",
    "term": {"years": 5, "months": 0, "days": 0},
    "starts_on": "2022-07-01",
    "facility": "medium",
    "custody": [{"kind": "custody", "from": "2022-01-10"}],
    "served_on": "2022-06-30",
}


def differing_keys(dossier: dict) -> tuple[dict, str]:
    """Key -> (engine, second opinion) where the two answers differ; the engine's outcome."""
    engine, second = comparable(assess_dossier(dossier, RULE_SET)), answer(dossier, TABLE)
    differing = {
        key: (engine.get(key), second.get(key))
        for key in [*second, *(set(engine) - set(second))]
        if json.dumps(engine.get(key), sort_keys=True)
        != json.dumps(second.get(key), sort_keys=True)
    }
    return differing, engine["outcome"]


def cross_product(exclusions: dict, recidivism: dict) -> list[dict]:
    """One dossier for each combination of the decision table."""
    dossiers = []
    for gravity, stage, other, finding, objects, nexus, period in product(
        GRAVITIES.values(),
        (*STAGES, None),
        exclusions.values(),
        recidivism.values(),
        (True, False, None),
        ("riot", "suppression", "none", None),
        PERIODS.values(),
    ):
        article, part = gravity
        count = {"id": "1", "article": article, "part": part, "in_kazakhstan": True}
        dossiers.append(
            {
                "stage": stage,
                "objects_to_termination": objects,
                "recidivism": finding,
                "offenses": [
                    {**count, "nexus": nexus, **period},
                    *({"id": "2", "in_kazakhstan": False, **second} for second in other),
                ],
                "sentence": SENTENCE,
            }
        )
    return dossiers


@pytest.mark.properties
@pytest.mark.parametrize(
    "dossiers",
    [
        pytest.param(cross_product(EXCLUSIONS, {"false": "none"}), id="excluded-by-a-count"),
        pytest.param(cross_product({"false": []}, RECIDIVISM), id="excluded-by-recidivism"),
    ],
)
def test_both_opinions_agree_on_every_line_of_the_decision_table(dossiers: list[dict]) -> None:
    book, seen = by_article(TABLE), set()
    for dossier in dossiers:
        engine = assess(read_dossier(dossier), RULE_SET)
        of_counts = [count.outcome.value for count in engine.offenses]
        assert (engine.outcome.value, of_counts) == outcomes(dossier, book), dossier
        seen |= {engine.outcome.value, *of_counts}
    assert len(seen) >= 10


@pytest.mark.properties
def test_both_opinions_agree_on_the_whole_answer_of_random_dossiers() -> None:
    chance = Random(SEED)
    seen = set()
    for number in range(DOSSIERS):
        dossier = random_dossier(chance, TABLE)
        differing, outcome = differing_keys(dossier)
        assert not differing, f"dossier {number} of seed {SEED}: {json.dumps(dossier)} {differing}"
        seen.add(outcome)
    assert len(seen) == 11


def leaf(dossier: dict, path: str) -> object:
    """The value under a path of the contract; the default day where `as_of` is not given."""
    value: object = dossier
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(value, list):
            value = value[int(step)]
        else:
            value = None if value is None else value.get(step)
    return PARAMETERS["law_date"] if path == "as_of" and value is None else value


def test_every_finding_cites_its_source_and_names_facts_of_the_dossier() -> None:
    chance = Random(SEED)
    for _ in range(100):
        dossier = random_dossier(chance, TABLE)
        for line in assess_dossier(dossier, RULE_SET)["findings"]:
            assert list(line) == ["rule", "offense", "holds", "citation", "strength", "facts"]
            assert line["citation"].strip()
            assert line["facts"] == {path: leaf(dossier, path) for path in line["facts"]}
