"""Figures → charts: words, tones, and a link from every number to the list of its cases."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amnesty.addresses import address_of
from amnesty.templatetags.charts import Bar, Chart, Part, Table
from amnesty.templatetags.words import OUTCOMES
from cases.models import codes
from cases.reporting import counting, measuring, timing
from cases.reporting.populating import FAMILIES, Population, population
from cases.wording import FACTS, FLAGS, leaf_of
from cases.wording.reports import BUCKETS
from cases.wording.reports import FAMILIES as FAMILY_WORDS

MOST_FACTS = 10
MOST_COURTS_TOLD = 3
FAMILY_TONES = {
    "freed": "green",
    "shortened": "blue",
    "record": "teal",
    "court": "violet",
    "review": "amber",
    "untouched": "grey",
    "excluded": "red",
}
# Light to dark; red stays with what is excluded or overdue.
GRAVITY_TONES = {
    "infraction": "grey",
    "small": "teal",
    "medium": "green",
    "grave": "blue",
    "especially_grave": "text",
    "": "amber",
}
COUNTED = {"ended": "no", "answered": "yes"}


class Scope(NamedTuple):
    """What a report is about: the cases, the filters that chose them, the moment, court names."""

    cases: QuerySet
    chosen: Mapping[str, str]
    now: datetime
    courts: Mapping[int, str]

    def to(self, **filters: object) -> str:
        """The list of cases with these filters beside those of the report."""
        query = dict(self.chosen) | {name: str(value) for name, value in filters.items()}
        return address_of("cases") + ("?" + urlencode(query) if query else "")

    def court(self, court_id: int) -> str:
        return self.courts.get(court_id, f"#{court_id}")


def everyone(scope: Scope, told: Population, *counted: Part) -> list[Part]:
    """Whom a chart counts: all cases, then what is counted, then what is left out and why."""
    counted = counted or (Part(_("counted"), told.counted, url=scope.to(**COUNTED)),)
    parts = [
        *counted,
        Part(
            _("without an up-to-date answer"), told.failed, url=scope.to(ended="no", answered="no")
        ),
        Part(_("ended otherwise"), told.ended, url=scope.to(ended="yes")),
    ]
    return [Part(_("Cases"), told.total, url=scope.to()), *parts]


def percent(number: int, whole: int) -> str:
    """With one decimal, so that small parts do not vanish."""
    return f"{number_format(number * 100 / whole, 1)} %" if whole else "–"


def outcomes_chart(scope: Scope) -> Chart:
    """D1: what happens to the people under the act."""
    told = population(scope.cases)
    found = counting.by_outcome(scope.cases)
    parts = [
        Part(
            FAMILY_WORDS[family],
            sum(found.get(outcome, 0) for outcome in outcomes),
            FAMILY_TONES[family],
            scope.to(family=family, **COUNTED),
            family,
        )
        for family, outcomes in FAMILIES.items()
    ]
    rows = [
        (
            OUTCOMES[outcome].word,
            Part("", found[outcome], url=scope.to(outcome=outcome, **COUNTED)),
            percent(found[outcome], told.counted),
        )
        for outcomes in FAMILIES.values()
        for outcome in outcomes
        if found.get(outcome)
    ]
    return Chart(
        "outcomes",
        _("What happens to the people under the law"),
        [Bar(_("Counted cases by what the act does"), parts)],
        everyone(scope, told),
        Table([_("Outcome"), _("Cases"), "%"], rows),
        empty="" if told.counted else _("No case has an answer yet."),
    )


def lifted_chart(scope: Scope) -> Chart:
    """D7: by how much the terms are shortened, by gravity."""
    told = population(scope.cases)
    found = measuring.by_lifted(scope.cases)
    unknown = measuring.shortened_without_term(scope.cases)
    shortened = sum(lifted.number for lifted in found)
    bars = [_bucket_bar(scope, code, found) for code in BUCKETS]
    rows = [
        (
            BUCKETS[code],
            Part("", bar.number, url=bar.url),
            _months(lifted for lifted in found if lifted.bucket == code),
        )
        for code, bar in zip(BUCKETS, bars, strict=True)
    ]
    together = Part("", shortened, url=scope.to(lifted="any", **COUNTED))
    rows.append((_("Together"), together, _months(found)))
    counted = (
        Part(_("term reduced"), shortened, url=scope.to(lifted="any", **COUNTED)),
        Part(
            _("reduced, length not known yet"), unknown, url=scope.to(lifted="not_told", **COUNTED)
        ),
        Part(
            _("another outcome"),
            told.counted - shortened - unknown,
            url=scope.to(lifted="none", **COUNTED),
        ),
    )
    used = {lifted.gravity for lifted in found}
    return Chart(
        "lifted",
        _("How much of the appointed terms is lifted"),
        bars,
        everyone(scope, told, *counted),
        Table([_("Term reduced by"), _("Cases"), _("Months in all")], rows),
        note=_("Where the court combines several terms, the least reduction is counted."),
        legend=[
            Part(_gravity(code), 0, tone) for code, tone in GRAVITY_TONES.items() if code in used
        ],
        empty="" if shortened else _("No term is reduced yet."),
    )


def _bucket_bar(scope: Scope, code: str, found: Iterable[measuring.Lifted]) -> Bar:
    numbers = {lifted.gravity: lifted.number for lifted in found if lifted.bucket == code}
    parts = [
        Part(_gravity(gravity), numbers.get(gravity, 0), tone)
        for gravity, tone in GRAVITY_TONES.items()
        if gravity in numbers
    ]
    return Bar(BUCKETS[code], parts, scope.to(lifted=code, **COUNTED))


def _gravity(code: str) -> str:
    return str(dict(codes.Gravity.choices).get(code, _("Gravity not known")))


def _months(found: Iterable[measuring.Lifted]) -> str:
    """Thirtieths summed, then whole months: rounded down once."""
    return str(sum(lifted.thirtieths for lifted in found) // measuring.A_MONTH)


def missing_chart(scope: Scope) -> Chart:
    """D3: which missing fact blocks most; each bar is a work list."""
    told = population(scope.cases)
    words = {leaf_of(path): fact.label for path, fact in FACTS.items()}
    found = counting.by_missing_fact(scope.cases, words)
    blocked = counting.with_missing_facts(scope.cases)
    shown = found[:MOST_FACTS]

    def url(leaf: str, **more: object) -> str:
        return scope.to(missing=leaf, **COUNTED, **more)

    bars = [
        Bar(words[one.leaf], [Part(words[one.leaf], one.number, "amber")], url(one.leaf))
        for one in shown
    ]
    rows = [
        (
            words[one.leaf],
            Part("", one.number, url=url(one.leaf)),
            *_courts_told(scope, one, url),
        )
        for one in shown
    ]
    counted = (
        Part(_("wait for a fact"), blocked, url=scope.to(missing="any", **COUNTED)),
        Part(_("no fact missing"), told.counted - blocked, url=scope.to(missing="none", **COUNTED)),
    )
    return Chart(
        "missing",
        _("Which missing fact blocks most"),
        bars,
        everyone(scope, told, *counted),
        Table([_("Fact"), _("Cases"), _("Most in"), _("then"), _("then")], rows),
        note=_("A case that lacks two facts stands under both."),
        empty="" if shown else _("No fact is missing: every answer is final."),
    )


def _courts_told(scope: Scope, one: counting.Blocked, url) -> list[object]:
    told: list[object] = [
        Part(scope.court(court), number, url=url(one.leaf, court=court), code="court")
        for court, number in one.courts[:MOST_COURTS_TOLD]
    ]
    return told + ["–"] * (MOST_COURTS_TOLD - len(told))


def flags_chart(scope: Scope) -> Chart:
    """What a person has to look at before an answer is used."""
    told = population(scope.cases)
    found = counting.by_flag(scope.cases, FLAGS)
    flags = sorted((flag for flag in FLAGS if found[flag]), key=lambda flag: -found[flag])
    urls = {flag: scope.to(flag=flag, **COUNTED) for flag in flags}
    return Chart(
        "flags",
        _("What is to be checked in the answers"),
        [Bar(FLAGS[f], [Part(FLAGS[f], found[f], "violet")], urls[f]) for f in flags],
        everyone(scope, told),
        Table(
            [_("To be checked"), _("Cases")],
            [(FLAGS[f], Part("", found[f], url=urls[f])) for f in flags],
        ),
        note=_("An answer can carry several of these, or none."),
        empty="" if flags else _("Nothing is to be checked."),
    )


def courts_chart(scope: Scope) -> Chart:
    """D4: how far each court is."""
    told = population(scope.cases)
    found = timing.by_court(scope.cases)
    bars = [_court_bar(scope, court) for court in found]
    rows = [
        (
            bar.label,
            *(Part("", part.number, url=part.url) for part in bar.parts),
            _days(court.median_days),
        )
        for bar, court in zip(bars, found, strict=True)
    ]
    parts = [
        Part(_("open"), told.counted + told.failed, url=scope.to(ended="no")),
        Part(_("ended otherwise"), told.ended, url=scope.to(ended="yes")),
    ]
    return Chart(
        "courts",
        _("How far is each court"),
        bars,
        [Part(_("Cases"), told.total, url=scope.to()), *parts],
        Table(
            [_("Court"), _("Registered"), _("Assessed, nothing missing"), _("Decided"),
             _("Median days to the act")],
            rows,
        ),
        empty="" if found else _("No open cases."),
    )  # fmt: skip


def _court_bar(scope: Scope, court: timing.Progress) -> Bar:
    here = {"court": court.court_id, "ended": "no"}
    parts = [
        Part(_("Registered"), court.registered, "text", scope.to(**here)),
        Part(
            _("Assessed, nothing missing"),
            court.assessed,
            "blue",
            scope.to(**here, answered="yes", preliminary="no"),
        ),
        Part(_("Decided"), court.decided, "green", scope.to(**here, decided="yes")),
    ]
    note = ""
    if court.median_days is not None:
        note = _("Median from registration to the act: %(days)s") % {
            "days": ngettext("%(n)s day", "%(n)s days", int(court.median_days))
            % {"n": _days(court.median_days)}
        }
    return Bar(scope.court(court.court_id), parts, scope.to(**here), note)


def _days(days: float | None) -> str:
    """Whole days, or a half between two."""
    return "–" if days is None else number_format(days, 0 if days == int(days) else 1)
