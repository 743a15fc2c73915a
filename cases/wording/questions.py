"""Open questions of the law, each with the safe default that the program follows.

`place` is the function (or module) of cases/law that carries the question as `# QUESTION(…)`;
empty where the question shows in no single rule. docs/law.md lists the same.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
ALL_EXCLUSIONS = ("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8")


class Question(NamedTuple):
    """One open question: where in the law, what is open, what the program does meanwhile."""

    cite: str
    place: str
    text: Text
    default: Text
    rules: tuple[str, ...]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "art. 1",
        "coverage.committed_in_the_january_days",
        _("An act that goes on across an edge of the period: is it covered?"),
        _("A person must look; flags are raised."),
        ("R2",),
    ),
    Question(
        "art. 1",
        "",
        _("An act around midnight at an edge of the period: which day counts?"),
        _("The local calendar date of the act; a flag is raised on the edge days."),
        ("R2",),
    ),
    Question(
        "art. 1",
        "coverage.article_is_listed",
        _("29 of the 52 articles of the list are not confirmed against the text of the act."),
        _("An unverified article needs review, unless the rule set treats it as listed."),
        ("R4",),
    ),
    Question(
        "CC 5, 6",
        "",
        _("Which edition of the Criminal Code counts?"),
        _("That of the day of the act. A milder later one is pointed out, a harsher never."),
        ("R4", "R5"),
    ),
    Question(
        "CC 78(2)",
        "exclusions",
        _("Does one excluded offense block the whole case, or only itself?"),
        _("The whole case of the person. A decision may differ, with its reason."),
        ALL_EXCLUSIONS,
    ),
    Question(
        "CC 3(30)",
        "exclusions.is_terrorist_crime",
        _("Attacks on buildings during the riots: article 269, or entry by 269-1?"),
        _("Article 269 needs review; both readings are named."),
        ("E1",),
    ),
    Question(
        "CC 78(2)",
        "exclusions.is_against_sexual_integrity_of_a_minor",
        _("Is a minor spared who offended against a person of 14 to 18?"),
        _("A person must look."),
        ("E6",),
    ),
    Question(
        "CC 15",
        "exclusions.adult_at_the_act",
        _("Does a person turn 18 on the birthday, or on the day after?"),
        _("A person must look when the birthday is a day of the act; a flag is raised."),
        ("E6", "E7"),
    ),
    Question(
        "152-VII",
        "",
        _("The official communique does not name recidivism. Does it exclude?"),
        _("It excludes by CC art. 78(2), but only on a finding of the court."),
        ("E8",),
    ),
    Question(
        "152-VII",
        "",
        _("Are admission of guilt, damages paid or conduct in prison conditions?"),
        _("They are no conditions. They are kept for information."),
        (),
    ),
    Question(
        "152-VII",
        "relief.grave_term_is_cut",
        _("Is the size of a fine or of corrective works for a grave crime cut as well?"),
        _("A person must look. So it is for replaced punishments and educational measures."),
        ("R14",),
    ),
    Question(
        "152-VII",
        "relief.especially_grave_term_is_cut",
        _("What becomes of life imprisonment, which cannot be divided?"),
        _("A person must look."),
        ("R15",),
    ),
    Question(
        "152-VII",
        "",
        _("How are parts of a month rounded when a term is cut?"),
        _("Down, in the person's favor; a flag is raised."),
        ("R14", "R15"),
    ),
    Question(
        "CPC 48",
        "calendar",
        _("On which day does a term end when the last month is too short?"),
        _("On the last day of that month. Where the other reading differs, a flag is raised."),
        ("R16", "R17"),
    ),
    Question(
        "152-VII",
        "reckoning.not_more_than_one_year_left",
        _("Is the year of the one-year rule counted before or after the cut?"),
        _("Both are computed and shown. The rule set's reading is applied: before the cut."),
        ("R16",),
    ),
    Question(
        "CC 58",
        "",
        _("How are different results of several offenses joined?"),
        _("A result for each offense and a range, never one number. The court decides."),
        ("R19",),
    ),
    Question(
        "152-VII",
        "",
        _("Do additional punishments fall with the main one?"),
        _("They stay, and the answer says so."),
        ("R20",),
    ),
    Question(
        "152-VII",
        "",
        _("What follows after the six months for executing the act have passed?"),
        _("The program informs and never blocks: the term binds bodies, not persons."),
        (),
    ),
)


def questions_of(rule: str) -> list[Question]:
    """The open questions that touch a rule."""
    return [question for question in QUESTIONS if rule in question.rules]


def general_questions() -> list[Question]:
    """The open questions that touch no rule."""
    return [question for question in QUESTIONS if not question.rules]
