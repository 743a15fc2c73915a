"""JSON out: the answer in the form of the assessment contract, every key always present."""

from collections.abc import Mapping, Sequence

from cases.law.answering import assess
from cases.law.dossier import read_dossier
from cases.law.flips import flips
from cases.law.plain import plain_date, plain_term
from cases.law.rule_set import RuleSet
from cases.law.terms import Answer, CountAnswer, Finding, Flip, OneYearRule, TermAnswer


def assess_dossier(dossier: Mapping[str, object], rule_set: RuleSet) -> dict[str, object]:
    """The whole answer, with flips, to a dossier in JSON form. Raises DossierError."""
    facts = read_dossier(dossier)
    return answer_of(assess(facts, rule_set), flips(facts, rule_set))


def answer_of(answer: Answer, flips: Sequence[Flip] = ()) -> dict[str, object]:
    """The answer in its JSON form, keys in the order of the contract."""
    return {
        "outcome": answer.outcome.value,
        "preliminary": answer.preliminary,
        "offenses": [_count(count) for count in answer.offenses],
        "term": None if answer.term is None else _term(answer.term),
        "one_year_rule": None if answer.one_year_rule is None else _rule(answer.one_year_rule),
        "additional": None if answer.additional is None else list(answer.additional),
        "findings": [_finding(finding) for finding in answer.findings],
        "missing": list(answer.missing),
        "flips": [_flip(flip) for flip in flips],
        "flags": [flag.value for flag in answer.flags],
        "edition": answer.edition,
    }


def _count(count: CountAnswer) -> dict[str, object]:
    return {
        "id": count.id,
        "gravity": None if count.gravity is None else count.gravity.value,
        "outcome": count.outcome.value,
        "fraction": count.fraction,
        "kept": plain_term(count.kept),
    }


def _term(term: TermAnswer) -> dict[str, object]:
    told = {
        "appointed": plain_term(term.appointed),
        "effective_start": plain_date(term.effective_start),
        "original_end": plain_date(term.original_end),
        "new_end": plain_date(term.new_end),
        "remaining_days": term.remaining_days,
        "remaining_days_after": term.remaining_days_after,
        "release_now": term.release_now,
    }
    if term.kept is not None:
        return told | {"kept": plain_term(term.kept)}
    return told | {"kept_min": plain_term(term.kept_min), "kept_max": plain_term(term.kept_max)}


def _rule(rule: OneYearRule) -> dict[str, object]:
    return {
        "before_cut": rule.before_cut,
        "after_cut": rule.after_cut,
        "applied": rule.applied,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "offense": finding.offense,
        "holds": finding.holds,
        "citation": finding.citation,
        "strength": finding.strength.value,
        "facts": dict(finding.facts),
    }


def _flip(flip: Flip) -> dict[str, object]:
    return {"path": flip.path, "to": flip.to, "outcome": flip.outcome.value}
