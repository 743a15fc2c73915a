"""What a covered count gets: rules R11 to R15 and R18.

Each rule gives a `Relief`, or None where a fact of the relief is not known or the act is silent:
then the count needs review. Which rule is asked follows from the stage and the gravity.
"""

from cases.law.rule_set import RuleSet
from cases.law.terms import (
    BEFORE_VERDICT,
    LIGHT,
    MEASURED,
    Facts,
    Gravity,
    Outcome,
    Relief,
    Stage,
)

TERMINATED = Relief(Outcome.TERMINATE)
CONTINUED = Relief(Outcome.CONTINUE_TO_VERDICT)
RELEASED = Relief(Outcome.RELEASE)
RECORD_LIFTED = Relief(Outcome.LIFT_RECORD)
UNTOUCHED = Relief(Outcome.NO_EFFECT)


def case_is_terminated(facts: Facts, _rules: RuleSet, _gravity: Gravity) -> Relief:
    """R11. Before the verdict, a case of light gravity is terminated unless the person objects.

    CPC 35(1)(3), 35(4). Objection not known: terminated, and the answer is preliminary.
    """
    return CONTINUED if facts.objects_to_termination else TERMINATED


def punishment_falls(_facts: Facts, _rules: RuleSet, _gravity: Gravity) -> Relief:
    """R12. Serving for an offense of light gravity: released from the main punishment.

    Reported; no record by CC 79(2). The kind and the manner of the punishment do not matter.
    """
    return RELEASED


def record_is_lifted(facts: Facts, rules: RuleSet, _gravity: Gravity) -> Relief | None:
    """R13. Served before the entry into force, light gravity: the record is lifted.

    Reported; CC 79(2). Day of serving not known, or not before that day: needs review.
    """
    return RECORD_LIFTED if _served_before(facts, rules) else None


def record_lapses_by_the_code(facts: Facts, rules: RuleSet, _gravity: Gravity) -> Relief | None:
    """R13a. Served before the entry into force, grave or especially grave: no effect.

    The record stays and lapses by CC 79(3) (inferred). Day of serving not known: needs review.
    """
    return UNTOUCHED if _served_before(facts, rules) else None


def grave_term_is_cut(facts: Facts, rules: RuleSet, gravity: Gravity) -> Relief | None:
    """R14. Serving for a grave crime: the appointed term is cut by three quarters.

    Reported. Kind of punishment not known, or not one measured in time: needs review.
    """
    # QUESTION(152-VII): is the size of a fine or of corrective works cut as well?
    return _cut(facts, rules, gravity)


def especially_grave_term_is_cut(facts: Facts, rules: RuleSet, gravity: Gravity) -> Relief | None:
    """R15. Serving for an especially grave crime: the appointed term is cut by half.

    Reported. Life imprisonment cannot be divided; kind not known: needs review.
    """
    # QUESTION(152-VII): what becomes of life imprisonment?
    return _cut(facts, rules, gravity)


def term_is_cut_at_sentencing(_facts: Facts, rules: RuleSet, gravity: Gravity) -> Relief:
    """R18. Before the verdict, grave or especially grave: the court sentences, then cuts.

    Reported. The one-year rule is not asked: it speaks of convicts on the day.
    """
    return Relief(Outcome.REDUCE_AT_SENTENCING, rules.fraction_texts[gravity])


def rule_of_relief(stage: Stage, gravity: Gravity) -> str:
    """Id of the rule that gives relief at a stage for a gravity."""
    light = gravity in LIGHT
    if stage in BEFORE_VERDICT:
        return "R11" if light else "R18"
    if stage == Stage.SERVED:
        return "R13" if light else "R13a"
    if light:
        return "R12"
    return "R14" if gravity == Gravity.GRAVE else "R15"


def _served_before(facts: Facts, rules: RuleSet) -> bool:
    served_on = facts.sentence.served_on
    return served_on is not None and served_on < rules.law_date


def _cut(facts: Facts, rules: RuleSet, gravity: Gravity) -> Relief | None:
    if facts.sentence.kind not in MEASURED:
        return None
    return Relief(Outcome.REDUCE, rules.fraction_texts[gravity])
