"""The provisions that the program relies on, in plain words: for Help, and for hints at hard fields.

The act numbers its articles; only the text of article 1 is confirmed. The others stand here in the
order in which the program asks them, with the places of the codes that they rest on.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPE, BEFORE, RELEASE, REDUCTION, RECORD = 1, 2, 3, 4, 5
EXCLUSIONS, GRAVITY, RECIDIVISM, CREDIT, SEVERAL = 6, 7, 8, 9, 10


class Provision(NamedTuple):
    """One page: number, title, what it rests on, how sure that is, the text, the rules that ask it."""

    number: int
    title: Promise
    rests_on: Promise
    sure: Promise
    text: tuple[Promise, ...]
    rules: tuple[str, ...]


STATED = _("The text of the act or of the Code is known.")
REPORTED = _("Known from the official communique. The number of the article is not confirmed.")
INFERRED = _("It follows from the Code; the act does not say it in so many words.")

PROVISIONS: dict[int, Provision] = {
    page.number: page
    for page in (
        Provision(
            SCOPE,
            _("Whom the act covers"),
            _("Law 152-VII, article 1"),
            STATED,
            (
                _("Four things must hold together: place, days, connection, article."),
                _("The offense was committed in Kazakhstan, from 4 to 7 January 2022."),
                _("It is connected with the mass riots, or with their suppression."),
                _("Its article of the Criminal Code stands in the list of 52 articles."),
                _("The day of the act counts, not the day of its consequences."),
                _("23 articles of the list are confirmed. For the others a person must look."),
            ),
            ("R1", "R2", "R3", "R4"),
        ),
        Provision(
            BEFORE,
            _("Before a verdict: the case ends"),
            _("Law 152-VII; Criminal Procedure Code, articles 35 and 36"),
            REPORTED,
            (
                _("Infractions and crimes of small and medium gravity: the case is terminated."),
                _("The victim need not agree."),
                _("The person is told the ground, the consequences and the right to object."),
                _("Whoever objects gets a verdict, and is then released from punishment."),
                _("The termination does not rehabilitate."),
            ),
            ("R11",),
        ),
        Provision(
            RELEASE,
            _("Release from punishment"),
            _("Law 152-VII; Criminal Code, article 79, part 2"),
            REPORTED,
            (
                _(
                    "Who serves a sentence for a light offense is released from the main punishment."
                ),
                _("Prison, restriction of liberty, probation and parole are treated alike."),
                _("No criminal record remains. Additional punishments stay."),
            ),
            ("R12", "R20"),
        ),
        Provision(
            REDUCTION,
            _("A shorter term, and the one-year rule"),
            _("Law 152-VII"),
            REPORTED,
            (
                _("A grave crime: the term that the court appointed is cut by three quarters."),
                _("An especially grave crime: it is cut by half."),
                _("The cut comes first, the credit for detention after it."),
                _("Not more than one year left on 3 November 2022: the rest falls away."),
                _(
                    "That rule can be read in two ways: before the cut or after it. "
                    "Both results are shown; the rule set says which one is applied."
                ),
                _("Before a verdict the court passes sentence first and then cuts it."),
            ),
            ("R14", "R15", "R16", "R17", "R18"),
        ),
        Provision(
            RECORD,
            _("The criminal record"),
            _("Law 152-VII; Criminal Code, article 79"),
            REPORTED,
            (
                _("A light offense, served before 3 November 2022: the record is lifted."),
                _("After an infraction there is no record that could be lifted."),
                _("After a grave or especially grave crime the record stays until it lapses."),
                _("A lapsed or lifted record does not count for recidivism."),
            ),
            ("R13", "R13a"),
        ),
        Provision(
            EXCLUSIONS,
            _("To whom the act does not extend"),
            _("Law 152-VII; Criminal Code, articles 3 and 78, part 2"),
            REPORTED,
            (
                _("Terrorist, extremist and corruption crimes, high treason, torture."),
                _("Crimes against the sexual inviolability of minors."),
                _("Organizing the mass riots, except by a minor."),
                _("Recidivism and dangerous recidivism, as a court has found it."),
                _("One excluded offense blocks the others of the same person in the case."),
                _("An exclusion that is not known never becomes relief."),
            ),
            ("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"),
        ),
        Provision(
            GRAVITY,
            _("Gravity of an offense"),
            _("Criminal Code, articles 10 and 11"),
            STATED,
            (
                _("Gravity follows from the article and part, never from the sentence passed."),
                _(
                    "Infraction: the sanction names neither imprisonment nor restriction of liberty."
                ),
                _("Small: up to 2 years, or up to 5 years by negligence."),
                _("Medium: up to 5 years, or more than 5 by negligence. Grave: up to 12 years."),
                _("Especially grave: more than 12 years, or imprisonment for life."),
                _("For example article 272, part 2, up to 8 years: grave."),
                _("The edition of the day of the act counts. The table keeps it."),
            ),
            ("R5",),
        ),
        Provision(
            RECIDIVISM,
            _("Recidivism"),
            _("Criminal Code, articles 14 and 78, part 2"),
            STATED,
            (
                _("Only what a court has found counts. Earlier convictions alone are a hint."),
                _("Recidivism: a grave crime after imprisonment for a grave crime."),
                _("Dangerous: after two such sentences, or with an especially grave crime."),
                _("Infractions, small and medium crimes can never be recidivism."),
                _("Offenses under the age of 18 do not count."),
                _("If the verdict says nothing, choose “not known”, not “none”."),
            ),
            ("E8",),
        ),
        Provision(
            CREDIT,
            _("Credit for detention"),
            _("Criminal Code, articles 61 and 62"),
            STATED,
            (
                _("Days in custody before the verdict are taken off the term."),
                _("One day counts one day in maximum security, 1.5 in medium, 2 in minimum."),
                _("Two days of house arrest count one day of imprisonment."),
                _("For example 172 days of custody in medium security: 258 days."),
                _("The credit comes after the cut, and both stand in the calculation."),
            ),
            (),
        ),
        Provision(
            SEVERAL,
            _("Several offenses"),
            _("Criminal Code, article 58"),
            INFERRED,
            (
                _("The relief is found for each offense, then the court fixes the final term."),
                _("The program shows the least and the greatest that can remain, not one number."),
                _("The sum is capped at 20 years, or at 25 with an especially grave crime."),
                _("Where the court's part terms are not known, a person must look."),
            ),
            ("R19",),
        ),
    )
}

OF_RULE: dict[str, int] = {rule: page.number for page in PROVISIONS.values() for rule in page.rules}
