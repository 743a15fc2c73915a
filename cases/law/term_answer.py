"""The term of the person at `serving`: puts the pieces of `reckoning` together, asks R16 and R17."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.law.calendar import DOWN, UP, days_left, term_of
from cases.law.counts import Count
from cases.law.hearing import Hearing
from cases.law.reckoning import (
    Ends,
    Kept,
    Span,
    effective_start,
    ends_of,
    new_end_of,
    span_of_one_relief,
    span_of_several,
)
from cases.law.terms import (
    MEASURED,
    Facts,
    Flag,
    OneYearRule,
    Outcome,
    Relief,
    Stage,
    TermAnswer,
)


@dataclass(slots=True)
class Reckoned:
    """The person's outcome with the term that goes with it, and the flags raised on the way."""

    outcome: Outcome
    term: TermAnswer | None = None
    one_year_rule: OneYearRule | None = None
    flags: set[Flag] = field(default_factory=set)


def reckon(
    hearing: Hearing,
    counts: Sequence[Count],
    reliefs: Sequence[Relief],
    kept: Sequence[Kept | None],
    outcome: Outcome,
) -> Reckoned:
    """The term object and the one-year rule, where the contract gives them."""
    reckoned = Reckoned(outcome)
    if not _is_measured(hearing.facts, outcome):
        return reckoned
    if outcome == Outcome.REDUCE:
        span = span_of_one_relief(hearing.facts, hearing.rule_set, counts[0])
    else:
        span = span_of_several(hearing.facts, hearing.rule_set, counts, kept)
    if span is None:
        return reckoned
    if span.over_cap:
        reckoned.flags.add(Flag.CAPS_APPLY)
    if hearing.facts.sentence.term is not None:
        some_cut = any(relief.outcome == Outcome.REDUCE for relief in reliefs)
        _date(hearing, reckoned, span, some_cut)
    return reckoned


def _is_measured(facts: Facts, outcome: Outcome) -> bool:
    if facts.stage != Stage.SERVING or facts.sentence.kind not in MEASURED:
        return False
    return outcome in (Outcome.REDUCE, Outcome.COMBINED)


def _date(hearing: Hearing, reckoned: Reckoned, span: Span, some_cut: bool) -> None:
    """Put the term on the calendar; `some_cut`: a covered count is grave or especially grave."""
    facts, rules = hearing.facts, hearing.rule_set
    several = reckoned.outcome == Outcome.COMBINED
    appointed, most = facts.sentence.term, term_of(span.most.units)
    start = effective_start(facts.sentence, rules)
    ends = ends_of(start, appointed, most, DOWN)
    if some_cut:
        rule = hearing.ask("R16", facts, rules, ends, several)
        reckoned.one_year_rule = rule
        if rule is not None:
            hearing.tell("R16", rule.applied)
    new_end = new_end_of(ends, reckoned.one_year_rule, facts.as_of)
    if new_end is not None:
        hearing.tell("R17", hearing.ask("R17", new_end, facts.as_of))
    reckoned.flags |= _flags(reckoned, span, ends, ends_of(start, appointed, most, UP), facts.as_of)
    reckoned.term = _term(hearing, span, start, ends, new_end, several)


def _flags(reckoned: Reckoned, span: Span, down: Ends, up: Ends, as_of: date) -> set[Flag]:
    rule = reckoned.one_year_rule
    raised = {
        Flag.ONE_YEAR_READINGS_DIFFER: rule is not None and rule.before_cut != rule.after_cut,
        Flag.ROUNDED: span.most.rounded,
        Flag.TWO_DATE_READINGS: down.original != up.original
        or new_end_of(down, rule, as_of) != new_end_of(up, rule, as_of),
    }
    return {flag for flag, is_raised in raised.items() if is_raised}


def _term(
    hearing: Hearing,
    span: Span,
    start: date | None,
    ends: Ends,
    new_end: date | None,
    several: bool,
) -> TermAnswer:
    as_of = hearing.facts.as_of
    most = term_of(span.most.units)
    return TermAnswer(
        appointed=hearing.facts.sentence.term,
        effective_start=start,
        original_end=ends.original,
        new_end=new_end,
        remaining_days=None if ends.original is None else days_left(ends.original, as_of),
        remaining_days_after=None if new_end is None else days_left(new_end, as_of),
        release_now=hearing.told.get("R17"),
        kept=None if several else most,
        kept_min=term_of(span.least.units) if several else None,
        kept_max=most if several else None,
    )
