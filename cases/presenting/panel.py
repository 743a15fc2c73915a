"""The panel of one assessment: the verdict, what to do, the counts, and how it was reached."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amnesty.templatetags.words import outcome_look
from cases import law, wording
from cases.models import Assessment
from cases.presenting.bar import Bar, bar_of
from cases.presenting.findings import Group, groups_of
from cases.presenting.ladder import Reading, Step, ladder_of, readings_of
from cases.presenting.reading import Told, choice_words, provision_words
from cases.wording.outcomes import days_past
from cases.wording.values import dated_words, day_words, days_words, period_words, term_words

Reader = Told
UNDECIDED = {law.Outcome.NEEDS_REVIEW, law.Outcome.EXCLUDED, law.Outcome.NOT_COVERED}
MOST_FLIPS = 5
RANKS = {code: rank for rank, code in enumerate(law.Gravity)}


@dataclass(frozen=True, slots=True)
class OffenseRow:
    """One count and its answer."""

    id: str
    number: int
    provision: str
    gravity: str
    committed: str
    is_listed: str
    outcome: str
    kept: str
    reason: str
    decides: bool


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is missing and matters, with the address where it is answered."""

    path: str
    address: str
    label: str
    question: str

    @property
    def anchor(self) -> str:
        return "answer-" + self.address.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything that templates/cases/_panel.html draws; no rule of the law is left to it."""

    outcome: str
    tone: str
    preliminary: bool
    data_missing: bool
    release_now: bool
    headline: str
    days_past: int
    term_over: bool
    offenses: list[OffenseRow]
    groups: list[Group]
    missing: list[MissingFact]
    flags: list[tuple[str, str]]
    flips: list[str]
    ladder: list[Step]
    bar: Bar | None
    readings: list[Reading]
    old_end: date | None
    new_end: date | None
    next_change: str
    assumptions: list[str]
    additional: list[str] | None
    assessment: Assessment = field(repr=False)

    @property
    def readings_differ(self) -> bool:
        """Does the answer raise the flag of the two readings?"""
        return "one_year_readings_differ" in dict(self.flags)

    @property
    def one_day(self) -> bool:
        """Do both readings lead to the same day?"""
        return len({reading.value for reading in self.readings}) == 1

    @property
    def is_used(self) -> bool:
        """Was one of the readings applied, and not only reported?"""
        return any(reading.is_used for reading in self.readings)

    @property
    def missing_count(self) -> int:
        return len(self.missing)


def panel_of(assessment: Assessment, today: date) -> Panel:
    """The panel of a stored assessment, read on `today`."""
    told = Told(assessment, today)
    answer, term = told.answer, told.answer["term"] or {}
    missing = missing_of(told)
    old_end, new_end = _day(term.get("original_end")), _day(term.get("new_end"))
    return Panel(
        outcome=answer["outcome"],
        tone=outcome_look(answer["outcome"], data_missing=bool(missing)).tone,
        preliminary=answer["preliminary"],
        data_missing=bool(missing),
        release_now=bool(term.get("release_now")),
        headline=wording.headline(answer, told.dossier, told.rules.law_date, today),
        days_past=days_past(term.get("new_end"), today),
        term_over=old_end is not None and old_end <= told.as_of,
        offenses=_offenses(told),
        groups=groups_of(told),
        missing=missing,
        flags=[(flag, str(wording.FLAGS[flag])) for flag in answer["flags"]],
        flips=_flips(told),
        ladder=ladder_of(told),
        bar=bar_of(told),
        readings=readings_of(told),
        old_end=old_end,
        new_end=new_end,
        next_change=_next_change(told),
        assumptions=_assumptions(told),
        additional=answer["additional"],
        assessment=assessment,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def missing_of(told: Told) -> list[MissingFact]:
    """The missing facts in the order in which the answer names them."""
    return [
        MissingFact(path, told.address(path), told.label(path), _question(told, path))
        for path in told.answer["missing"]
    ]


def _question(told: Told, path: str) -> str:
    question = str(wording.fact_of(path).question)
    label = told.label(path)
    place = label[label.index("(") :] if "(" in label else ""
    return f"{question} {place}".strip()


def _offenses(told: Told) -> list[OffenseRow]:
    counts = told.answer["offenses"]
    decisive = _decisive(told)
    return [_offense(told, number, count, decisive) for number, count in enumerate(counts, 1)]


def _decisive(told: Told) -> str | None:
    """The id of the gravest count among those with the person's own outcome; none of one."""
    counts = told.answer["offenses"]
    if len(counts) < 2 or told.answer["outcome"] in UNDECIDED:
        return None
    same = [row for row in counts if row["outcome"] == told.answer["outcome"]] or counts
    return max(same, key=lambda row: RANKS.get(row["gravity"], -1))["id"]


def _offense(told: Told, number: int, count: dict, decisive: str | None) -> OffenseRow:
    offense = told.offense(count["id"])
    findings = [row for row in told.answer["findings"] if row["offense"] in (count["id"], None)]
    listed = {row["rule"]: row["holds"] for row in findings if row["offense"]}.get("R4")
    names = {code: rule.name for code, rule in wording.RULES.items()}
    return OffenseRow(
        id=count["id"],
        number=number,
        provision=provision_words(offense),
        gravity=choice_words("offenses.gravity", count["gravity"]),
        committed=period_words(offense.get("committed_from"), offense.get("committed_to")),
        is_listed={True: _("yes"), False: _("no"), None: _("not verified")}[listed],
        outcome=count["outcome"],
        kept=term_words(count["kept"]) if count["kept"] else "",
        reason=wording.reason_of_count(count, findings, names),
        decides=count["id"] == decisive,
    )


FLIP = gettext_lazy("If “%(fact)s” were “%(values)s”, the outcome would be: %(outcome)s.")
OR = gettext_lazy("” or “")


def _flips(told: Told) -> list[str]:
    """What would change the outcome: at most five single facts, never advice.

    Values of one fact that lead to the same outcome stand in one line.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for flip in law.flips(told.facts, told.rules):
        values = found.setdefault((flip.path, str(flip.outcome)), [])
        values.append(wording.value_words(flip.path, flip.to))
    return [
        str(FLIP)
        % {
            "fact": told.label(path),
            "values": str(OR).join(values),
            "outcome": outcome_look(outcome).word,
        }
        for (path, outcome), values in list(found.items())[:MOST_FLIPS]
    ]


def _next_change(told: Told) -> str:
    """The next day on which the answer would be another one, asked from the reader's day."""
    found = law.next_change(told.facts, told.rules, max(told.today, told.as_of))
    if found is None:
        return ""
    day, outcome, release_now = found
    values = {"day": dated_words(day), "outcome": outcome_look(outcome).word}
    if release_now:
        return _("On %(day)s the answer changes: release now.") % values
    return _("On %(day)s the answer changes: %(outcome)s.") % values


def _assumptions(told: Told) -> list[str]:
    """What the answer takes for granted."""
    lines = [
        _("The facts are right as entered; no document was compared by the program."),
        _("Convictions and cases outside this system are not known."),
        _("Computed for %(day)s.") % {"day": day_words(told.as_of)},
    ]
    unsure = _unsure_rules(told)
    if unsure:
        lines.append(_("Rules not stated in a confirmed text: %(rules)s.") % {"rules": unsure})
    if told.answer["one_year_rule"]:
        lines.append(_one_year_assumption(told))
    return lines


def _unsure_rules(told: Told) -> str:
    """Names of the rules that gave the answer and whose strength is not `stated`."""
    decided = (
        row["rule"]
        for row in told.answer["findings"]
        if row["holds"] is True and row["strength"] != "stated"
    )
    return ", ".join(str(wording.RULES[rule].name) for rule in dict.fromkeys(decided))


def _one_year_assumption(told: Told) -> str:
    if told.rules.one_year_basis == "before_cut":
        return _("The year of the one-year rule is counted before the cut.")
    return _("The year of the one-year rule is counted after the cut.")


def past_words(days: int) -> str:
    """How long ago a release date was."""
    return _("Release date passed %(days)s ago") % {"days": days_words(days)}
