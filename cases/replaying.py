"""Does every stored answer still follow from its stored facts and rules, byte for byte?

Reads only. A difference means that the program changed without a new rule set, or that somebody
wrote to the table of assessments.
"""

import logging
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

import msgspec
from django.db.models import Count, Max, Min

from cases.assessing import Evaluated, evaluate
from cases.models import Assessment
from cases.referencing import basis_of

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 500
COLUMNS = ("pk", "case_id", "case__number", "rule_set_id", "reference_id", *Evaluated._fields)


class Replayed(NamedTuple):
    """How many answers were replayed, and the numbers of the cases whose answer came out other."""

    total: int
    differing: list[str]


def replay(sample: int | None = None, seed: int | None = None) -> Replayed:
    """Replay all stored answers, or at most `sample` of them, taken by chance. Differences are logged."""
    total, differing = 0, []
    for ids in _chunks(_ids(sample, Random(seed))):  # noqa: S311 - a sample, no secret
        for pk, case_id, number, rule_set_id, reference_id, *stored in _rows(ids):
            total += 1
            if not _follows(case_id, rule_set_id, reference_id, Evaluated(*stored)):
                log.error("assessment %s of case %s does not replay", pk, number)
                differing.append(number)
    return Replayed(total, sorted(set(differing)))


def _follows(case_id: int, rule_set_id: int, reference_id: int, stored: Evaluated) -> bool:
    basis = basis_of(rule_set_id, reference_id)
    try:
        dossier = msgspec.json.decode(stored.dossier_json)
        again = evaluate(dossier, basis, case_id)
    except ValueError:
        return False
    day = stored.new_end.isoformat() if stored.new_end else None
    return again == stored._replace(new_end=day)


def _ids(sample: int | None, chance: Random) -> Iterable[int]:
    rows = Assessment.objects.order_by("pk").values_list("pk", flat=True)
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"), total=Count("pk"))
    if sample is None or ends["total"] <= sample:
        return rows.iterator(chunk_size=10_000)
    return sorted(chance.sample(range(ends["first"], ends["last"] + 1), sample))


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for pk in ids:
        chunk.append(pk)
        if len(chunk) == ROWS_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _rows(ids: list[int]) -> Iterator[tuple]:
    return Assessment.objects.filter(pk__in=ids).order_by("pk").values_list(*COLUMNS).iterator()
