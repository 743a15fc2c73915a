"""The decision table of the act, one line for each provision in the order of the act.

Each line names the rule's id, the claim (a function whose docstring says condition, article and
what happens when it is unknown), its citation, how sure the source is, and the facts it uses.
Coverage is claimed in `coverage`, exclusion in `exclusions`, relief in `relief`, the term in
`reckoning`; precedence and several offenses in `several`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.law import coverage, exclusions, reckoning, relief, several
from cases.law.counts import Count
from cases.law.exclusions import SHOWN
from cases.law.provisions import OUTSIDE
from cases.law.terms import Group, Strength

STATED, REPORTED, INFERRED = Strength.STATED, Strength.REPORTED, Strength.INFERRED
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision as a question. `strength` None: as sure as the entry of the list (R4).

    `shows` are the facts the finding names: of the count for R1 to E7, paths for the others.
    """

    id: str
    ask: Callable[..., object]
    citation: str
    strength: Strength | None
    shows: Names | Callable[[Count], Names]


ARTICLE = ("article", "part")
# What the end of a term depends on.
DATED = (
    "as_of",
    "sentence.kind",
    "sentence.manner",
    "sentence.term",
    "sentence.starts_on",
    "sentence.facility",
    "sentence.custody",
)


def _article_and_conditions(group: Group) -> Callable[[Count], Names]:
    """The facts a rule of exclusion uses: the article, and what the group asks besides."""

    def shows(count: Count) -> Names:
        ways = count.reading.memberships[group]
        if ways is OUTSIDE:
            return ARTICLE
        return ARTICLE + tuple(name for way in ways for name in SHOWN[way.asks])

    return shows


# fmt: off
_TABLE = (
    # Article 1: who is covered
    Rule("R1", coverage.committed_in_kazakhstan, "Law 152-VII, art. 1", STATED, ("in_kazakhstan",)),
    Rule("R2", coverage.committed_in_the_january_days, "Law 152-VII, art. 1; CC art. 5", STATED, ("committed_from", "committed_to")),
    Rule("R3", coverage.connected_with_riots_or_suppression, "Law 152-VII, art. 1", STATED, ("nexus",)),
    Rule("R4", coverage.article_is_listed, "Law 152-VII, art. 1", None, ARTICLE),
    Rule("R5", coverage.gravity_is_known, "CC art. 10, 11", STATED, ARTICLE),
    # To whom the act does not extend
    Rule("E1", exclusions.is_terrorist_crime, "Law 152-VII; CC art. 3(30), 78(2)", REPORTED, _article_and_conditions(Group.TERRORIST)),
    Rule("E2", exclusions.is_extremist_crime, "Law 152-VII; CC art. 3(39), 78(2)", REPORTED, _article_and_conditions(Group.EXTREMIST)),
    Rule("E3", exclusions.is_corruption_crime, "Law 152-VII; CC art. 3(29)", REPORTED, _article_and_conditions(Group.CORRUPTION)),
    Rule("E4", exclusions.is_high_treason, "Law 152-VII; CC art. 175", REPORTED, _article_and_conditions(Group.HIGH_TREASON)),
    Rule("E5", exclusions.is_torture, "Law 152-VII; CC art. 78(2), 146", REPORTED, _article_and_conditions(Group.TORTURE)),
    Rule("E6", exclusions.is_against_sexual_integrity_of_a_minor, "Law 152-VII; CC art. 3(42), 78(2)", REPORTED, _article_and_conditions(Group.MINOR_SEXUAL)),
    Rule("E7", exclusions.organized_mass_riots, "Law 152-VII; CC art. 80, 272(1)", REPORTED, _article_and_conditions(Group.RIOT_ORGANIZATION)),
    Rule("E8", exclusions.punished_for_recidivism, "CC art. 14, 78(2)", STATED, ("recidivism",)),
    # What a covered count gets
    Rule("R11", relief.case_is_terminated, "Law 152-VII; CPC art. 35(1)(3), 35(4)", STATED, ("stage", "objects_to_termination")),
    Rule("R12", relief.punishment_falls, "Law 152-VII; CC art. 79(2)", REPORTED, ("stage",)),
    Rule("R13", relief.record_is_lifted, "Law 152-VII; CC art. 79(2)", REPORTED, ("stage", "sentence.served_on")),
    Rule("R13a", relief.record_lapses_by_the_code, "CC art. 79(3)", INFERRED, ("stage", "sentence.served_on")),
    Rule("R14", relief.grave_term_is_cut, "Law 152-VII", REPORTED, ("stage", "sentence.kind", "sentence.term")),
    Rule("R15", relief.especially_grave_term_is_cut, "Law 152-VII", REPORTED, ("stage", "sentence.kind", "sentence.term")),
    Rule("R16", reckoning.not_more_than_one_year_left, "Law 152-VII", REPORTED, DATED),
    Rule("R17", reckoning.new_end_has_come, "CC art. 62", INFERRED, DATED),
    Rule("R18", relief.term_is_cut_at_sentencing, "Law 152-VII", REPORTED, ("stage",)),
    # The person
    Rule("R19", several.counts_are_several, "CC art. 58", INFERRED, ("stage", "sentence.kind", "sentence.term")),
    Rule("R20", several.additional_punishments_stay, "Law 152-VII", INFERRED, ("sentence.additional",)),
)
# fmt: on

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _TABLE}
OF_EACH_COUNT = tuple(rule.id for rule in _TABLE[: _TABLE.index(RULES["E8"])])
