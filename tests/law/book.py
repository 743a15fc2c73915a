"""What the tests of the law share: the worked-case book and the shipped rule set.

A case holds `id`, `name` (by language), `article`, `source`, `rule`, optional `as_of`, `dossier`
(the contract's input) and `expect`. TOML has no null: in `dossier` a fact that is absent is not
known; in `expect` the list `nulls` names the dotted paths that must be null in the answer, and
`absent` the rules that must give no finding. The program reads the same files (cases/book.py).
"""

import csv
import json
from functools import lru_cache
from pathlib import Path

from cases.book import differences, expectations, look_up, read_book
from cases.law import RuleSet, rule_set_from

__all__ = [
    "DATA",
    "SCENARIOS",
    "differences",
    "expectations",
    "load_book",
    "load_table",
    "look_up",
    "shipped_rule_set",
]

SCENARIOS = Path(__file__).parent / "scenarios"
DATA = Path(__file__).parents[2] / "cases" / "data"


@lru_cache
def load_book(folder: Path = SCENARIOS) -> list[dict]:
    """All cases in the order of the files; each also knows its `file` (name without suffix).

    Read once; whoever changes a case copies it.
    """
    return read_book(folder)


def load_table() -> list[dict[str, str]]:
    """The shipped table of the Criminal Code, row by row as text."""
    with (DATA / "criminal_code.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def shipped_rule_set() -> RuleSet:
    """The rule set 152-VII/1 with the shipped table, built once."""
    data = json.loads((DATA / "rule_set_152-VII-1.json").read_text(encoding="utf-8"))
    return rule_set_from(data, load_table())
