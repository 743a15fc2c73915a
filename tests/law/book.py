"""The worked-case book: loads `scenarios/*.toml` and compares expectations with an answer.

A case holds `id`, `name` (by language), `article`, `source`, `rule`, optional `as_of`, `dossier`
(the contract's input) and `expect`. TOML has no null: in `dossier` a fact that is absent is not
known; in `expect` the list `nulls` names the dotted paths that must be null in the answer, and
`absent` the rules that must give no finding.
"""

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cases.law import RuleSet, rule_set_from

SCENARIOS = Path(__file__).parent / "scenarios"
DATA = Path(__file__).parents[2] / "cases" / "data"


def load_book(folder: Path = SCENARIOS) -> list[dict]:
    """All cases in the order of the files; each also knows its `file` (name without suffix)."""
    cases = []
    for path in sorted(folder.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if "as_of" in case:
                case["dossier"] = {"as_of": case["as_of"], **case["dossier"]}
            cases.append(case | {"file": path.stem})
    return cases


def load_table() -> list[dict[str, str]]:
    """The shipped table of the Criminal Code, row by row as text."""
    with (DATA / "criminal_code.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped_rule_set() -> RuleSet:
    """The rule set 152-VII/1 with the shipped table."""
    data = json.loads((DATA / "rule_set_152-VII-1.json").read_text(encoding="utf-8"))
    return rule_set_from(data, load_table())


def look_up(answer: dict, path: str) -> object:
    """The value under a dotted path such as `term.new_end`, `offenses.0.kept` or `findings.1:R2`."""
    value: object = answer
    for step in path.split("."):
        if isinstance(value, list) and not step.isdigit():
            value = finding(value, step)
        else:
            value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def finding(findings: list[dict], key: str) -> object:
    """`holds` of a rule: `R2` (the same for all counts) or `1:R2` (of the count with id 1)."""
    offense, _, rule = key.rpartition(":")
    holds = {
        str(line["holds"])
        for line in findings
        if line["rule"] == rule and (not offense or line["offense"] == offense)
    }
    if len(holds) != 1:
        return f"{len(holds)} answers of {key}"
    return {"True": True, "False": False, "None": None}[holds.pop()]


def expectations(expect: dict, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every expected leaf as (dotted path, value); terms and plain lists are leaves."""
    for key, value in expect.items():
        path = f"{prefix}{key}"
        if path == "absent":
            continue
        if path == "nulls":
            yield from ((name, None) for name in value)
        elif isinstance(value, dict) and set(value) != {"years", "months", "days"}:
            yield from expectations(value, f"{path}.")
        elif path == "offenses":
            for index, item in enumerate(value):
                yield from expectations(item, f"offenses.{index}.")
        else:
            yield path, value


def present(expect: dict, answer: dict) -> list[str]:
    """One line for each rule that must give no finding and does."""
    asked = {line["rule"] for line in answer["findings"]}
    return [f"{rule}: expected no finding" for rule in expect.get("absent", []) if rule in asked]


def differences(expect: dict, answer: dict) -> list[str]:
    """One line for each expectation that the answer does not meet."""
    return present(expect, answer) + [
        f"{path}: expected {value!r}, got {look_up(answer, path)!r}"
        for path, value in expectations(expect)
        if look_up(answer, path) != value or type(look_up(answer, path)) is not type(value)
    ]
