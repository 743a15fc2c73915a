"""The verdict of an assessment as a sentence, and the short reason of each count.

`headline` reads the frozen answer (contract form) and a few values; it never decides.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.wording.values import (
    dated_words,
    day_words,
    days_words,
    fraction_words,
    read_day,
    term_words,
)

Text = str | Promise
Answer = Mapping[str, object]

NOT_COVERED: dict[str, Text] = {
    "R1": gettext_lazy("the offense was not committed in Kazakhstan"),
    "R2": gettext_lazy("the offense does not lie within 4–7 January 2022"),
    "R3": gettext_lazy("the offense is not connected with the riots or their suppression"),
    "R4": gettext_lazy("the article does not stand in the law's list"),
}
EXCLUDED: dict[str, Text] = {
    "E1": gettext_lazy("a terrorist crime"),
    "E2": gettext_lazy("an extremist crime"),
    "E3": gettext_lazy("a corruption crime"),
    "E4": gettext_lazy("high treason"),
    "E5": gettext_lazy("torture"),
    "E6": gettext_lazy("a crime against the sexual integrity of a minor"),
    "E7": gettext_lazy("the organization of mass riots"),
    "E8": gettext_lazy("recidivism found by the court"),
}
SCOPE, EXCLUSIONS = tuple(NOT_COVERED), tuple(EXCLUDED)


def headline(answer: Answer, dossier: Mapping[str, object], law_date: date, today: date) -> str:
    """The verdict in one to three short sentences, in the words of the law."""
    sentences = HEADLINES[str(answer["outcome"])](answer, dossier, law_date, today)
    return " ".join(sentence for sentence in sentences if sentence)


def _release(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    told = [_("Release from the main punishment, from %(day)s on.") % {"day": day_words(law_date)}]
    if today > law_date:
        told.append(_("That day was %(days)s ago.") % {"days": days_words((today - law_date).days)})
    return [*told, _("No criminal record remains (CC art. 79(2)).")]


def _terminate(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    recorded = dossier.get("objects_to_termination") is not None
    return [
        _("Terminate the case: the act of amnesty is a non-rehabilitating ground."),
        _("The person does not object.")
        if recorded
        else _("The position of the person is not recorded yet."),
    ]


def _continue(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    return [
        _("The person objects to termination: the case goes on to the verdict."),
        _("A guilty verdict then releases from punishment."),
    ]


def _reduce(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    fraction = fraction_words(_fraction(answer))
    term = answer["term"]
    if term is None:
        return [
            _("Reduce the term by %(fraction)s.") % {"fraction": fraction},
            _("The new end follows once the term is known."),
        ]
    cut = _("Reduced by %(fraction)s: kept %(kept)s of %(appointed)s.") % {
        "fraction": fraction,
        "kept": term_words(term["kept"]),
        "appointed": term_words(term["appointed"]),
    }
    rule = answer["one_year_rule"]
    applied = bool(rule and rule["applied"])
    one_year = _("One year or less was left: the rest of the term falls.") if applied else ""
    return [cut, one_year, _end_of(term)]


def _end_of(term: Mapping[str, str]) -> str:
    new_end, old_end = term["new_end"], term["original_end"]
    if new_end is None:
        return _("The new end cannot be told from the facts.")
    values = {"new": dated_words(new_end), "old": day_words(old_end)}
    if term["release_now"]:
        return _("The term ended on %(new)s instead of %(old)s: release now.") % values
    return _("The new end is %(new)s instead of %(old)s.") % values


def _at_sentencing(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    values = {"fraction": fraction_words(_fraction(answer))}
    return [
        _("The court passes sentence and cuts the term by %(fraction)s in the verdict.") % values
    ]


def _lift_record(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    gravities = {count["gravity"] for count in answer["offenses"]}
    if gravities == {"infraction"}:
        return [_("Served for an infraction: no criminal record exists (CC art. 79(2)).")]
    return [_("The sentence is served: the criminal record is lifted.")]


def _no_effect(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    return [
        _("The sentence is served: the law changes nothing."),
        _("The record stays and lapses by CC art. 79(3)."),
    ]


def _combined(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    told = [_("The offenses get different results; the court fixes the final term.")]
    term = answer["term"]
    if term is None:
        return told
    least, most = term_words(term["kept_min"]), term_words(term["kept_max"])
    if least == most:
        told.append(_("Kept: %(term)s.") % {"term": least})
    else:
        told.append(_("Kept: between %(least)s and %(most)s.") % {"least": least, "most": most})
    return [*told, _end_of(term) if term["new_end"] else ""]


def _not_covered(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    reason = next((reason for reason in _failed(answer, SCOPE, False)), "")
    return [_("The law does not cover this case: %(reason)s.") % {"reason": NOT_COVERED[reason]}]


def _excluded(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    codes = dict.fromkeys(_failed(answer, EXCLUSIONS, True))
    reasons = ", ".join(str(EXCLUDED[code]) for code in codes)
    if _covered(answer):
        return [_("Would be covered, but is excluded by: %(reasons)s.") % {"reasons": reasons}]
    return [_("The amnesty does not extend to this person: %(reasons)s.") % {"reasons": reasons}]


def _needs_review(answer: Answer, dossier: Mapping, law_date: date, today: date) -> list[str]:
    missing = len(answer["missing"])
    if not missing:
        return [_("A person must look: the law or the practice leaves this open.")]
    return [
        ngettext(
            "The answer cannot be given yet: %(n)s fact is missing.",
            "The answer cannot be given yet: %(n)s facts are missing.",
            missing,
        )
        % {"n": missing}
    ]


def _failed(answer: Answer, rules: tuple[str, ...], holds: bool) -> list[str]:
    return [
        finding["rule"]
        for finding in answer["findings"]
        if finding["rule"] in rules and finding["holds"] is holds
    ]


def _covered(answer: Answer) -> bool:
    """Is every test of article 1 met by some count?"""
    met: dict[str | None, int] = {}
    for finding in answer["findings"]:
        if finding["rule"] in SCOPE and finding["holds"] is True:
            met[finding["offense"]] = met.get(finding["offense"], 0) + 1
    return len(SCOPE) in met.values()


def _fraction(answer: Answer) -> str | None:
    return next((count["fraction"] for count in answer["offenses"] if count["fraction"]), None)


HEADLINES: dict[str, Callable[[Answer, Mapping, date, date], list[str]]] = {
    "release": _release,
    "terminate": _terminate,
    "continue_to_verdict": _continue,
    "reduce": _reduce,
    "reduce_at_sentencing": _at_sentencing,
    "lift_record": _lift_record,
    "combined": _combined,
    "no_effect": _no_effect,
    "not_covered": _not_covered,
    "excluded": _excluded,
    "needs_review": _needs_review,
}

# Why a count got its outcome, in at most twelve words.
COUNT_REASONS: dict[str, Text] = {
    "release": gettext_lazy("Light gravity: released"),
    "terminate": gettext_lazy("Light gravity, before the verdict"),
    "continue_to_verdict": gettext_lazy("Light gravity, the person objects"),
    "reduce": gettext_lazy("Term cut by %(fraction)s"),
    "reduce_at_sentencing": gettext_lazy("The verdict cuts by %(fraction)s"),
    "lift_record": gettext_lazy("Light gravity, served"),
    "no_effect": gettext_lazy("Grave, already served"),
    "not_covered": gettext_lazy("Not covered: %(reason)s"),
    "excluded": gettext_lazy("Excluded: %(reason)s"),
    "needs_review": gettext_lazy("Open: %(reason)s"),
    "combined": gettext_lazy("The court combines"),
}


def reason_of_count(count: Mapping, findings: list[Mapping], names: Mapping[str, Text]) -> str:
    """The reason of one count's outcome. `findings`: of this count and of the person; `names`:
    the names of the rules."""
    outcome = str(count["outcome"])
    values = {"fraction": fraction_words(count["fraction"]), "reason": ""}
    if outcome == "not_covered":
        values["reason"] = _words(findings, NOT_COVERED, False)
    elif outcome == "excluded":
        values["reason"] = _words(findings, EXCLUDED, True) or _("another offense of the case")
    elif outcome == "needs_review":
        values["reason"] = _words(findings, names, None) or _("a fact of the relief")
    return str(COUNT_REASONS[outcome]) % values


def _words(findings: list[Mapping], words: Mapping[str, Text], holds: bool | None) -> str:
    found = (
        str(words[finding["rule"]])
        for finding in findings
        if finding["rule"] in words and finding["holds"] is holds
    )
    return next(found, "")


def days_past(new_end: str | None, today: date) -> int:
    """By how many days a release date has passed; 0 when it has not."""
    day = read_day(new_end)
    return max(0, (today - day).days) if day else 0
