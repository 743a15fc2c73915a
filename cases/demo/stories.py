"""What one invented person's file says, before it is written: plain data, no database."""

from dataclasses import dataclass, field
from datetime import date

from cases.demo.offices import MAIN_COURT

Values = dict[str, object]
VERDICT = date(2022, 6, 14)
IN_FORCE = date(2022, 7, 1)
ARREST = date(2022, 1, 10)


@dataclass(frozen=True, slots=True)
class Order:
    """What a body decided; an empty outcome follows the assessment.

    `days_ago`: the date of the act, counted back from the present day.
    """

    state: str
    days_ago: int = 10
    outcome: str = ""
    differs: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One person and one case. `sentence` None = no verdict yet."""

    person: Values
    case: Values
    offenses: list[Values]
    sentence: Values | None = None
    custody: list[Values] = field(default_factory=list)
    convictions: list[Values] = field(default_factory=list)
    order: Order | None = None
    court: str = MAIN_COURT


def count(article: str, part: str = "", day: int = 5, **more: object) -> Values:
    """One offense of a January day, in Kazakhstan, in the riots."""
    known = {
        "article": article,
        "part": part,
        "committed_from": date(2022, 1, day),
        "in_kazakhstan": True,
        "nexus": "riot",
    }
    return known | more


def term(months: int, days: int = 0) -> Values:
    return {"years": months // 12, "months": months % 12, "days": days}


def punishment(months: int, kind: str = "imprisonment", **more: object) -> Values:
    """A sentence of so many months, in force since July 2022, detention known."""
    known = {"kind": kind, "verdict_on": VERDICT, "starts_on": IN_FORCE, "custody_known": True}
    if kind == "imprisonment":
        known["facility"] = "medium"
    return known | term(months) | more


def held(since: date = ARREST, until: date | None = None, kind: str = "custody") -> list[Values]:
    return [{"kind": kind, "from_on": since, "to_on": until}]
