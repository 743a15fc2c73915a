"""The cards of a plan: one for each need, with what is next and what was last."""

from dataclasses import dataclass
from datetime import date

from resocialization.flagging import Facts
from resocialization.models import Contact, Need, Step

SHOWN = 3  # steps of one card; the timeline and My day show all


@dataclass(frozen=True, slots=True)
class Card:
    """What one card shows. Words of the person and results only for readers of notes."""

    need: Need
    steps: list[Step]
    more: int
    last_contact: Contact | None
    result: str
    words: str
    since: date


def cards_of(facts: Facts, with_notes: bool) -> list[Card]:
    return [_card(need, facts, with_notes) for need in facts.needs]


def _card(need: Need, facts: Facts, with_notes: bool) -> Card:
    steps = facts.open_steps.get(need.pk, [])
    return Card(
        need=need,
        steps=steps[:SHOWN],
        more=max(0, len(steps) - SHOWN),
        last_contact=facts.last_contacts.get(need.pk),
        result=need.result_words if with_notes else "",
        words=need.declined_words if with_notes else "",
        since=need.changed_on,
    )
