"""The words of the law as types: what a dossier holds, what a rule says, what an answer is.

Nothing here decides anything. `None` always means "not known"; it never stands for zero, false or
an empty list. The JSON names are those of the assessment contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Gravity(StrEnum):
    """Gravity of a part of an article (CC 10, 11), from the lightest to the heaviest."""

    INFRACTION = "infraction"
    SMALL = "small"
    MEDIUM = "medium"
    GRAVE = "grave"
    ESPECIALLY_GRAVE = "especially_grave"


class Stage(StrEnum):
    """Where the proceedings stand."""

    PRETRIAL = "pretrial"
    TRIAL = "trial"
    APPEAL = "appeal"
    SERVING = "serving"
    SERVED = "served"


class Nexus(StrEnum):
    """How the act is connected with the mass riots (art. 1)."""

    RIOT = "riot"
    SUPPRESSION = "suppression"
    NONE = "none"


class Recidivism(StrEnum):
    """The court's finding in the verdict (CC 14)."""

    NONE = "none"
    RECIDIVISM = "recidivism"
    DANGEROUS = "dangerous"


class Punishment(StrEnum):
    """Kind of the final main punishment."""

    IMPRISONMENT = "imprisonment"
    LIFE_IMPRISONMENT = "life_imprisonment"
    RESTRICTION_OF_LIBERTY = "restriction_of_liberty"
    ARREST = "arrest"
    COMMUNITY_SERVICE = "community_service"
    CORRECTIVE_WORKS = "corrective_works"
    FINE = "fine"


class Manner(StrEnum):
    """How the punishment is executed; never changes an outcome."""

    REAL = "real"
    CONDITIONAL = "conditional"
    DEFERRED = "deferred"
    PAROLED = "paroled"


class Facility(StrEnum):
    """Security level of the institution; decides the credit ratio (CC 62)."""

    MINIMUM = "minimum"
    MEDIUM = "medium"
    MAXIMUM = "maximum"
    EXTRAORDINARY = "extraordinary"
    FULL = "full"


class Detention(StrEnum):
    """Kind of detention before the first day of the term."""

    CUSTODY = "custody"
    HOUSE_ARREST = "house_arrest"


class Outcome(StrEnum):
    """What the act gives; `COMBINED` only for the person."""

    EXCLUDED = "excluded"
    NEEDS_REVIEW = "needs_review"
    NOT_COVERED = "not_covered"
    TERMINATE = "terminate"
    CONTINUE_TO_VERDICT = "continue_to_verdict"
    RELEASE = "release"
    LIFT_RECORD = "lift_record"
    REDUCE = "reduce"
    REDUCE_AT_SENTENCING = "reduce_at_sentencing"
    NO_EFFECT = "no_effect"
    COMBINED = "combined"


class Strength(StrEnum):
    """How sure the source of a statement is."""

    STATED = "stated"
    REPORTED = "reported"
    INFERRED = "inferred"


class Flag(StrEnum):
    """Codes for a human to look at, in the order of the contract."""

    ONE_YEAR_READINGS_DIFFER = "one_year_readings_differ"
    ROUNDED = "rounded"
    CROSSES_WINDOW = "crosses_window"
    BOUNDARY_DAY = "boundary_day"
    ARTICLE_UNVERIFIED = "article_unverified"
    CONTINUING_ACT = "continuing_act"
    CAPS_APPLY = "caps_apply"
    AGE_BOUNDARY = "age_boundary"
    PRACTICE_DIFFERS = "practice_differs"
    TWO_DATE_READINGS = "two_date_readings"


class Listed(StrEnum):
    """Whether the act's article 1 names the part of an article."""

    YES = "yes"
    NO = "no"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """Excluded groups of offenses, in the order of the rules E1 to E7."""

    TERRORIST = "terrorist"
    EXTREMIST = "extremist"
    CORRUPTION = "corruption"
    HIGH_TREASON = "high_treason"
    TORTURE = "torture"
    MINOR_SEXUAL = "minor_sexual"
    RIOT_ORGANIZATION = "riot_organization"


LIGHT = frozenset({Gravity.INFRACTION, Gravity.SMALL, Gravity.MEDIUM})
HEAVY = frozenset({Gravity.GRAVE, Gravity.ESPECIALLY_GRAVE})
BEFORE_VERDICT = frozenset({Stage.PRETRIAL, Stage.TRIAL, Stage.APPEAL})
# Kinds of punishment measured in time that the fractions of the act can cut.
MEASURED = frozenset(
    {Punishment.IMPRISONMENT, Punishment.RESTRICTION_OF_LIBERTY, Punishment.ARREST}
)


@dataclass(frozen=True, slots=True)
class Term:
    """A length in years, months (0-11) and days (0-29)."""

    years: int
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Custody:
    """Detention before the first day of the term, both days included.

    `end` unknown means the day before the term starts.
    """

    kind: Detention
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Offense:
    """One count."""

    id: str
    article: str | None = None
    part: str | None = None
    points: tuple[str, ...] | None = None
    committed_from: date | None = None
    committed_to: date | None = None
    in_kazakhstan: bool | None = None
    nexus: Nexus | None = None
    victim_minor: bool | None = None
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The final punishment; every field may be unknown, also all of them (no verdict)."""

    kind: Punishment | None = None
    manner: Manner | None = None
    term: Term | None = None
    starts_on: date | None = None
    facility: Facility | None = None
    custody: tuple[Custody, ...] | None = None
    served_on: date | None = None
    additional: tuple[str, ...] | None = None


NO_SENTENCE = Sentence()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything an assessment may read. `as_of` unknown means the act's entry into force."""

    offenses: tuple[Offense, ...]
    as_of: date | None = None
    birth_date: date | None = None
    stage: Stage | None = None
    objects_to_termination: bool | None = None
    recidivism: Recidivism | None = None
    sentence: Sentence = NO_SENTENCE


@dataclass(frozen=True, slots=True)
class Provision:
    """One part of an article of the Criminal Code in one edition.

    `part` is None where the article has no parts. `exclusions` holds pairs of a group and its
    condition as written in the table ("" = none). `valid_to` is the last day of the edition.
    """

    article: str
    part: str | None
    listed: Listed
    gravity: Gravity | None = None
    max_years: int | None = None
    life: bool | None = None
    negligent: bool | None = None
    exclusions: tuple[tuple[Group, str], ...] = ()
    edition: str = ""
    valid_from: date = date.min
    valid_to: date = date.max


class Finding(NamedTuple):
    """One rule asked of one count (or of the person: `offense` None) and its answer.

    A named tuple, not a dataclass: a run over all cases makes millions of them.
    `facts` is read only; findings of one count may share it.
    """

    rule: str
    offense: str | None
    holds: bool | None
    citation: str
    strength: Strength
    facts: Mapping[str, object]


class Failure(NamedTuple):
    """A rule that raised an exception; told to the log, not part of the answer's JSON."""

    rule: str
    offense: str | None
    error: str


class Relief(NamedTuple):
    """What a rule of relief gives to a count; `fraction` is the part removed, as printed."""

    outcome: Outcome
    fraction: str | None = None


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """The answer for one count. `kept` is what the count keeps of its own term."""

    id: str
    gravity: Gravity | None
    outcome: Outcome
    fraction: str | None = None
    kept: Term | None = None


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """The arithmetic of a term; what cannot be told is None.

    Either `kept` (one relief) or `kept_min` and `kept_max` (several) is set.
    """

    appointed: Term
    effective_start: date | None = None
    original_end: date | None = None
    new_end: date | None = None
    remaining_days: int | None = None
    remaining_days_after: int | None = None
    release_now: bool | None = None
    kept: Term | None = None
    kept_min: Term | None = None
    kept_max: Term | None = None


@dataclass(frozen=True, slots=True)
class OneYearRule:
    """Both readings of the one-year rule and whether the chosen one was applied."""

    before_cut: bool
    after_cut: bool
    applied: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """A single fact that would change the person's outcome."""

    path: str
    to: bool | str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer for one dossier, without the flips."""

    outcome: Outcome
    preliminary: bool
    offenses: tuple[CountAnswer, ...]
    term: TermAnswer | None
    one_year_rule: OneYearRule | None
    additional: tuple[str, ...] | None
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    flags: tuple[Flag, ...]
    edition: str
    failures: tuple[Failure, ...] = field(default=())
