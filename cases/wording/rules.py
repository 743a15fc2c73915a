"""The rules of the act in words: name, side, what the law says, a sentence for every answer.

Sentences take their values from one mapping that the panel fills (cases/panel). The side says how
an answer becomes a state: a rule that must hold, one that must not, or a branch.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = str | Promise


class Side(StrEnum):
    """Which answer is good for the person."""

    NEEDS_TRUE = "needs_true"
    NEEDS_FALSE = "needs_false"
    BRANCH = "branch"


class Rule(NamedTuple):
    """One rule: its name as a condition, what the law says, the sentence of each answer."""

    name: Text
    side: Side
    group: str
    law: Text
    true: Text
    false: Text
    court: Text


GROUPS: dict[str, Text] = {
    "scope": gettext_lazy("Scope"),
    "exclusions": gettext_lazy("Exclusions"),
    "relief": gettext_lazy("Relief"),
    "calculation": gettext_lazy("Calculation"),
}

ASK = gettext_lazy("The answer cannot be told from the facts. A person must look.")


def _scope(name: Text, law: Text, true: Text, false: Text, court: Text = ASK) -> Rule:
    return Rule(name, Side.NEEDS_TRUE, "scope", law, true, false, court)


def _excluded(name: Text, law: Text, true: Text, false: Text, court: Text = ASK) -> Rule:
    return Rule(name, Side.NEEDS_FALSE, "exclusions", law, true, false, court)


def _branch(group: str, name: Text, law: Text, true: Text, false: Text = "") -> Rule:
    not_so = false or gettext_lazy("This rule does not apply here.")
    return Rule(name, Side.BRANCH, group, law, true, not_so, ASK)


RULES: dict[str, Rule] = {
    "R1": _scope(
        gettext_lazy("Committed in Kazakhstan"),
        gettext_lazy("The law covers offenses committed on the territory of Kazakhstan."),
        gettext_lazy("The offense was committed in Kazakhstan."),
        gettext_lazy("The offense was not committed in Kazakhstan."),
    ),
    "R2": _scope(
        gettext_lazy("Committed on 4–7 January 2022"),
        gettext_lazy("The whole offense lies between 4 and 7 January 2022, both days included."),
        gettext_lazy("The day of the offense, %(committed)s, lies within %(window)s."),
        gettext_lazy("The day of the offense, %(committed)s, lies outside %(window)s."),
        gettext_lazy(
            "The offense of %(committed)s lies partly inside and partly outside %(window)s."
        ),
    ),
    "R3": _scope(
        gettext_lazy("Connected with the mass riots or their suppression"),
        gettext_lazy("The law covers offenses of the mass riots and of their suppression."),
        gettext_lazy("%(nexus)s."),
        gettext_lazy("The offense is connected neither with the riots nor with their suppression."),
    ),
    "R4": _scope(
        gettext_lazy("Article listed in the law"),
        gettext_lazy("Article 1 of the law names the articles of the Criminal Code it covers."),
        gettext_lazy("Article %(article)s stands in the law's list."),
        gettext_lazy("Article %(article)s does not stand in the law's list."),
        gettext_lazy("Whether article %(article)s stands in the law's list is not verified."),
    ),
    "R5": Rule(
        gettext_lazy("Gravity of the offense"),
        Side.BRANCH,
        "scope",
        gettext_lazy("Gravity follows from the sanction of the part and from the form of guilt."),
        gettext_lazy("Article %(article)s: %(gravity)s."),
        gettext_lazy("The gravity of article %(article)s is not known."),
        gettext_lazy("The table does not tell the gravity of article %(article)s."),
    ),
    "E1": _excluded(
        gettext_lazy("No terrorist crime"),
        gettext_lazy("The amnesty does not extend to those who committed a terrorist crime."),
        gettext_lazy("Article %(article)s is a terrorist crime."),
        gettext_lazy("Article %(article)s is no terrorist crime."),
        gettext_lazy(
            "Article %(article)s is a terrorist crime by the Code. Courts have treated it both ways."
        ),
    ),
    "E2": _excluded(
        gettext_lazy("No extremist crime"),
        gettext_lazy("The amnesty does not extend to those who committed an extremist crime."),
        gettext_lazy("Article %(article)s is an extremist crime."),
        gettext_lazy("Article %(article)s is no extremist crime."),
    ),
    "E3": _excluded(
        gettext_lazy("No corruption crime"),
        gettext_lazy("The amnesty does not extend to those who committed a corruption crime."),
        gettext_lazy("Article %(article)s is a corruption crime."),
        gettext_lazy("Article %(article)s is no corruption crime."),
    ),
    "E4": _excluded(
        gettext_lazy("No high treason"),
        gettext_lazy("The amnesty does not extend to those who committed high treason."),
        gettext_lazy("Article %(article)s is high treason."),
        gettext_lazy("Article %(article)s is not high treason."),
    ),
    "E5": _excluded(
        gettext_lazy("No torture"),
        gettext_lazy("The amnesty does not extend to those who committed torture."),
        gettext_lazy("Article %(article)s is torture."),
        gettext_lazy("Article %(article)s is not torture."),
    ),
    "E6": _excluded(
        gettext_lazy("Not against the sexual integrity of a minor"),
        gettext_lazy("The amnesty does not extend to crimes against minors' sexual integrity."),
        gettext_lazy("Article %(article)s, and the victim was a minor."),
        gettext_lazy("The offense is no crime against the sexual integrity of a minor."),
        gettext_lazy("The victim was a minor. The age of the person is for the court to weigh."),
    ),
    "E7": _excluded(
        gettext_lazy("No organization of mass riots"),
        gettext_lazy("The amnesty does not extend to organizers, unless they were minors."),
        gettext_lazy("The person organized mass riots and was an adult on the day of the offense."),
        gettext_lazy("The person did not organize mass riots as an adult."),
        gettext_lazy("The person turned eighteen on a day of the offense."),
    ),
    "E8": _excluded(
        gettext_lazy("No recidivism"),
        gettext_lazy(
            "The amnesty does not extend to recidivists. Only the court's finding counts."
        ),
        gettext_lazy("The finding of the court: %(recidivism)s."),
        gettext_lazy("The court found no recidivism, or the gravity rules it out."),
    ),
    "R11": _branch(
        "relief",
        gettext_lazy("Termination before the verdict"),
        gettext_lazy("Infractions and crimes of small and medium gravity are terminated."),
        gettext_lazy("Before the verdict, gravity “%(gravity)s”. Objection: %(objection)s."),
    ),
    "R12": _branch(
        "relief",
        gettext_lazy("Release from punishment"),
        gettext_lazy("Convicts of infractions, small and medium gravity are released."),
        gettext_lazy("The sentence is being served. Gravity: %(gravity)s."),
    ),
    "R13": _branch(
        "relief",
        gettext_lazy("Lifting of the record"),
        gettext_lazy("Those who served for light gravity are freed of the criminal record."),
        gettext_lazy("Served on %(served_on)s, before %(law_date)s. Gravity: %(gravity)s."),
    ),
    "R13a": _branch(
        "relief",
        gettext_lazy("Served for a grave crime"),
        gettext_lazy("The record of a grave crime stays and lapses by the Criminal Code."),
        gettext_lazy("Served on %(served_on)s, before %(law_date)s. Gravity: %(gravity)s."),
    ),
    "R14": _branch(
        "relief",
        gettext_lazy("Cut of the term for a grave crime"),
        gettext_lazy("The term appointed by the court is cut by three quarters."),
        gettext_lazy("The sentence is being served. %(gravity)s: the term is cut by %(fraction)s."),
    ),
    "R15": _branch(
        "relief",
        gettext_lazy("Cut of the term for an especially grave crime"),
        gettext_lazy("The term appointed by the court is cut by half."),
        gettext_lazy("The sentence is being served. %(gravity)s: the term is cut by %(fraction)s."),
    ),
    "R16": _branch(
        "calculation",
        gettext_lazy("One-year rule"),
        gettext_lazy("Whoever has at most a year left is freed of the whole unserved term."),
        gettext_lazy("At most one year was left on %(as_of)s: the unserved part falls."),
        gettext_lazy("By the reading in use, more than one year was left on %(as_of)s."),
    ),
    "R17": _branch(
        "calculation",
        gettext_lazy("New end of the term reached"),
        gettext_lazy("Time in detention is credited. A term that has ended frees the person."),
        gettext_lazy("The new end, %(new_end)s, is not after %(as_of)s: release now."),
        gettext_lazy("The new end, %(new_end)s, is after %(as_of)s."),
    ),
    "R18": _branch(
        "relief",
        gettext_lazy("Cut at sentencing"),
        gettext_lazy("In pending grave cases the court passes sentence first and then cuts it."),
        gettext_lazy("No verdict is in force. %(gravity)s: the verdict cuts by %(fraction)s."),
    ),
    "R19": _branch(
        "calculation",
        gettext_lazy("Several offenses"),
        gettext_lazy("The court fixes a punishment for each offense and then the final one."),
        gettext_lazy("The relief was found for each offense; the court fixes the final term."),
    ),
    "R20": _branch(
        "calculation",
        gettext_lazy("Additional punishments"),
        gettext_lazy("The law speaks of the main punishment. Additional punishments stay."),
        gettext_lazy("Not affected: %(additional)s."),
    ),
}

MET, NOT_MET, MISSING = "met", "not_met", "missing"
JUDGEMENT, NOT_RELEVANT = "judgement", "not_relevant"
STATES = (MISSING, NOT_MET, JUDGEMENT, MET, NOT_RELEVANT)


def state_of(rule: str, holds: bool | None, lacks: Collection[str]) -> str:
    """The state of a finding; `lacks` = paths of its facts that the answer names as missing."""
    if holds is None:
        return MISSING if lacks else JUDGEMENT
    side = RULES[rule].side
    if side == Side.BRANCH:
        return MET if holds else NOT_RELEVANT
    return MET if holds == (side == Side.NEEDS_TRUE) else NOT_MET


def sentence_of(rule: str, holds: bool | None, values: Mapping[str, str], lacks: str = "") -> str:
    """The finding as a sentence. `lacks`: labels of the missing facts, already in words."""
    if holds is None and lacks:
        return _("Not known yet: %(facts)s.") % {"facts": lacks}
    words = RULES[rule]
    told = {True: words.true, False: words.false, None: words.court}[holds]
    return str(told) % values
