"""Benchmark of the rules: our full answer with findings against zen-engine without a trace.

Zen gets its content pre-compiled, and beside each dossier what it would have to look up in the
Criminal Code table and on the calendar (gravity, listing, group, age, day of January): the
comparison errs in its favor. Both sides must give the same outcome for every dossier.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import zen

from cases import law

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).with_name("amnesty.json")
ROUNDS = 5
STAGES = ("pretrial", "trial", "appeal", "serving", "serving", "serving", "served", None)
KINDS = ("imprisonment", "imprisonment", "restriction_of_liberty", "arrest", "fine", None)
DAYS = ("2022-01-03", "2022-01-04", "2022-01-05", "2022-01-06", "2022-01-07", "2022-01-08", None)
# Article, part, and what the table says of them: gravity, listed, group.
ARTICLES = (
    ("272", "2", "grave", True, "none"),
    ("272", "2", "grave", True, "none"),
    ("272", "2", "grave", True, "none"),
    ("272", "1", "grave", True, "riot_organization"),
    ("272", "3", "medium", True, "none"),
    ("188", "1", "medium", True, "none"),
    ("132", "5", "especially_grave", True, "none"),
    ("187", "1", "infraction", True, "none"),
    ("106", "3", "grave", False, "none"),
    ("192", "1", "grave", False, "none"),
    ("120", "1", "grave", False, "minor_sexual"),
    ("146", "2", "grave", False, "torture"),
    ("269", "1", "grave", None, "disputed"),
    ("287", "3", "medium", None, "none"),
    ("361", "4", "grave", None, "corruption"),
)
AGES = {"1990-01-15": "adult", "2005-03-20": "minor", None: "unknown"}


def bench_rules(cases: int = 20_000) -> dict[str, float | int]:
    """Microseconds for one dossier on each side (medians of five rounds) and the ratio.

    `ratio`: zen ÷ our answer from facts. `ratio_json`: zen ÷ ours from JSON to JSON.
    """
    rule_set = shipped_rule_set()
    asked = [dossier_with_lookups(Random(number), rule_set) for number in range(cases)]
    dossiers = [dossier for dossier, _resolved in asked]
    inputs = [dossier | {"resolved": resolved} for dossier, resolved in asked]
    facts = [law.read_dossier(dossier) for dossier in dossiers]
    content = zen.ZenDecisionContent(CONTENT.read_text(encoding="utf-8"))
    decision = zen.ZenEngine().create_decision(content)
    sides: dict[str, tuple[Callable[[object], object], list]] = {
        "zen": (lambda given: decision.evaluate(given)["result"]["outcome"], inputs),
        "facts": (lambda given: law.assess(given, rule_set).outcome, facts),
        "json": (
            lambda given: law.answer_of(law.assess(law.read_dossier(given), rule_set))["outcome"],
            dossiers,
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(ROUNDS):
        outcomes = {name: _timed(*side, times[name]) for name, side in sides.items()}
        _must_agree(outcomes["zen"], outcomes["facts"], dossiers)
    took = {name: median(found) * 1e6 / cases for name, found in times.items()}
    return {
        "cases": cases,
        "zen_us": round(took["zen"], 1),
        "facts_us": round(took["facts"], 1),
        "json_us": round(took["json"], 1),
        "ratio": round(took["zen"] / took["facts"], 2),
        "ratio_json": round(took["zen"] / took["json"], 2),
    }


def _timed(ask: Callable[[object], object], given: list, times: list[float]) -> list[object]:
    begun = perf_counter()
    outcomes = [ask(item) for item in given]
    times.append(perf_counter() - begun)
    return outcomes


def _must_agree(theirs: list[object], ours: list[object], dossiers: list[dict]) -> None:
    for their, our, dossier in zip(theirs, ours, dossiers, strict=True):
        if their != our:
            raise AssertionError(f"zen {their}, law {our}: {json.dumps(dossier)}")


def shipped_rule_set() -> law.RuleSet:
    """The rule set and the table that the product ships."""
    data = json.loads((ROOT / "cases/data/rule_set_152-VII-1.json").read_text(encoding="utf-8"))
    with (ROOT / "cases/data/criminal_code.csv").open(encoding="utf-8", newline="") as lines:
        return law.rule_set_from(data, csv.DictReader(lines))


def dossier_with_lookups(chance: Random, rule_set: law.RuleSet) -> tuple[dict, dict]:
    """An invented dossier of one count, and what zen needs to have looked up for it."""
    article, part, gravity, listed, group = chance.choice(ARTICLES)
    day, birth_date = chance.choice(DAYS), chance.choice(list(AGES))
    served_on = chance.choice(("2022-09-01", "2022-12-01", None))
    custody = [{"kind": "custody", "from": "2022-01-10", "to": None}]
    dossier = {
        "as_of": rule_set.law_date.isoformat(),
        "defendant": {"birth_date": birth_date},
        "stage": chance.choice(STAGES),
        "objects_to_termination": chance.choice((True, False, False, None)),
        "recidivism": chance.choice(("none", "none", "none", "none", "dangerous", None)),
        "offenses": [
            {
                "id": "1",
                "article": article,
                "part": part,
                "committed_from": day,
                "in_kazakhstan": chance.choice((True, True, True, True, False, None)),
                "nexus": chance.choice(("riot", "riot", "riot", "suppression", "none", None)),
                "victim_minor": chance.choice((True, False, None)),
            }
        ],
        "sentence": {
            "kind": chance.choice(KINDS),
            "term": {"years": chance.choice((3, 4, 5, 8)), "months": 6, "days": 0},
            "starts_on": "2022-07-01",
            "facility": "medium",
            "custody": custody,
            "served_on": served_on,
        },
    }
    resolved = {
        "gravity": gravity,
        "listed": listed,
        "group": group,
        # The age is asked on the day of the act; without the day it is not known.
        "age": AGES[birth_date] if day else "unknown",
        "first": int(day[-2:]) if day else None,
        "last": int(day[-2:]) if day else None,
        "served_before": served_on is not None and served_on < "2022-11-03",
    }
    return dossier, resolved


if __name__ == "__main__":
    print(bench_rules())  # noqa: T201
