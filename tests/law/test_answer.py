"""The form of the answer: every key, in order, from plain values; the same in every process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases.law import RuleSet, answer_of, assess, assess_dossier, flips, read_dossier
from tests.law.book import load_book

ROOT = Path(__file__).parents[2]
BOOK = load_book()[::3]
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
TERM = [
    "appointed",
    "effective_start",
    "original_end",
    "new_end",
    "remaining_days",
    "remaining_days_after",
    "release_now",
]
A_THIRD_OF_THE_BOOK = """
import json
from cases.law import assess_dossier
from tests.law.book import load_book, shipped_rule_set
rules = shipped_rule_set()
for case in load_book()[::3]:
    print(json.dumps(assess_dossier(case["dossier"], rules)))
"""


@pytest.fixture(scope="module")
def book_told(rule_set: RuleSet) -> list[tuple[dict, dict]]:
    """Every third worked case with the whole answer to it."""
    return [(case, assess_dossier(case["dossier"], rule_set)) for case in BOOK]


def test_every_key_is_there_and_in_order(book_told: list[tuple[dict, dict]]) -> None:
    for case, told in book_told:
        assert list(told) == KEYS
        assert told["edition"] == "152-VII/1"
        for count in told["offenses"]:
            assert list(count) == ["id", "gravity", "outcome", "fraction", "kept"]
        for line in told["findings"]:
            assert list(line) == ["rule", "offense", "holds", "citation", "strength", "facts"]
        for flip in told["flips"]:
            assert list(flip) == ["path", "to", "outcome"]
        if told["one_year_rule"]:
            assert list(told["one_year_rule"]) == ["before_cut", "after_cut", "applied"]
        if told["term"]:
            several = told["outcome"] == "combined"
            kept = ["kept_min", "kept_max"] if several else ["kept"]
            assert list(told["term"]) == TERM + kept, case["id"]


def check_plain(value: object) -> None:
    assert type(value) in (dict, list, str, int, bool, type(None))
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            check_plain(item)


def test_the_answer_holds_plain_values_only(book_told: list[tuple[dict, dict]]) -> None:
    for _case, told in book_told:
        check_plain(told)
        assert json.loads(json.dumps(told)) == told


def test_the_whole_answer_is_the_answer_with_its_flips(
    book_told: list[tuple[dict, dict]], rule_set: RuleSet
) -> None:
    for case, told in book_told[::5]:
        facts = read_dossier(case["dossier"])
        assert told == answer_of(assess(facts, rule_set), flips(facts, rule_set))


@pytest.mark.properties
def test_two_processes_with_other_seeds_and_zones_answer_alike() -> None:
    """P2: whatever the clock, the zone and the order of sets."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", A_THIRD_OF_THE_BOOK],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, zone in (("0", "Asia/Almaty"), ("4711", "America/Anchorage"))
    ]
    first, second = (process.communicate()[0] for process in started)
    assert first == second
    assert len(first.splitlines()) == len(BOOK)


def test_the_law_holds_no_sentence_clock_file_or_framework() -> None:
    """P1, P12, P18: no translated text and no hidden day can change an answer."""
    for path in (ROOT / "cases" / "law").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("django", "today", "random", "open(", "float"):
            assert word not in text, path.name
        assert len(text.splitlines()) < 400
