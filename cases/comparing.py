"""Two answers to the same case: what changed between them, and which rules flipped."""

from typing import NamedTuple

import msgspec

from cases.models import RunChange

Kind = RunChange.Kind
Answer = dict

TERM_KEYS = ("appointed", "kept", "kept_min", "kept_max")
COUNT_KEYS = ("outcome", "fraction", "kept")
_EDITION = ',"edition":'


def kind_of_change(old_json: str | None, new_json: str) -> str:
    """The weightiest kind of difference between two stored answers, "" when there is none.

    The name of the rule set alone is no difference. Texts are compared first: most cases of a
    run answer as before, and decoding costs more than the law itself.
    """
    if old_json is None:
        return Kind.FIRST
    if old_json.rpartition(_EDITION)[0] == new_json.rpartition(_EDITION)[0]:
        return ""
    return _weigh(msgspec.json.decode(old_json), msgspec.json.decode(new_json))


def _weigh(old: Answer, new: Answer) -> str:
    if old["outcome"] != new["outcome"]:
        return Kind.OUTCOME
    old_term, new_term = old["term"] or {}, new["term"] or {}
    if _pick(old_term) != _pick(new_term) or _counts(old) != _counts(new):
        return Kind.TERM
    if old_term != new_term:
        return Kind.DATES
    return Kind.FINDINGS if old | {"edition": ""} != new | {"edition": ""} else ""


def _pick(term: dict) -> list:
    return [term.get(key) for key in TERM_KEYS]


def _counts(answer: Answer) -> list[tuple]:
    return [tuple(count[key] for key in COUNT_KEYS) for count in answer["offenses"]]


class Flipped(NamedTuple):
    """A rule that answers otherwise than before; `offense` is the count's number, None = person."""

    rule: str
    offense: int | None
    was: bool | None
    now: bool | None


def flipped(old: Answer | None, new: Answer) -> list[Flipped]:
    """The rules whose `holds` differs, in the order of the new answer's findings.

    A rule that only one of the two answers mentions (the relief that applied) counts as not
    having held in the other.
    """
    was, now = _holds(old), _holds(new)
    return [
        Flipped(*key, was.get(key, False), now.get(key, False))
        for key in dict.fromkeys((*now, *was))
        if was.get(key, False) != now.get(key, False)
    ]


def _holds(answer: Answer | None) -> dict[tuple[str, int | None], bool | None]:
    if answer is None:
        return {}
    numbers = {count["id"]: place for place, count in enumerate(answer["offenses"], start=1)}
    return {
        (finding["rule"], numbers.get(finding["offense"])): finding["holds"]
        for finding in answer["findings"]
    }
