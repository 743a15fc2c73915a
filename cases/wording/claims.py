"""The rules of the act as claims: of whom each is asked, what it claims, what each answer leads to.

For the rules pages. The name of a rule, what the law says and the sentences of an assessment
stand in cases/wording/rules.py.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Claim(NamedTuple):
    """One rule as an assertion, with the consequence of each of the three answers."""

    asked: Text
    claim: Text
    true: Text
    false: Text
    unknown: Text


PARTS: dict[str, Text] = {
    "R1": _("Who is covered"),
    "E1": _("To whom the act does not extend"),
    "R11": _("What a covered offense gets"),
    "R19": _("The person as a whole"),
}

EACH = _("Of every offense.")
NEXT = _("The next rule is asked.")
UNCOVERED = _("The offense is not covered by the act.")
REVIEW = _("A person must look; nothing is granted.")
EXCLUDED = _("The person is excluded, with every offense of the case.")
NOT_NEEDED = _("Does not occur: the rule is asked only where it applies.")
ALL_KNOWN = _("Does not occur: every fact that it needs is known by then.")
SERVED_UNKNOWN = _(
    "Day of serving not known, or not before the entry into force: a person must look."
)


def _group(claim: Text, unknown: Text) -> Claim:
    return Claim(EACH, claim, EXCLUDED, NEXT, unknown)


CLAIMS: dict[str, Claim] = {
    "R1": Claim(
        EACH,
        _("The offense was committed on the territory of Kazakhstan."),
        NEXT,
        UNCOVERED,
        REVIEW,
    ),
    "R2": Claim(
        EACH,
        _("The whole act lies within the days of the period, both included."),
        _("The next rule is asked. On the first or last day a flag is raised."),
        UNCOVERED,
        _("Day not known, or the act crosses an edge of the period: a person must look."),
    ),
    "R3": Claim(
        EACH,
        _("The offense is connected with the mass riots or with their suppression."),
        NEXT,
        UNCOVERED,
        REVIEW,
    ),
    "R4": Claim(
        EACH,
        _("The article and part stand in the list of article 1, edition of the day of the act."),
        NEXT,
        UNCOVERED,
        _("Part not known, or the place in the list is not verified: a person must look."),
    ),
    "R5": Claim(
        EACH,
        _("The gravity of the part is known."),
        _("The gravity leads to the rule of relief."),
        NOT_NEEDED,
        _("A person must look. The gravity of a neighboring part is never taken."),
    ),
    "E1": _group(
        _("The offense is a terrorist crime."),
        _("Part not known, or practice is split on the article: a person must look."),
    ),
    "E2": _group(
        _("The offense is an extremist crime."),
        _("Part not known where the parts differ: a person must look."),
    ),
    "E3": _group(
        _("The offense is a corruption crime."),
        _("Part or point not known where it matters: a person must look."),
    ),
    "E4": _group(_("The offense is high treason."), REVIEW),
    "E5": _group(_("The offense is torture."), REVIEW),
    "E6": _group(
        _("The offense is directed against the sexual integrity of a minor."),
        _("Age of the victim not known, or the person was a minor: a person must look."),
    ),
    "E7": _group(
        _("An adult organized mass riots."),
        _("Age not known, or the birthday is a day of the act: a person must look."),
    )._replace(
        false=_("The next rule is asked. A minor of 14 to 17 goes on as for a grave crime.")
    ),
    "E8": Claim(
        _("Once, of the person."),
        _("The court found recidivism or dangerous recidivism in the verdict."),
        EXCLUDED,
        NEXT,
        _("Light offenses: no recidivism. While serving a person must look; else preliminary."),
    ),
    "R11": Claim(
        _("Before a verdict, for an infraction or a crime of small or medium gravity."),
        _("The case is terminated."),
        _("Termination. If the person objects, the case goes on to the verdict."),
        NOT_NEEDED,
        _("Objection not known: termination, and the answer stays preliminary."),
    ),
    "R12": Claim(
        _("While serving, for an infraction or a crime of small or medium gravity."),
        _("The person is released from the main punishment."),
        _("Release from the main punishment, whatever its kind. No criminal record remains."),
        NOT_NEEDED,
        ALL_KNOWN,
    ),
    "R13": Claim(
        _("After serving, for an infraction or a crime of small or medium gravity."),
        _("The criminal record is lifted."),
        _("The record is lifted. For an infraction no record exists."),
        NOT_NEEDED,
        SERVED_UNKNOWN,
    ),
    "R13a": Claim(
        _("After serving, for a grave or especially grave crime."),
        _("The act changes nothing; the record lapses by the Criminal Code."),
        _("No effect. The record stays until it lapses."),
        NOT_NEEDED,
        SERVED_UNKNOWN,
    ),
    "R14": Claim(
        _("While serving, for a grave crime."),
        _("The term that the court appointed is cut by three quarters."),
        _("One quarter of the appointed term is kept."),
        NOT_NEEDED,
        _("Punishment not known, or not measured in time: a person must look."),
    ),
    "R15": Claim(
        _("While serving, for an especially grave crime."),
        _("The term that the court appointed is cut by half."),
        _("One half of the appointed term is kept."),
        NOT_NEEDED,
        _("Punishment not known, for life, or not measured in time: a person must look."),
    ),
    "R16": Claim(
        _("While serving a grave or especially grave crime, where both ends are known."),
        _("Not more than one year is left to serve on the day."),
        _("The unserved rest falls. With several results it is shown and not applied."),
        _("The cut alone decides."),
        _("Not asked while an end is not known. Both readings are always shown."),
    ),
    "R17": Claim(
        _("Where the new end of a term is known."),
        _("The new end has come, with detention credited."),
        _("The person is free: release now."),
        _("The person serves until the new end."),
        _("Not asked while the new end is not known."),
    ),
    "R18": Claim(
        _("Before a verdict, for a grave or especially grave crime."),
        _("The court cuts the term when it passes sentence."),
        _("The verdict cuts the term by the fraction of its gravity."),
        NOT_NEEDED,
        ALL_KNOWN,
    ),
    "R19": Claim(
        _("Of the person, where the case holds more than one offense."),
        _("Relief works offense by offense."),
        _("Each offense has its result. Different results give a range for the court."),
        _("One offense: its result is that of the person."),
        _("A needed term of one offense not known: a person must look."),
    ),
    "R20": Claim(
        _("Of the person."),
        _("Additional punishments are not affected."),
        _("They are listed and stay."),
        _("There are none: nothing is said."),
        _("Not known: nothing is said."),
    ),
}

CHAPTERS: dict[str, Text] = {
    "01-period": _("The period: 4 to 7 January 2022"),
    "02-place": _("The place: the territory of Kazakhstan"),
    "03-nexus": _("The connection with the riots or their suppression"),
    "04-list": _("The list of articles"),
    "05-gravity": _("Gravity, at every border"),
    "06-exclusions-terrorist": _("Excluded: terrorist crimes"),
    "07-exclusions-extremist": _("Excluded: extremist crimes"),
    "08-exclusions-corruption": _("Excluded: corruption crimes"),
    "09-exclusions-treason-torture": _("Excluded: high treason and torture"),
    "10-exclusions-minor-sexual": _("Excluded: sexual integrity of minors"),
    "11-exclusions-organizers": _("Excluded: organizers of mass riots"),
    "12-exclusions-recidivism": _("Excluded: recidivism"),
    "13-before-verdict": _("Before a verdict"),
    "14-serving-light": _("Serving, light gravity: release"),
    "15-serving-grave": _("Serving, grave and especially grave: the cut"),
    "16-served": _("Served: the record"),
    "17-cut-vectors": _("Lengths and dates of the cut"),
    "18-several": _("Several offenses"),
    "19-one-year": _("The one-year rule in both readings"),
    "20-credit": _("Credit of custody and house arrest"),
    "21-unknowns": _("Unknown facts"),
    "22-calendar": _("Calendar arithmetic of terms"),
    "23-pitfalls": _("Pitfalls that others met"),
    "24-situations": _("Situations from practice"),
    "25-meetings": _("Where rules meet"),
}
