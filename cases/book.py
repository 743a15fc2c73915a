"""The book of worked cases: one legal situation each, with the answer that a lawyer expects.

The same files are tests (tests/law) and reading matter (the rules pages). Where the program was
installed without its tests the book is empty. Knows no database and no framework, so that the
tests of the law need none either; words stand in cases/wording.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "law" / "scenarios"
NOTHING = "nothing"
TERM = {"years", "months", "days"}


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One case of the book; `chapter` is its file, `names` are sentences by language."""

    id: str
    chapter: str
    names: Mapping[str, str]
    rules: tuple[str, ...]
    article: str
    source: str
    dossier: Mapping[str, object]
    expect: Mapping[str, object]
    rule_set: str = ""  # code of the only rule set that it speaks of; empty: of every one

    @property
    def outcome(self) -> str:
        """The outcome that the book expects."""
        return str(self.expect["outcome"])


@dataclass(frozen=True, slots=True)
class Line:
    """One expectation beside what the answer says, under a dotted path such as `term.new_end`."""

    path: str
    expected: object
    answered: object

    @property
    def agrees(self) -> bool:
        """Equal, and of one type: 0 is not False."""
        return self.expected == self.answered and type(self.expected) is type(self.answered)

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected!r}, got {self.answered!r}"


def read_book(folder: Path) -> list[dict]:
    """All cases of a folder in the order of its files; each also knows its `file` (no suffix).

    TOML has no null: in `dossier` a fact that is absent is not known.
    """
    cases = []
    for path in sorted(folder.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if "as_of" in case:
                case["dossier"] = {"as_of": case["as_of"], **case["dossier"]}
            cases.append(case | {"file": path.stem})
    return cases


@lru_cache(maxsize=1)
def worked_cases() -> Mapping[str, WorkedCase]:
    """The book by the ids of its cases, read once for the life of the process."""
    return {case["id"]: _worked(case) for case in read_book(FOLDER)}


def _worked(case: Mapping) -> WorkedCase:
    return WorkedCase(
        id=case["id"],
        chapter=case["file"],
        names=case["name"],
        rules=tuple(case["rule"]),
        article=case["article"],
        source=case["source"],
        dossier=case["dossier"],
        expect=case["expect"],
        rule_set=case.get("rule_set", ""),
    )


def illustrating(rule: str) -> list[WorkedCase]:
    """The cases that illustrate a rule, in the order of the book."""
    return [case for case in worked_cases().values() if rule in case.rules]


# --- expectations ----------------------------------------------------------------------------


def expectations(expect: Mapping, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every expected leaf as (dotted path, value); terms and plain lists are leaves.

    The list `nulls` names paths that must be null; `absent` is read by `compared`.
    """
    for key, value in expect.items():
        path = f"{prefix}{key}"
        if path == "absent":
            continue
        if path == "nulls":
            yield from ((name, None) for name in value)
        elif isinstance(value, dict) and set(value) != TERM:
            yield from expectations(value, f"{path}.")
        elif path == "offenses":
            for index, item in enumerate(value):
                yield from expectations(item, f"offenses.{index}.")
        else:
            yield path, value


def look_up(answer: Mapping, path: str) -> object:
    """The value under a dotted path: `term.new_end`, `offenses.0.kept`, `findings.1:R2`.

    `NOTHING` where the answer has no such place.
    """
    value: object = answer
    try:
        for step in path.split("."):
            if isinstance(value, list) and not step.isdigit():
                value = _finding(value, step)
            else:
                value = value[int(step)] if isinstance(value, list) else value[step]
    except (KeyError, IndexError, TypeError):
        return NOTHING
    return value


def _finding(findings: list[dict], key: str) -> object:
    """`holds` of a rule: `R2` (the same for all counts) or `1:R2` (of the count with id 1)."""
    offense, _colon, rule = key.rpartition(":")
    holds = {
        str(line["holds"])
        for line in findings
        if line["rule"] == rule and (not offense or line["offense"] == offense)
    }
    if len(holds) != 1:
        return f"{len(holds)} answers of {key}"
    return {"True": True, "False": False, "None": None}[holds.pop()]


def compared(expect: Mapping, answer: Mapping) -> list[Line]:
    """Every expectation beside what the answer says.

    A rule of `absent` must give no finding: its line expects `NOTHING`.
    """
    asked = {line["rule"] for line in answer["findings"]}
    lines = [Line(path, value, look_up(answer, path)) for path, value in expectations(expect)]
    lines += [
        Line(f"findings.{rule}", NOTHING, "a finding" if rule in asked else NOTHING)
        for rule in expect.get("absent", [])
    ]
    return lines


def differences(expect: Mapping, answer: Mapping) -> list[str]:
    """One line for each expectation that the answer does not meet."""
    return [str(line) for line in compared(expect, answer) if not line.agrees]
