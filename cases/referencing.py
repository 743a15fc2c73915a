"""The reference data: loads the shipped files, keeps every state, hands out the current basis.

A *basis* is what an answer rests on: the rule set in use and the current state of the Criminal
Code table. Whoever changes a provision calls `take_state` (cases/signals.py does).
"""

import csv
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from cases import law
from cases.models import Provision, ReferenceState, RuleSet

DATA = Path(__file__).parent / "data"
COLUMNS = (
    "code",
    "edition",
    "valid_from",
    "valid_to",
    "article",
    "part",
    "max_years",
    "life",
    "negligent",
    "gravity",
    "listed",
    "exclusion_group",
)


class Basis(NamedTuple):
    """What an answer rests on, with the law core's own form of it."""

    rule_set_id: int
    reference_id: int
    law: law.RuleSet


def current_basis() -> Basis:
    """The rule set in use with the current state of the table. Two statements."""
    rule_set = RuleSet.objects.filter(is_active=True).values_list("pk", "digest").first()
    state = ReferenceState.objects.filter(is_current=True).values_list("pk", "digest").first()
    if rule_set is None or state is None:
        raise ImproperlyConfigured("No reference data: run `manage.py load_reference` first.")
    return Basis(rule_set[0], state[0], _law(*rule_set, *state))


def basis_of(rule_set_id: int, reference_id: int) -> Basis:
    """The basis of a stored answer, for replaying it."""
    rule_set = RuleSet.objects.values_list("pk", "digest").get(pk=rule_set_id)
    state = ReferenceState.objects.values_list("pk", "digest").get(pk=reference_id)
    return Basis(rule_set_id, reference_id, _law(*rule_set, *state))


@lru_cache(maxsize=8)
def _law(rule_set_id: int, rule_digest: str, state_id: int, state_digest: str) -> law.RuleSet:
    """Both rows are immutable, so the digests make a safe key for the life of the process."""
    data = RuleSet.objects.values_list("data", flat=True).get(pk=rule_set_id)
    rows = ReferenceState.objects.values_list("rows", flat=True).get(pk=state_id)
    return law.rule_set_from(data, msgspec.json.decode(rows))


def digest_of(text: bytes) -> str:
    return blake2b(text, digest_size=32).hexdigest()


def table_rows() -> list[dict]:
    """The table as the law core reads it, in a stable order."""
    rows = Provision.objects.order_by("code", "article", "part", "edition").values(*COLUMNS)
    return [
        row
        | {day: row[day].isoformat() if row[day] else None for day in ("valid_from", "valid_to")}
        for row in rows
    ]


@transaction.atomic
def take_state() -> ReferenceState:
    """Record the table as it stands now; nothing is written when it did not change."""
    rows = msgspec.json.encode(table_rows())
    state, _made = ReferenceState.objects.get_or_create(
        digest=digest_of(rows), defaults={"rows": rows.decode(), "made_at": timezone.now()}
    )
    if not state.is_current:
        ReferenceState.objects.filter(is_current=True).update(is_current=False)
        ReferenceState.objects.filter(pk=state.pk).update(is_current=True)
        state.is_current = True
    return state


KEY = ("code", "edition", "article", "part")


@transaction.atomic
def load_provisions(file: Path = DATA / "criminal_code.csv") -> int:
    """Load the rows that are not there yet; what people verified or corrected is left alone."""
    present = set(Provision.objects.values_list(*KEY))
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if tuple(row[k] for k in KEY) not in present]
    Provision.objects.bulk_create(
        Provision(**{name: row[name] for name in KEY}, **_values(row)) for row in rows
    )
    take_state()
    return len(rows)


def _values(row: dict[str, str]) -> dict:
    return {
        "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        "title_en": row["title_en"],
        "title_ru": row["title_ru"],
        "title_kk": row["title_kk"],
        "max_years": int(row["max_years"]) if row["max_years"] else None,
        "life": row["life"] == "1" if row["life"] else None,
        "negligent": row["negligent"] == "1" if row["negligent"] else None,
        "gravity": row["gravity"],
        "listed": row["covered_by_art1"],
        "exclusion_group": row["exclusion_group"],
        "source": row["source"],
        "confidence": row["confidence"],
    }


@transaction.atomic
def load_rule_set(file: Path = DATA / "rule_set_152-VII-1.json") -> bool:
    """Load the shipped rule set; it comes into use when none is. True when it was new."""
    text = file.read_bytes()
    data = msgspec.json.decode(text)
    is_first = not RuleSet.objects.filter(is_active=True).exists()
    _rule_set, made = RuleSet.objects.get_or_create(
        code=data["code"],
        defaults={
            "title_en": data["title"]["en"],
            "title_ru": data["title"]["ru"],
            "title_kk": data["title"]["kk"],
            "valid_from": date.fromisoformat(data["valid_from"]),
            "data": data,
            "digest": digest_of(text),
            "is_active": is_first,
            "activated_at": timezone.now() if is_first else None,
        },
    )
    return made
