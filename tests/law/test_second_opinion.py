"""The engine and the second opinion agree, over every combination and over chance.

`SECOND_OPINION_DOSSIERS` sets the number of random dossiers, `SECOND_OPINION_SEED` the seed.
"""

import json
import os
from itertools import product
from random import Random

import pytest

from cases.law import assess_dossier
from tests.law.book import load_table, shipped_rule_set
from tests.law.second_opinion import STAGES, answer
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


def comparable(result: dict) -> dict:
    """The answer without its words: citation and facts of the findings are checked apart."""
    findings = [
        {key: line[key] for key in ("rule", "offense", "holds", "strength")}
        for line in result["findings"]
    ]
    return result | {"findings": findings}


def differing_keys(dossier: dict) -> dict:
    """Key -> (engine, second opinion), for each key in which the two answers differ."""
    engine = comparable(json.loads(json.dumps(assess_dossier(dossier, RULE_SET))))
    second = json.loads(json.dumps(answer(dossier, TABLE)))
    return {
        key: (engine.get(key), second.get(key))
        for key in [*second, *(set(engine) - set(second))]
        if json.dumps(engine.get(key)) != json.dumps(second.get(key))
    }


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


@pytest.mark.parametrize(
    "dossiers",
    [
        pytest.param(cross_product(EXCLUSIONS, {"false": "none"}), id="excluded-by-a-count"),
        pytest.param(cross_product({"false": []}, RECIDIVISM), id="excluded-by-recidivism"),
    ],
)
def test_both_opinions_agree_on_every_line_of_the_decision_table(dossiers: list[dict]) -> None:
    outcomes = set()
    for dossier in dossiers:
        result = assess_dossier(dossier, RULE_SET)
        second = answer(dossier, TABLE)
        of_counts = [[count["outcome"] for count in one["offenses"]] for one in (result, second)]
        assert result["outcome"] == second["outcome"], dossier
        assert of_counts[0] == of_counts[1], dossier
        outcomes.add(result["outcome"])
    assert len(outcomes) >= 10


def test_both_opinions_agree_on_the_whole_answer_of_random_dossiers() -> None:
    chance = Random(SEED)
    seen = set()
    for number in range(DOSSIERS):
        dossier = random_dossier(chance, TABLE)
        differing = differing_keys(dossier)
        assert not differing, f"dossier {number} of seed {SEED}: {json.dumps(dossier)} {differing}"
        seen.add(assess_dossier(dossier, RULE_SET)["outcome"])
    assert len(seen) == 11


def test_every_finding_cites_its_source_and_names_facts_of_the_dossier() -> None:
    chance = Random(SEED)
    for _ in range(300):
        for line in assess_dossier(random_dossier(chance, TABLE), RULE_SET)["findings"]:
            assert list(line) == ["rule", "offense", "holds", "citation", "strength", "facts"]
            assert line["citation"].strip()
            assert isinstance(line["facts"], dict)
