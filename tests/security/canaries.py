"""Strings that nobody could invent twice, in every field of the medical record and the address.

`told` finds them wherever text can go. Each name of a canary says who may read it (READERS).
"""

import uuid
from dataclasses import replace

from django.utils import timezone

from resocialization import addressing, caring, recording
from resocialization.addressing import Place
from resocialization.caring import Entry
from resocialization.consenting import give
from resocialization.models import Contact, Plan
from tests.security.access import MEDICAL, SOCIAL, SUPERVISOR

CANARIES = {
    "clinic": "canaryclinicq7x",
    "specialty": "canaryspecialtyq7x",
    "medical note": "canaryillnessq7x",
    "former clinic": "canaryformerclinicq7x",
    "former specialty": "canaryformerspecialtyq7x",
    "former medical note": "canaryformerillnessq7x",
    "address": "canarystreetq7x",
    "former address": "canaryformerstreetq7x",
    "phone": "+7 (711) 73-19-77",
    "former phone": "+7 (711) 73-19-78",
    "contact note": "canarytalkq7x",
}
MEDICAL_RECORD = {name for name in CANARIES if name.split()[-1] in {"clinic", "specialty"}} | {
    "medical note",
    "former medical note",
}
WHEREABOUTS = {"address", "former address", "phone", "former phone"}
COORDINATORS, IN_CARE = frozenset({MEDICAL}), frozenset({SOCIAL, MEDICAL, SUPERVISOR})
READERS = (
    dict.fromkeys(MEDICAL_RECORD, COORDINATORS)
    | dict.fromkeys(WHEREABOUTS, IN_CARE)
    | {"contact note": IN_CARE}
)


def told(text: str) -> set[str]:
    """Names of the canaries that stand in `text`."""
    return {name for name, canary in CANARIES.items() if canary in text}


def entry(prefix: str = "", **values: object) -> Entry:
    """An entry whose every field holds its canary."""
    day = timezone.localdate()
    return Entry(
        **{
            "kind": "appointment",
            "on": day,
            "key": uuid.uuid4(),
            "clinic": CANARIES[f"{prefix}clinic"],
            "specialty": CANARIES[f"{prefix}specialty"],
            "note": CANARIES[f"{prefix}medical note"],
            "appointment_on": day,
        }
        | values
    )


def tell(plan: Plan) -> None:
    """Put every canary where it belongs, through the doors of the program."""
    day = timezone.localdate()
    give(plan, "medical", "paper", day, None)
    former = caring.write(plan, entry("former "))
    for kind in ("referral", "attended", "missed", "note"):
        caring.write(plan, replace(entry(), kind=kind))
    caring.write(plan, entry(), corrects=former)
    for prefix in ("former ", ""):
        place = Place(CANARIES[f"{prefix}address"], CANARIES[f"{prefix}phone"])
        addressing.move(plan, plan.version, place)
    given = recording.Given(
        Contact.Kind.CALL, True, day, uuid.uuid4(), note=CANARIES["contact note"]
    )
    recording.record_contact(plan, None, None, given, day)
