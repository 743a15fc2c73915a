"""The act as a library: Law of Kazakhstan No. 152-VII of 2 November 2022 "On Amnesty".

Plain functions of plain values. It knows no database, no clock, no file and no language.

    facts = parse_dossier(text)            JSON in; raises DossierError
    answer = assess(facts, rule_set)       the answer with its findings
    answer_of(answer, flips(facts, rule_set))    JSON out
"""

from cases.law.answering import assess
from cases.law.calendar import add_term, first_day_of_month, last_day_of_month
from cases.law.dossier import dossier_of, parse_dossier, read_dossier
from cases.law.flips import flips, next_change
from cases.law.reading import DOSSIER_ERRORS, DossierError
from cases.law.record import EarlierConviction, suspected_recidivism
from cases.law.rule_set import (
    RuleSet,
    RuleSetError,
    gravity_of,
    milder_later,
    rule_set_from,
    unsourced,
)
from cases.law.rules import RULES, Rule
from cases.law.terms import (
    Answer,
    CountAnswer,
    Custody,
    Detention,
    Facility,
    Facts,
    Failure,
    Finding,
    Flag,
    Flip,
    Gravity,
    Group,
    Listed,
    Manner,
    Nexus,
    Offense,
    OneYearRule,
    Outcome,
    Provision,
    Punishment,
    Recidivism,
    Sentence,
    Stage,
    Strength,
    Term,
    TermAnswer,
)
from cases.law.told import answer_of, assess_dossier

__all__ = [
    "DOSSIER_ERRORS",
    "RULES",
    "Answer",
    "CountAnswer",
    "Custody",
    "Detention",
    "DossierError",
    "EarlierConviction",
    "Facility",
    "Facts",
    "Failure",
    "Finding",
    "Flag",
    "Flip",
    "Gravity",
    "Group",
    "Listed",
    "Manner",
    "Nexus",
    "Offense",
    "OneYearRule",
    "Outcome",
    "Provision",
    "Punishment",
    "Recidivism",
    "Rule",
    "RuleSet",
    "RuleSetError",
    "Sentence",
    "Stage",
    "Strength",
    "Term",
    "TermAnswer",
    "add_term",
    "answer_of",
    "assess",
    "assess_dossier",
    "dossier_of",
    "first_day_of_month",
    "flips",
    "gravity_of",
    "last_day_of_month",
    "milder_later",
    "next_change",
    "parse_dossier",
    "read_dossier",
    "rule_set_from",
    "suspected_recidivism",
    "unsourced",
]
