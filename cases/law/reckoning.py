"""The arithmetic of a term at `serving`: what is kept, the dates, rules R16, R17 and the caps.

Order: cut the appointed term first, then subtract the credits, then compare with `as_of`. What
cannot be told is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.law.calendar import (
    UNITS_IN_YEAR,
    detained_days,
    end_of,
    keep,
    months_after,
    round_up,
    units_of,
)
from cases.law.counts import Count
from cases.law.rule_set import RuleSet
from cases.law.terms import (
    Detention,
    Facility,
    Facts,
    Manner,
    OneYearRule,
    Outcome,
    Punishment,
    Relief,
    Sentence,
    Term,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a term: units, and whether a part of a unit was lost."""

    units: int
    rounded: bool = False


def kept_of_count(count: Count, relief: Relief, whole_kept: bool) -> Kept | None:
    """What a count keeps of its own term; None when it is not printed or not known.

    With one count the final term is the term of the count. `whole_kept`: the person is `combined`
    at `serving`, so a count that is not covered keeps its whole term.
    """
    if relief.outcome == Outcome.RELEASE:
        return Kept(0)
    facts = count.facts
    term = facts.sentence.term if len(facts.offenses) == 1 else count.offense.term
    if term is None:
        return None
    if relief.outcome == Outcome.REDUCE:
        rules = count.rule_set
        return Kept(*keep(units_of(term), rules.fractions[count.gravity], rules.rounding))
    return Kept(units_of(term)) if whole_kept and relief.outcome == Outcome.NOT_COVERED else None


@dataclass(frozen=True, slots=True)
class Span:
    """The kept terms of the person: equal for one relief, a range for several (R19)."""

    least: Kept
    most: Kept
    over_cap: bool = False


def span_of_one_relief(facts: Facts, rules: RuleSet, count: Count) -> Span | None:
    """One relief for all counts: its fraction of the final term; None when that is not known."""
    if facts.sentence.term is None:
        return None
    units = units_of(facts.sentence.term)
    kept = Kept(*keep(units, rules.fractions[count.gravity], rules.rounding))
    return Span(kept, kept)


def span_of_several(
    facts: Facts, rules: RuleSet, counts: Sequence[Count], kept: Sequence[Kept]
) -> Span:
    """Different reliefs: from absorption (the largest kept part) to addition (their sum).

    CC 58(3), (4): the sum is capped at 20 years, at 25 with an especially grave part punishable
    by 20 years or more; the final term is a further limit that raises no flag.
    """
    long_cap = any(count.reading.long_cap for count in counts)
    cap = UNITS_IN_YEAR * (rules.long_cap_years if long_cap else rules.cap_years)
    total = sum(item.units for item in kept)
    limits = [total, cap]
    if facts.sentence.term is not None:
        limits.append(units_of(facts.sentence.term))
    return Span(
        Kept(max(item.units for item in kept)),
        Kept(min(limits)),
        over_cap=total > cap,
    )


def credit_days(sentence: Sentence, rules: RuleSet) -> int | None:
    """Days of detention credited to the term (CC 62); None when they cannot be told.

    Days are added up for each kind of detention and rounded up once for each. The first day of
    the term must be known.
    """
    if sentence.custody is None:
        return None
    in_custody, at_home = detained_days(sentence.custody, sentence.starts_on)
    credited = round_up(at_home, rules.house_arrest_ratio)
    if any(item.kind == Detention.CUSTODY for item in sentence.custody):
        ratio = rules.custody_ratios.get((sentence.kind, _facility(sentence)))
        if ratio is None:
            return None
        credited += round_up(in_custody, ratio)
    return credited


def _facility(sentence: Sentence) -> Facility | None:
    """Only imprisonment is credited by facility."""
    return sentence.facility if sentence.kind == Punishment.IMPRISONMENT else None


def effective_start(sentence: Sentence, rules: RuleSet) -> date | None:
    """First day of the term with the credits counted in; None when it cannot be told.

    A conditional term has no credit, a deferred one does not run (None).
    """
    if sentence.starts_on is None or sentence.manner == Manner.DEFERRED:
        return None
    if sentence.manner == Manner.CONDITIONAL:
        return sentence.starts_on
    days = credit_days(sentence, rules)
    if days is None or days >= sentence.starts_on.toordinal():
        return None
    return sentence.starts_on - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Ends:
    """Ends of the term before and after the cut, for one way of adding months."""

    original: date | None
    cut: date | None


def ends_of(start: date | None, appointed: Term, most: Term, policy: str) -> Ends:
    """The day on which the appointed and the kept term have run out."""
    if start is None:
        return Ends(None, None)
    return Ends(end_of(start, appointed, policy), end_of(start, most, policy))


def not_more_than_one_year_left(
    facts: Facts, rules: RuleSet, ends: Ends, several: bool
) -> OneYearRule | None:
    """R16. Not more than twelve months are left to serve on the day: cut by all that is left.

    Reported, in two readings: before the cut of R14 and R15 (the default) or after it. Only for
    those who were serving at the entry into force; with several reliefs reported, never applied.
    Not asked while the ends are not known.
    """
    # QUESTION(152-VII): is the year counted before or after the cut by the fraction?
    if ends.original is None or facts.sentence.starts_on > rules.law_date:
        return None
    limit = months_after(facts.as_of, rules.one_year_months)
    before, after = ends.original <= limit, ends.cut <= limit
    chosen = before if rules.one_year_basis == "before_cut" else after
    return OneYearRule(before, after, applied=chosen and not several)


def new_end_has_come(new_end: date, as_of: date) -> bool:
    """R17. The new end, credits included, is not after the day: the person is free now.

    CC 62, inferred.
    """
    return new_end <= as_of


def new_end_of(ends: Ends, one_year: OneYearRule | None, as_of: date) -> date | None:
    """End after the cut; where the one-year rule is applied, `as_of` if that is earlier."""
    if one_year is not None and one_year.applied:
        return min(ends.cut, as_of)
    return ends.cut
