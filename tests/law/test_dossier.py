"""Reading a dossier: what is refused, where, and that nothing else is."""

import json
from datetime import date

import pytest

from cases.law import (
    DOSSIER_ERRORS,
    Custody,
    Detention,
    DossierError,
    Facts,
    Offense,
    Sentence,
    Stage,
    Term,
    dossier_of,
    parse_dossier,
    read_dossier,
)

TERM = {"years": 1, "months": 0, "days": 0}
ITEM = {"kind": "custody", "from": "2022-01-10"}


def refused(dossier: object) -> tuple[str, str]:
    """Path and code of the fault; the same from text and from a value."""
    with pytest.raises(DossierError) as caught:
        parse_dossier(json.dumps(dossier))
    assert caught.value.code in DOSSIER_ERRORS
    return caught.value.path, caught.value.code


def with_offense(**changes: object) -> dict:
    return {"offenses": [{"id": "1"} | changes]}


def with_sentence(**changes: object) -> dict:
    return {"offenses": [{"id": "1"}], "sentence": changes}


def with_custody(*items: object, starts_on: str | None = "2022-07-01") -> dict:
    return with_sentence(custody=list(items), starts_on=starts_on)


def test_the_smallest_dossier_knows_nothing() -> None:
    facts = parse_dossier('{"offenses": [{"id": "x"}]}')
    assert facts == Facts(offenses=(Offense("x"),))


@pytest.mark.parametrize(
    "dossier",
    [
        {"as_of": None, "defendant": None, "stage": None, "sentence": None},
        {"defendant": {}, "sentence": {}, "recidivism": None},
        {"defendant": {"birth_date": None}, "sentence": {"kind": None, "custody": None}},
    ],
)
def test_absent_null_and_an_absent_parent_are_the_same(dossier: dict) -> None:
    assert read_dossier(dossier | {"offenses": [{"id": "x", "part": None}]}) == Facts(
        offenses=(Offense("x"),)
    )


def test_an_empty_list_is_known_to_be_empty() -> None:
    facts = read_dossier(
        {
            "offenses": [{"id": "1", "points": []}],
            "sentence": {"custody": [], "additional": []},
        }
    )
    assert facts.offenses[0].points == ()
    assert (facts.sentence.custody, facts.sentence.additional) == ((), ())


@pytest.mark.parametrize(
    ("dossier", "path", "code"),
    [
        ([], "", "wrong_type"),
        (None, "", "wrong_type"),
        ("text", "", "wrong_type"),
        ({}, "offenses", "wrong_length"),
        ({"offenses": None}, "offenses", "wrong_length"),
        ({"offenses": []}, "offenses", "wrong_length"),
        ({"offenses": {}}, "offenses", "wrong_type"),
        ({"offenses": [{"id": str(i)} for i in range(1001)]}, "offenses", "wrong_length"),
        ({"offenses": [{}] * 10_000}, "offenses", "wrong_length"),
        ({"offenses": [5]}, "offenses[0]", "wrong_type"),
        ({"offenses": [{"id": "1"}, None]}, "offenses[1]", "wrong_type"),
        ({"as_of": 5}, "as_of", "wrong_type"),
        ({"as_of": "2022-11-3"}, "as_of", "wrong_pattern"),
        ({"as_of": "20221103"}, "as_of", "wrong_pattern"),
        ({"as_of": "2022-W44-4"}, "as_of", "wrong_pattern"),
        ({"as_of": "2022-11-03\n"}, "as_of", "wrong_pattern"),
        ({"as_of": "٢٠٢٢-11-03"}, "as_of", "wrong_pattern"),
        ({"as_of": "2022-02-29"}, "as_of", "impossible_date"),
        ({"as_of": "0000-01-01"}, "as_of", "impossible_date"),
        ({"as_of": "2022-13-01"}, "as_of", "impossible_date"),
        ({"defendant": []}, "defendant", "wrong_type"),
        ({"defendant": False}, "defendant", "wrong_type"),
        ({"defendant": {"birth_date": True}}, "defendant.birth_date", "wrong_type"),
        ({"defendant": {"name": "x"}}, "defendant.name", "unknown_key"),
        ({"stage": "Serving"}, "stage", "not_listed"),
        ({"stage": 1}, "stage", "wrong_type"),
        ({"objects_to_termination": 0}, "objects_to_termination", "wrong_type"),
        ({"objects_to_termination": "true"}, "objects_to_termination", "wrong_type"),
        ({"recidivism": False}, "recidivism", "wrong_type"),
        ({"recidivism": ""}, "recidivism", "not_listed"),
        (with_offense(id=None), "offenses[0].id", "missing"),
        (with_offense(id=1), "offenses[0].id", "wrong_type"),
        (with_offense(id=""), "offenses[0].id", "wrong_length"),
        (with_offense(id="x" * 101), "offenses[0].id", "wrong_length"),
        (with_offense(id="a\0"), "offenses[0].id", "nul"),
        (with_offense(id="\ud800"), "offenses[0].id", "not_unicode"),
        ({"offenses": [{"id": "1"}, {"id": "1"}]}, "offenses[1].id", "duplicate_id"),
        ({"offenses": [{"id": "1"}, {"part": "1"}]}, "offenses[1].id", "missing"),
        (with_offense(article=272), "offenses[0].article", "wrong_type"),
        (with_offense(article="1234"), "offenses[0].article", "wrong_pattern"),
        (with_offense(article="272(1)"), "offenses[0].article", "wrong_pattern"),
        (with_offense(article="272\n"), "offenses[0].article", "wrong_pattern"),
        (with_offense(article="٢٧٢"), "offenses[0].article", "wrong_pattern"),
        (with_offense(article="269-123"), "offenses[0].article", "wrong_pattern"),
        (with_offense(part="-"), "offenses[0].part", "wrong_pattern"),
        (with_offense(part=""), "offenses[0].part", "wrong_pattern"),
        (with_offense(points="2"), "offenses[0].points", "wrong_type"),
        (with_offense(points=["1", 2]), "offenses[0].points[1]", "wrong_type"),
        (with_offense(points=[None]), "offenses[0].points[0]", "wrong_type"),
        (with_offense(points=["\0"]), "offenses[0].points[0]", "nul"),
        (with_offense(committed_from="05.01.2022"), "offenses[0].committed_from", "wrong_pattern"),
        (with_offense(committed_to="2022-01-05"), "offenses[0].committed_to", "end_without_start"),
        (
            with_offense(committed_from="2022-01-06", committed_to="2022-01-05"),
            "offenses[0].committed_to",
            "end_before_start",
        ),
        (with_offense(in_kazakhstan=1), "offenses[0].in_kazakhstan", "wrong_type"),
        (with_offense(nexus="riots"), "offenses[0].nexus", "not_listed"),
        (with_offense(victim_minor=[]), "offenses[0].victim_minor", "wrong_type"),
        (with_offense(name="x"), "offenses[0].name", "unknown_key"),
        ({"offenses": [{"id": "1"}], "gravity": "grave"}, "gravity", "unknown_key"),
        ({"offenses": [{"id": "1"}], "sentence": []}, "sentence", "wrong_type"),
        ({"offenses": [{"id": "1"}], "sentence": False}, "sentence", "wrong_type"),
        (with_sentence(kind="prison"), "sentence.kind", "not_listed"),
        (with_sentence(manner=True), "sentence.manner", "wrong_type"),
        (with_sentence(starts_on="2022-06-31"), "sentence.starts_on", "impossible_date"),
        (with_sentence(facility="strict"), "sentence.facility", "not_listed"),
        (with_sentence(custody={}), "sentence.custody", "wrong_type"),
        (with_sentence(served_on=0), "sentence.served_on", "wrong_type"),
        (with_sentence(additional="fine"), "sentence.additional", "wrong_type"),
        (with_sentence(additional=["x", {}]), "sentence.additional[1]", "wrong_type"),
        (with_sentence(ended_on="2022-01-01"), "sentence.ended_on", "unknown_key"),
        (with_custody(5), "sentence.custody[0]", "wrong_type"),
        (with_custody(None), "sentence.custody[0]", "wrong_type"),
        (with_custody({"from": "2022-01-10"}), "sentence.custody[0].kind", "missing"),
        (with_custody({"kind": "custody"}), "sentence.custody[0].from", "missing"),
        (with_custody(ITEM | {"kind": "jail"}), "sentence.custody[0].kind", "not_listed"),
        (with_custody(ITEM | {"to": "2022-01-09"}), "sentence.custody[0].to", "end_before_start"),
        (with_custody(ITEM | {"to": "x"}), "sentence.custody[0].to", "wrong_pattern"),
        (with_custody(ITEM | {"days": 3}), "sentence.custody[0].days", "unknown_key"),
    ],
)
def test_a_fault_is_told_at_its_leaf(dossier: object, path: str, code: str) -> None:
    """P8: an act or a detention turned round, an impossible date, a term of zero."""
    if isinstance(dossier, dict) and "offenses" not in dossier and path not in ("", "offenses"):
        dossier = {"offenses": [{"id": "1"}]} | dossier
    assert refused(dossier) == (path, code)


@pytest.mark.parametrize(
    "term",
    [
        5,
        [],
        "1 year",
        True,
        {},
        {"years": 1},
        {"years": 1, "months": 0},
        {"years": None, "months": 0, "days": 1},
        {"years": 0, "months": 0, "days": 0},
        {"years": 101, "months": 0, "days": 0},
        {"years": 1, "months": 12, "days": 0},
        {"years": 1, "months": 0, "days": 30},
        {"years": -1, "months": 0, "days": 0},
        {"years": 1.0, "months": 0, "days": 0},
        {"years": "1", "months": 0, "days": 0},
        {"years": True, "months": 0, "days": 0},
        {"years": 10**30, "months": 0, "days": 0},
        {"years": 1, "months": 0, "weeks": 0},
    ],
)
def test_a_bad_term_is_told_at_the_term(term: object) -> None:
    assert refused(with_offense(term=term)) == ("offenses[0].term", "bad_term")
    assert refused(with_sentence(term=term)) == ("sentence.term", "bad_term")


def test_a_fourth_key_of_a_term_is_told_at_its_own_path() -> None:
    assert refused(with_sentence(term=TERM | {"weeks": 1})) == (
        "sentence.term.weeks",
        "unknown_key",
    )


def test_of_several_faults_the_first_of_the_table_is_told() -> None:
    assert refused({"sentence": 5, "stage": 5, "as_of": 5, "zzz": 1}) == ("as_of", "wrong_type")
    assert refused({"sentence": 5, "offenses": [], "stage": 5})[0] == "stage"
    assert refused(with_offense(zzz=1, term=5, id=None, nexus=1))[0] == "offenses[0].id"
    assert refused(with_offense(zzz=1, term=5, nexus=1))[0] == "offenses[0].nexus"
    assert refused(with_offense(zzz=1, term=5))[0] == "offenses[0].term"
    assert refused(with_offense(zzz=1) | {"sentence": 5})[0] == "offenses[0].zzz"
    late = with_sentence(additional=5, served_on=5, custody=5, facility=5, starts_on=5, term=5)
    for path in ("term", "starts_on", "facility", "custody", "served_on", "additional"):
        assert refused(late)[0] == f"sentence.{path}"
        del late["sentence"][path]


def test_a_thousand_counts_with_long_ids_are_read() -> None:
    ids = [f"{number:0100}" for number in range(1000)]
    facts = read_dossier({"offenses": [{"id": id} for id in ids]})
    assert [offense.id for offense in facts.offenses] == ids


@pytest.mark.parametrize(
    ("dossier", "params"),
    [
        (with_offense(id=""), {"least": 1, "most": 100}),
        (with_offense(article="x"), {"pattern": "[0-9]{1,3}(-[0-9]{1,2})?"}),
        (with_offense(committed_from="x"), {"pattern": "YYYY-MM-DD"}),
        (with_offense(nexus=1), {"expected": "text"}),
        (with_offense(victim_minor=1), {"expected": "boolean"}),
        (with_offense(points=1), {"expected": "list"}),
        ([], {"expected": "object"}),
        ({"offenses": [None]}, {"expected": "object"}),
        (with_sentence() | {"sentence": 1}, {"expected": "object"}),
        (with_offense(zzz=1), {}),
    ],
)
def test_an_error_carries_the_values_it_depends_on(dossier: object, params: dict) -> None:
    with pytest.raises(DossierError) as caught:
        read_dossier(dossier)
    assert caught.value.params == params


def test_an_error_names_what_its_sentence_needs() -> None:
    with pytest.raises(DossierError) as caught:
        read_dossier({"stage": "prison", "offenses": [{"id": "1"}]})
    assert caught.value.params == {"choices": tuple(Stage)}
    with pytest.raises(DossierError) as caught:
        read_dossier({"offenses": []})
    assert caught.value.params == {"least": 1, "most": 1000}


def test_a_whole_dossier_is_read_and_written_back() -> None:
    dossier = {
        "as_of": "2022-12-01",
        "defendant": {"birth_date": "1990-02-28"},
        "stage": "serving",
        "objects_to_termination": False,
        "recidivism": "none",
        "offenses": [
            {
                "id": "№ 1",
                "article": "269-1",
                "part": "2-1",
                "points": ["2", "10"],
                "committed_from": "2022-01-04",
                "committed_to": "2022-01-05",
                "in_kazakhstan": True,
                "nexus": "suppression",
                "victim_minor": False,
                "term": TERM,
            }
        ],
        "sentence": {
            "kind": "imprisonment",
            "manner": "conditional",
            "term": {"years": 0, "months": 11, "days": 29},
            "starts_on": "2022-07-01",
            "facility": "full",
            "custody": [
                {"kind": "house_arrest", "from": "2022-01-10", "to": "2022-01-20"},
                {"kind": "custody", "from": "2022-02-01", "to": None},
            ],
            "served_on": "2023-01-01",
            "additional": ["confiscation"],
        },
    }
    facts = read_dossier(dossier)
    assert facts.offenses[0].term == Term(1)
    assert facts.sentence.custody[1] == Custody(Detention.CUSTODY, date(2022, 2, 1))
    assert dossier_of(facts) == dossier
    assert list(dossier_of(facts)) == list(dossier)
    assert json.loads(json.dumps(dossier_of(facts))) == dossier


def test_the_canonical_form_of_nothing_known_is_null() -> None:
    assert dossier_of(Facts(offenses=(Offense("1"),), sentence=Sentence())) == {
        "as_of": None,
        "defendant": None,
        "stage": None,
        "objects_to_termination": None,
        "recidivism": None,
        "offenses": [
            dict.fromkeys(
                (
                    "id",
                    "article",
                    "part",
                    "points",
                    "committed_from",
                    "committed_to",
                    "in_kazakhstan",
                    "nexus",
                    "victim_minor",
                    "term",
                )
            )
            | {"id": "1"}
        ],
        "sentence": None,
    }
