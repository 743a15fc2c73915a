"""`manage.py assess`: JSON in, JSON out, nothing stored."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from cases.models import Assessment, Case, ReferenceState
from tests.cases.runs import use_other_rules

pytestmark = pytest.mark.django_db

DOSSIER = {
    "stage": "serving",
    "recidivism": "none",
    "offenses": [
        {
            "id": "1",
            "article": "272",
            "part": "2",
            "committed_from": "2022-01-05",
            "in_kazakhstan": True,
            "nexus": "riot",
        }
    ],
    "sentence": {
        "kind": "imprisonment",
        "term": {"years": 4, "months": 0, "days": 0},
        "starts_on": "2022-07-01",
        "facility": "medium",
        "custody": [{"kind": "custody", "from": "2022-01-10"}],
    },
}
LINE = json.dumps(DOSSIER)
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


class Asked:
    """What the command wrote, line by line, and its exit status."""

    def __init__(self, lines: list[dict], status: int) -> None:
        self.lines, self.status = lines, status


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfdbinary):
    def asked(given: str | bytes, *options: str) -> Asked:
        content = given if isinstance(given, bytes) else given.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        status = 0
        try:
            call_command("assess", *options)
        except SystemExit as ended:
            status = ended.code
        written = capfdbinary.readouterr().out.splitlines()
        return Asked([json.loads(line) for line in written], status)

    return asked


def test_one_dossier_gives_one_answer_by_the_contract(ask):
    asked = ask(json.dumps(DOSSIER, indent=2))
    (answer,) = asked.lines
    assert asked.status == 0
    assert list(answer) == KEYS
    assert answer["outcome"] == "reduce"
    assert answer["term"]["new_end"] == "2022-10-16"
    assert answer["term"]["release_now"] is True
    assert {"path": "recidivism", "to": "dangerous", "outcome": "excluded"} in answer["flips"]


def test_lines_are_answered_in_their_order_and_blank_ones_skipped(ask):
    other = json.dumps(DOSSIER | {"stage": "pretrial"})
    asked = ask(f"{LINE}\n\n   \n{other}\n{LINE}", "--lines")
    outcomes = [answer["outcome"] for answer in asked.lines]
    assert outcomes == ["reduce", "reduce_at_sentencing", "reduce"]
    assert asked.status == 0


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("{", ""),
        ("[]", ""),
        ("NaN", ""),
        (LINE.replace('"riot"', '"rioting"'), "offenses[0].nexus"),
        (LINE.replace('"nexus"', '"nexos"'), "offenses[0].nexos"),
        (LINE.replace('"nexus"', '"id"'), "offenses[0].id"),
        (LINE.replace("2022-01-05", "2022-02-30"), "offenses[0].committed_from"),
        (LINE.replace('"years": 4', '"years": 101'), "sentence.term"),
        (json.dumps(DOSSIER | {"objects_to_termination": "х" * 600_000}), ""),
    ],
)
def test_a_faulty_line_gets_its_error_and_the_others_their_answers(ask, line: str, path: str):
    asked = ask(f"{LINE}\n{line}\n{LINE}\n", "--lines")
    assert [list(answer) == KEYS for answer in asked.lines] == [True, False, True]
    assert asked.lines[1]["error"]["path"] == path
    assert asked.lines[1]["error"]["message"]
    assert asked.status == 1


def test_bytes_that_are_no_text_are_an_error_and_no_crash(ask):
    asked = ask(b"\xff\xfe\n" + LINE.encode() + b"\n", "--lines")
    assert asked.lines[0]["error"]["path"] == ""
    assert asked.lines[1]["outcome"] == "reduce"


def test_nothing_at_all_is_an_error_for_one_dossier_and_none_for_lines(ask):
    assert (ask("").lines[0]["error"]["path"], ask("").status) == ("", 1)
    assert (ask("", "--lines").lines, ask("", "--lines").status) == ([], 0)


def test_a_line_of_exactly_a_million_bytes_is_read(ask):
    padded = LINE + " " * (1_000_000 - len(LINE))
    asked = ask(f"{padded}\n{padded} \n{LINE}", "--lines")
    assert [answer.get("outcome") for answer in asked.lines] == ["reduce", None, "reduce"]


def test_another_stored_rule_set_can_be_asked(ask):
    first = ask(LINE).lines[0]["edition"]
    other = use_other_rules(likely_as_listed=[]).code
    assert ask(LINE).lines[0]["outcome"] == "needs_review"
    assert ask(LINE, "--edition", first).lines[0]["outcome"] == "reduce"
    assert ask(LINE, "--edition", first).lines[0]["edition"] == first
    assert ask(LINE, "--edition", other).lines[0]["edition"] == other


def test_a_rule_set_that_is_not_stored_is_refused_by_name():
    with pytest.raises(CommandError, match="no-such"):
        call_command("assess", "--edition", "no-such")


def test_nothing_is_stored(ask):
    ask(LINE)
    assert not Case.objects.exists()
    assert not Assessment.objects.exists()


def test_other_letters_come_back_as_they_are(ask):
    dossier = DOSSIER | {"sentence": DOSSIER["sentence"] | {"additional": ["штраф Қ"]}}
    assert ask(json.dumps(dossier, ensure_ascii=False)).lines[0]["additional"] == ["штраф Қ"]


def test_without_rules_the_command_says_what_to_run(ask):
    ReferenceState.objects.update(is_current=False)
    with pytest.raises(CommandError, match="load_reference"):
        ask(LINE)
