"""Two answers to one case: what changed, and which rules flipped."""

from copy import deepcopy

import msgspec
import pytest

from cases.comparing import flipped, kind_of_change

ANSWER = {
    "outcome": "combined",
    "offenses": [
        {"id": "7", "gravity": "grave", "outcome": "reduce", "fraction": "3/4", "kept": None},
        {"id": "9", "gravity": "small", "outcome": "release", "fraction": None, "kept": None},
    ],
    "term": {"kept_min": {"years": 1}, "kept_max": {"years": 2}, "new_end": "2022-10-16"},
    "findings": [
        {"rule": "R1", "offense": "7", "holds": True},
        {"rule": "R1", "offense": "9", "holds": None},
        {"rule": "E8", "offense": None, "holds": False},
    ],
    "flags": [],
    "edition": "152-VII/1",
}


def changed(**values: object) -> dict:
    return deepcopy(ANSWER) | values


def text(answer: dict) -> str:
    return msgspec.json.encode(answer).decode()


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (changed(), ""),
        (changed(edition="152-VII/2"), ""),
        (changed(outcome="reduce", flags=["rounded"]), "outcome"),
        (changed(term=ANSWER["term"] | {"kept_max": {"years": 3}, "new_end": "x"}), "term"),
        (changed(offenses=[ANSWER["offenses"][0], ANSWER["offenses"][0]]), "term"),
        (changed(term=ANSWER["term"] | {"new_end": "2023-10-16"}, flags=["rounded"]), "dates"),
        (changed(flags=["rounded"]), "findings"),
        (changed(findings=[]), "findings"),
    ],
)
def test_the_weightiest_change_is_told_and_another_edition_is_none(new: dict, kind: str):
    assert kind_of_change(text(ANSWER), text(new)) == kind


def test_the_order_of_the_keys_is_no_change():
    assert kind_of_change(text(dict(reversed(ANSWER.items()))), text(ANSWER)) == ""


def test_a_first_answer_is_told_as_such():
    assert kind_of_change(None, text(ANSWER)) == "first"


def test_a_rule_that_flipped_is_told_with_the_number_of_its_offense():
    findings = deepcopy(ANSWER["findings"])
    findings[1]["holds"] = True
    findings.append({"rule": "R14", "offense": "7", "holds": True})
    assert flipped(ANSWER, changed(findings=findings)) == [
        ("R1", 2, None, True),
        ("R14", 1, False, True),
    ]


def test_a_relief_that_no_longer_applies_has_flipped_too():
    findings = [*ANSWER["findings"], {"rule": "R14", "offense": "7", "holds": True}]
    assert flipped(changed(findings=findings), ANSWER) == [("R14", 1, True, False)]


def test_the_same_count_under_another_id_has_not_flipped():
    renamed = text(ANSWER).replace('"7"', '"17"')
    assert flipped(ANSWER, msgspec.json.decode(renamed)) == []
