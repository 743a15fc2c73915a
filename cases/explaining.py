"""A worked case in words: its facts, what the book expects and what the engine answers now.

Reads plain dossiers and lines of cases/book.py; decides nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amnesty.templatetags.face import outcome_tag
from cases import wording
from cases.book import NOTHING, Line
from cases.wording.facts import FACTS
from cases.wording.values import day_words, days_words, fraction_words, term_words

Text = str | Promise

# Facts that a reader asks for even where the case leaves them open.
ALWAYS = {
    "stage",
    "recidivism",
    "offenses.article",
    "offenses.part",
    "offenses.committed_from",
    "offenses.in_kazakhstan",
    "offenses.nexus",
}
TERM_LABELS: dict[str, Text] = {
    "kept": gettext_lazy("Kept of the term"),
    "kept_min": gettext_lazy("Kept at least"),
    "kept_max": gettext_lazy("Kept at most"),
    "effective_start": gettext_lazy("Start with the credit"),
    "original_end": gettext_lazy("Old end"),
    "new_end": gettext_lazy("New end"),
    "remaining_days": gettext_lazy("Left before the cut"),
    "remaining_days_after": gettext_lazy("Left after the cut"),
    "release_now": gettext_lazy("Release now"),
    "before_cut": gettext_lazy("One-year rule, counted before the cut"),
    "after_cut": gettext_lazy("One-year rule, counted after the cut"),
    "applied": gettext_lazy("One-year rule applied"),
}
LABELS: dict[str, Text] = {
    "outcome": gettext_lazy("Outcome"),
    "preliminary": gettext_lazy("Preliminary"),
    "gravity": gettext_lazy("Gravity"),
    "fraction": gettext_lazy("Part removed"),
    "missing": gettext_lazy("Missing facts"),
    "flags": gettext_lazy("To be checked"),
    "flips": gettext_lazy("What would change the outcome"),
    "additional": gettext_lazy("Additional punishments"),
    "term": gettext_lazy("Calculation of the term"),
    "one_year_rule": gettext_lazy("One-year rule"),
} | TERM_LABELS


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FactCard:
    """The facts of the person, of one offense or of the sentence."""

    title: str
    rows: list[FactRow]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One expectation and one answer in words."""

    label: str
    expected: list[str | SafeString]
    answered: list[str | SafeString]
    agrees: bool


# --- the facts -------------------------------------------------------------------------------


def facts_of(dossier: Mapping) -> list[FactCard]:
    """The dossier in words: the person, each offense, the sentence."""
    person = {name: dossier.get(name) for name in ("as_of", "stage", "recidivism")}
    person["objects_to_termination"] = dossier.get("objects_to_termination")
    born = {"defendant.birth_date": (dossier.get("defendant") or {}).get("birth_date")}
    cards = [FactCard(_("Person and proceedings"), _rows(person | born))]
    for number, offense in enumerate(dossier["offenses"], 1):
        facts = {f"offenses.{name}": value for name, value in offense.items() if name != "id"}
        cards.append(FactCard(_("Offense %(n)s") % {"n": number}, _rows(facts, "offenses.")))
    if sentence := dossier.get("sentence"):
        facts = {f"sentence.{name}": value for name, value in sentence.items()}
        cards.append(FactCard(_("Sentence"), _rows(facts)))
    return cards


def _rows(facts: Mapping[str, object], prefix: str = "") -> list[FactRow]:
    """Known facts in the order of the contract; open ones where a reader asks for them."""
    asked = (
        {path for path in ALWAYS if path.startswith(prefix)} if prefix else ALWAYS & facts.keys()
    )
    return [
        FactRow(str(FACTS[path].label), wording.value_words(path, facts.get(path)))
        for path in FACTS
        if path in asked or facts.get(path) is not None
    ]


# --- the comparison --------------------------------------------------------------------------


def told(line: Line) -> ToldLine:
    """A line of the comparison in words."""
    return ToldLine(
        label_of(line.path),
        _value(line.path, line.expected),
        _value(line.path, line.answered),
        line.agrees,
    )


def label_of(path: str) -> str:
    """What a dotted path names: `offenses.0.kept` is "Offense 1: Kept of the term"."""
    head, _dot, rest = path.partition(".")
    leaf = path.rpartition(".")[2]
    if head == "findings":
        return _finding_label(rest)
    words = str(LABELS.get(leaf, leaf))
    if head == "offenses":
        number = int(rest.partition(".")[0]) + 1
        return _("Offense %(n)s: %(what)s") % {"n": number, "what": words}
    return words


def _finding_label(key: str) -> str:
    offense, _colon, rule = key.rpartition(":")
    name = wording.RULES[rule].name if rule in wording.RULES else ""
    words = f"{rule} · {name}"
    return _("%(what)s (offense %(n)s)") % {"what": words, "n": offense} if offense else words


Told = list[str | SafeString]
HOLDS: dict[object, Text] = {
    True: gettext_lazy("holds"),
    False: gettext_lazy("does not hold"),
    None: gettext_lazy("cannot be told"),
    NOTHING: gettext_lazy("not asked"),
    "a finding": gettext_lazy("asked"),
}


def _value(path: str, value: object) -> Told:
    if path.startswith("findings."):
        return [str(HOLDS.get(value, value))]
    if value is None or value == [] or value == NOTHING:
        return [_("none")]
    leaf = path.rpartition(".")[2]
    teller = TELLERS.get(leaf)
    return teller(value) if teller else _plain(value)


def _plain(value: object) -> Told:
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, Mapping):
        return [term_words(value)] if "years" in value else [_("given")]
    if isinstance(value, list):
        return [str(item) for item in value]
    return [str(value)]


def _flip(flip: Mapping) -> SafeString:
    fact, value = fact_label(flip["path"]), wording.value_words(flip["path"], flip["to"])
    return format_html("{}: {} → {}", fact, value, outcome_tag(flip["outcome"]))


def fact_label(path: str) -> str:
    """A fact of a dossier, with the number of its offense: `offenses[1].nexus`."""
    words = str(wording.fact_of(path).label)
    head, bracket, rest = path.partition("[")
    if head != "offenses" or not bracket:
        return words
    number = int(rest.partition("]")[0]) + 1
    return _("Offense %(n)s: %(what)s") % {"n": number, "what": words}


TELLERS: dict[str, Callable[[object], Told]] = {
    "outcome": lambda code: [outcome_tag(code)],
    "gravity": lambda code: [wording.value_words("offenses.gravity", code)],
    "fraction": lambda fraction: [fraction_words(fraction)],
    "missing": lambda paths: [fact_label(path) for path in paths],
    "flags": lambda flags: [str(wording.FLAGS.get(flag, flag)) for flag in flags],
    "flips": lambda flips: [_flip(flip) for flip in flips],
    "effective_start": lambda day: [day_words(day)],
    "original_end": lambda day: [day_words(day)],
    "new_end": lambda day: [day_words(day)],
    "remaining_days": lambda days: [days_words(days)],
    "remaining_days_after": lambda days: [days_words(days)],
}
