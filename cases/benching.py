"""Benchmarks of the bulk path, as ratios of two things measured in one run.

Works in a database of its own that is thrown away. Sides alternate, five rounds; the median
counts and the spread is told. Absolute times drift between machines; ratios hardly do.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cases import answering, reevaluating, working
from cases.gathering import gather
from cases.models import Assessment, Case, Custody, Defendant, Offense, RuleSet, Run, Sentence
from cases.referencing import current_basis
from cases.storing import Origin

ROUNDS = 5
SAMPLE = 1_000  # cases that are saved one by one


class Result(NamedTuple):
    """One measured figure. `bound` must hold for the run to pass, `target` is only told."""

    name: str
    values: list[float]
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    is_bound: bool = False

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def holds(self) -> bool:
        enough = self.at_least is None or self.value >= self.at_least
        return enough and (self.at_most is None or self.value <= self.at_most)

    def __str__(self) -> str:
        text = f"{self.name}: {self.value:.3g}{self.unit}"
        if len(self.values) > 1:
            text += f" ({min(self.values):.3g} to {max(self.values):.3g})"
        if self.at_least is None and self.at_most is None:
            return text
        wanted = f"≥ {self.at_least}" if self.at_most is None else f"≤ {self.at_most}"
        kind = "bound" if self.is_bound else "target"
        return f"{text} · {kind} {wanted}: {'met' if self.holds else 'MISSED'}"


@contextmanager
def throwaway_database() -> Iterator[None]:
    """A fresh database beside the configured one, with the reference data, removed at the end."""
    configured = connection.settings_dict["NAME"]
    with TemporaryDirectory(prefix="bench-") as folder:
        connection.settings_dict["TEST"]["NAME"] = (
            f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else f"bench_{os.getpid()}"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("load_reference", verbosity=0)
            yield
        finally:
            connection.creation.destroy_test_db(configured, verbosity=0)


# --- invented cases -------------------------------------------------------------------------
ARTICLES = (("272", "2"), ("272", "2"), ("272", "2"), ("188", "1"), ("202", "2"), ("272", "1"))
STAGES = ("serving", "serving", "serving", "trial", "pretrial", "appeal")


def sow(number: int, seed: int = 1) -> None:
    """Make `number` cases without answers: one or two counts, most with sentence and custody."""
    from amnesty.accounts.models import Office, Region

    region = Region.objects.first()
    court, _made = Office.objects.get_or_create(
        code="bench-court", defaults={"kind": "court", "name_en": "Bench court", "region": region}
    )
    chance = Random(seed)  # noqa: S311 - invented cases
    for first in range(0, number, 2_000):
        with transaction.atomic():
            _sow_some(range(first, min(first + 2_000, number)), court.pk, chance)


def _sow_some(numbers: range, court_id: int, chance: Random) -> None:
    born = [date(1970 + n % 35, 1 + n % 12, 1 + n % 28) for n in numbers]
    people = Defendant.objects.bulk_create(
        Defendant(given_name=f"B{n}", birth_date=day, search_key=f" b{n} ", sort_key=f"b{n}")
        for n, day in zip(numbers, born, strict=True)
    )
    cases = Case.objects.bulk_create(
        Case(
            number=f"B{n:09d}",
            defendant=person,
            court_id=court_id,
            stage=chance.choice(STAGES),
            recidivism="none",
        )
        for n, person in zip(numbers, people, strict=True)
    )
    Offense.objects.bulk_create(
        _offense(case, k, chance) for case in cases for k in (1, 2)[: 1 + (case.pk % 5 == 0)]
    )
    sentences = Sentence.objects.bulk_create(
        Sentence(
            case=case,
            kind="imprisonment",
            years=chance.randint(1, 8),
            months=chance.randint(0, 11),
            days=0,
            starts_on=date(2022, 7, 1),
            facility=chance.choice(("minimum", "medium", "maximum")),
            custody_known=True,
        )
        for case in cases
        if case.stage == "serving"
    )
    Custody.objects.bulk_create(
        Custody(sentence=sentence, kind="custody", from_on=date(2022, 1, chance.randint(8, 30)))
        for sentence in sentences
    )


def _offense(case: Case, ordinal: int, chance: Random) -> Offense:
    article, part = chance.choice(ARTICLES)
    return Offense(
        case=case,
        ordinal=ordinal,
        article=article,
        part=part,
        committed_from=date(2022, 1, chance.randint(4, 7)),
        in_kazakhstan=True,
        nexus="riot",
        years=1,
        months=0,
        days=0,
    )


def use_fresh_rules() -> None:
    """Put a copy of the rule set into use: every answer is out of date, none comes out other."""
    data = deepcopy(RuleSet.objects.get(is_active=True).data) | {"code": f"bench-{uuid4().hex[:8]}"}
    RuleSet.objects.filter(is_active=True).update(is_active=False)
    RuleSet.objects.bulk_create(
        [
            RuleSet(
                code=data["code"],
                title_en="Bench",
                valid_from=date(2022, 11, 3),
                data=data,
                digest=uuid4().hex,
                is_active=True,
            )
        ]
    )


def forget_earlier_answers() -> None:
    """Keep the database from growing from round to round."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_runchange")
        cursor.execute(
            "DELETE FROM cases_assessment WHERE id NOT IN"
            " (SELECT current_assessment_id FROM cases_case WHERE current_assessment_id IS NOT NULL)"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE cases_assessment")
            cursor.execute("VACUUM ANALYZE cases_case")


# --- measuring ------------------------------------------------------------------------------
def seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def run_all() -> None:
    """One whole run over all cases, in this process."""
    reevaluating.request_run(tell_workers=False)
    run = working.run_here()
    if run is None or run.state != Run.State.DONE:
        raise RuntimeError("the run did not finish")


def alternate(
    number: int, left: Callable[[], float], right: Callable[[], float]
) -> Iterator[tuple[float, float]]:
    """Both sides `number` times, each the first one by turns."""
    for turn in range(number):
        if turn % 2:
            second = right()
            yield left(), second
        else:
            yield left(), right()


class Peak:
    """Growth of this process's memory while the body runs, in MB."""

    def __enter__(self) -> "Peak":
        self.grown = 0.0
        self._reset()
        self._before = self._read("VmRSS")
        return self

    def __exit__(self, *error: object) -> None:
        self.grown = max(0.0, self._read("VmHWM") - self._before)

    @staticmethod
    def _reset() -> None:
        Path("/proc/self/clear_refs").write_text("5")

    @staticmethod
    def _read(name: str) -> float:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"no {name} on this system")


# --- the benchmarks -------------------------------------------------------------------------
def _saves(number: int) -> Callable[[], float]:
    """Seconds a case of a loop of `case.save()`, every answer being out of date."""
    cases = list(Case.objects.order_by("?")[: min(SAMPLE, number)])
    return lambda: _saves_of(cases)() / len(cases)


def _saves_of(cases: list[Case]) -> Callable[[], float]:
    def loop() -> float:
        use_fresh_rules()
        took = seconds(lambda: [case.save() for case in cases])
        forget_earlier_answers()
        return took

    return loop


def _bulk(number: int, peaks: list[float]) -> Callable[[], float]:
    def whole() -> float:
        use_fresh_rules()
        with Peak() as peak:
            took = seconds(run_all)
        peaks.append(peak.grown)
        forget_earlier_answers()
        return took / number

    return whole


def bench_reeval(number: int) -> list[Result]:
    """A loop of saves against the bulk run; memory; the run against its three parts."""
    sow(number)
    run_all()
    is_sqlite = connection.vendor == "sqlite"
    peaks: list[float] = []
    rounds = list(alternate(ROUNDS, _saves(number), _bulk(number, peaks)))
    bulks = [bulk for _save, bulk in rounds]
    parts = [_parts() for _ in range(ROUNDS)]
    ratios = [save / bulk for save, bulk in rounds]
    return [
        Result("one case.save()", [save * 1e6 for save, _bulk in rounds], " µs"),
        Result("one case of the run", [bulk * 1e6 for bulk in bulks], " µs"),
        Result("save ÷ run", ratios, at_least=20, is_bound=True),
        Result("save ÷ run (B1)", ratios, at_least=40 if is_sqlite else 60),
        Result("memory grown by the run", [max(peaks)], " MB", at_most=60, is_bound=True),
        *(Result(f"{name} alone", [part[name] * 1e6 for part in parts], " µs") for name in PARTS),
        Result(
            "run ÷ its parts alone (B2)",
            [bulk / sum(part.values()) for bulk, part in zip(bulks, parts, strict=True)],
            at_most=1.15,
        ),
    ]


PARTS = ("reading", "evaluating", "writing")


def _parts() -> dict[str, float]:
    """Seconds a case of reading, evaluating and writing, each on its own, over some ranges."""
    use_fresh_rules()
    basis = current_basis()
    run = Run.objects.create(
        state=Run.State.CANCELED, rule_set_id=basis.rule_set_id, reference_id=basis.reference_id
    )
    origin = Origin(basis, timezone.now(), run.pk)
    took, cases = dict.fromkeys(PARTS, 0.0), 0
    for first, last, total in reevaluating.ranges(reevaluating.CASES_A_RANGE)[:5]:
        for name, spent in _range_in_parts(first, last, origin).items():
            took[name] += spent
        cases += total
    forget_earlier_answers()
    return {name: spent / cases for name, spent in took.items()}


def _range_in_parts(first: int, last: int, origin: Origin) -> dict[str, float]:
    begun = perf_counter()
    reads = list(gather(first, last))
    read = perf_counter()
    prepared = [
        answering.prepare(chunk, origin, Assessment.Why.RUN)
        for chunk in working.batched(reads, working.CASES_A_CHUNK)
    ]
    evaluated = perf_counter()
    for chunk in prepared:
        with transaction.atomic():
            answering.write(chunk, origin, Assessment.Why.RUN)
    ended = perf_counter()
    return dict(zip(PARTS, (read - begun, evaluated - read, ended - evaluated), strict=True))


def bench_skip(number: int) -> list[Result]:
    """A run over cases whose answers stand against one over cases that all changed."""
    sow(number)
    run_all()
    bulk = _bulk(number, [])

    def standing() -> float:
        return seconds(run_all) / number

    rounds = list(alternate(ROUNDS, standing, bulk))
    ratios = [quiet / changed for quiet, changed in rounds]
    return [
        Result("one case that stands", [quiet * 1e6 for quiet, _changed in rounds], " µs"),
        Result("one case that changed", [changed * 1e6 for _quiet, changed in rounds], " µs"),
        Result("standing ÷ changed (B4)", ratios, at_most=0.10),
    ]


def bench_save(number: int) -> list[Result]:
    """Saving a case with its assessment against saving the bare row; the history left aside."""
    sow(SAMPLE)
    run_all()
    cases = list(Case.objects.all())
    for case in cases:
        case.skip_history_when_saving = True

    def bare() -> float:
        fields = [f.name for f in Case._meta.concrete_fields if not f.primary_key]
        fields = [name for name in fields if name not in Case.ANSWER_FIELDS]
        return seconds(lambda: [case.save_base(raw=True, update_fields=fields) for case in cases])

    assessed = _saves_of(cases)
    rounds = list(alternate(ROUNDS, assessed, bare))
    return [
        Result("save with assessment", [whole / len(cases) * 1e6 for whole, _ in rounds], " µs"),
        Result("save of the bare row", [row / len(cases) * 1e6 for _, row in rounds], " µs"),
        Result(
            "with ÷ without assessment (B6)",
            [whole / row for whole, row in rounds],
            at_most=3 if connection.vendor == "sqlite" else 5,
        ),
    ]


def bench_rules(number: int) -> list[Result]:
    """Our full answer against zen-engine without a trace (tests/bench/rules.py, B8)."""
    from tests.bench.rules import bench_rules as against_zen

    found = against_zen(min(number, 20_000))
    return [
        *(Result(name, [float(found[name])], " µs") for name in ("zen_us", "facts_us", "json_us")),
        Result("zen ÷ our answer (B8)", [float(found["ratio"])], at_least=2),
    ]


BENCHES: dict[str, Callable[[int], list[Result]]] = {
    "reeval": bench_reeval,
    "rules": bench_rules,
    "save": bench_save,
    "skip": bench_skip,
}
