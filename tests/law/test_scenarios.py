"""The worked-case book: every case of `scenarios/*.toml` is answered as it says."""

import re

import pytest

from cases.law import assess_dossier
from tests.law.book import differences, load_book, shipped_rule_set

BOOK = load_book()
RULES = [
    "R1",
    "R2",
    "R3",
    "R4",
    "R5",
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "E6",
    "E7",
    "E8",
    "R11",
    "R12",
    "R13",
    "R13a",
    "R14",
    "R15",
    "R16",
    "R17",
    "R18",
    "R19",
    "R20",
]
RULE_SET = shipped_rule_set()
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
LATIN = re.compile("[a-z]", re.IGNORECASE)


@pytest.mark.parametrize("case", BOOK, ids=[case["id"] for case in BOOK])
def test_a_worked_case_is_answered_as_the_book_says(case: dict) -> None:
    answer = assess_dossier(case["dossier"], RULE_SET)
    assert differences(case["expect"], answer) == []


def test_the_book_holds_at_least_two_hundred_cases() -> None:
    assert len(BOOK) >= 200


def test_no_two_cases_share_an_id() -> None:
    ids = [case["id"] for case in BOOK]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_illustrated_by_a_case(rule: str) -> None:
    assert [case["id"] for case in BOOK if rule in case["rule"]]


def test_every_case_says_in_one_sentence_what_it_illustrates() -> None:
    unclear = [
        case["id"]
        for case in BOOK
        if not case["name"]["en"].endswith(".")
        or len(case["name"]["en"].split()) > 20
        or not (case["article"] and case["source"] and case["rule"])
        or "outcome" not in case["expect"]
    ]
    assert unclear == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_case_is_named_in_one_sentence_of_each_language(language: str) -> None:
    names = [case["name"][language] for case in BOOK]
    unclear = [
        name
        for name in names
        if not name.endswith(".") or not CYRILLIC.search(name) or LATIN.search(name)
    ]
    assert unclear == []
    assert sum(bool(KAZAKH.search(name)) for name in names) == (
        len(names) if language == "kk" else 0
    )


def test_a_name_tells_the_same_dates_terms_and_articles_in_every_language() -> None:
    apart = [
        case["id"]
        for case in BOOK
        if len({tuple(sorted(re.findall(r"\d+", name))) for name in case["name"].values()}) > 1
    ]
    assert apart == []


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_two_cases_share_a_name(language: str) -> None:
    names = [case["name"][language] for case in BOOK]
    assert sorted(set(names)) == sorted(names)
