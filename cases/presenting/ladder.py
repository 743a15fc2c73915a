"""The calculation of a term, step by step, and the two readings of the one-year rule.

Repeats no arithmetic of the law: what the answer does not hold is asked from `cases.law`.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from cases import law, wording
from cases.law.calendar import detained_days, round_up
from cases.presenting.reading import Told
from cases.wording.values import dated_words, day_words, days_words, fraction_words, term_words


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation."""

    name: str
    value: str
    rule: str
    law: str
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the one-year rule and what it leads to."""

    code: str
    name: str
    holds: bool
    value: str
    is_used: bool


def ladder_of(told: Told) -> list[Step]:
    """Appointed → credit → start → old end → kept → new end; nothing where no term is cut."""
    term = told.answer["term"]
    if term is None:
        return []
    steps = [Step(_("Appointed"), term_words(term["appointed"]), _("By the verdict"), "CC art. 46")]
    steps += _credits(told)
    if term["effective_start"]:
        start = day_words(term["effective_start"])
        steps.append(Step(_("Start with the credit"), start, _("Detention counts"), "CC art. 62"))
    if term["original_end"]:
        steps.append(_end(_("Old end"), term["original_end"], _("Before the cut"), "CC art. 46"))
    steps += _kept(told, term)
    if term["new_end"]:
        steps.append(_end(_("New end"), term["new_end"], _("After the cut"), "Law 152-VII", True))
        steps.append(_left(told, term))
    return [_in_words(step) for step in steps]


def _in_words(step: Step) -> Step:
    return Step(step.name, step.value, step.rule, wording.citation_words(step.law), step.is_result)


def _end(name: str, day: str, rule: str, law_text: str, is_result: bool = False) -> Step:
    return Step(name, dated_words(day), rule, law_text, is_result)


def _left(told: Told, term: dict) -> Step:
    value = _("%(before)s before, %(after)s after") % {
        "before": days_words(term["remaining_days"]),
        "after": days_words(term["remaining_days_after"]),
    }
    rule = _("On %(day)s") % {"day": day_words(told.as_of)}
    return Step(_("Left to serve"), value, rule, "Law 152-VII")


def _kept(told: Told, term: dict) -> list[Step]:
    if "kept" in term:
        fraction = next((row["fraction"] for row in told.answer["offenses"] if row["fraction"]), "")
        rule = _("Cut by %(fraction)s") % {"fraction": fraction_words(fraction)}
        return [Step(_("Kept"), term_words(term["kept"]), rule, "Law 152-VII")]
    return [
        Step(_("Kept at least"), term_words(term["kept_min"]), _("The longest part"), "CC art. 58"),
        Step(_("Kept at most"), term_words(term["kept_max"]), _("All parts added"), "CC art. 58"),
    ]


def _credits(told: Told) -> list[Step]:
    """Days of detention, their ratio and what they count."""
    sentence = told.facts.sentence
    if not sentence.custody or sentence.starts_on is None:
        return []
    if sentence.manner == law.Manner.CONDITIONAL:
        return [Step(_("Credit"), days_words(0), _("Conditional: no credit"), "CC art. 63")]
    in_custody, at_home = detained_days(sentence.custody, sentence.starts_on)
    facility = sentence.facility if sentence.kind == law.Punishment.IMPRISONMENT else None
    ratio = told.rules.custody_ratios.get((sentence.kind, facility))
    rows = [
        (_("Credit for custody"), in_custody, ratio),
        (_("Credit for house arrest"), at_home, told.rules.house_arrest_ratio),
    ]
    return [
        Step(name, _credit_words(days, by), _("Before the term"), "CC art. 62")
        for name, days, by in rows
        if days and by
    ]


def _credit_words(days: int, ratio: Fraction) -> str:
    return _("%(days)s × %(ratio)s = %(credit)s") % {
        "days": days_words(days),
        "ratio": _decimal(ratio),
        "credit": days_words(round_up(days, ratio)),
    }


def _decimal(ratio: Fraction) -> str:
    """1, 1.5, 2, 0.5: the ratios of the Code have at most one decimal."""
    tenths = ratio * 10
    if tenths.denominator != 1:
        return str(ratio)
    whole, rest = divmod(tenths.numerator, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def readings_of(told: Told) -> list[Reading]:
    """Both readings, whichever is used; nothing where the rule was not asked."""
    rule, cut_end = told.answer["one_year_rule"], _cut_end(told)
    if rule is None or cut_end is None:
        return []
    several = told.answer["outcome"] == law.Outcome.COMBINED
    names = {
        "before_cut": _("Counted before the cut"),
        "after_cut": _("Counted after the cut"),
    }
    return [
        Reading(
            code,
            name,
            rule[code],
            _reading_words(told, rule[code], cut_end),
            told.rules.one_year_basis == code and not several,
        )
        for code, name in names.items()
    ]


def _reading_words(told: Told, holds: bool, cut_end: date) -> str:
    if cut_end <= told.as_of:
        return _("free since %(day)s") % {"day": dated_words(cut_end)}
    if holds:
        return _("released on %(day)s") % {"day": dated_words(told.as_of)}
    return _("until %(day)s") % {"day": dated_words(cut_end)}


def _cut_end(told: Told) -> date | None:
    """The end after the cut alone, also where the one-year rule brought it forward."""
    term = told.answer["term"]
    if not term or not term["effective_start"]:
        return None
    kept = term.get("kept") or term.get("kept_max")
    start = date.fromisoformat(term["effective_start"])
    try:
        return law.add_term(start, kept["years"], kept["months"], kept["days"])
    except OverflowError:
        return None
