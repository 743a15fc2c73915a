"""JSON in: a dossier becomes `Facts`, or a `DossierError` with the path of the first fault.

The form is that of the assessment contract. Of several faults the first in the order of the
contract's table is told; unknown keys of an object come after its known ones.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from cases.law.calendar import ONE_DAY
from cases.law.plain import plain
from cases.law.reading import DossierError, Json, Reader, load
from cases.law.terms import (
    NO_SENTENCE,
    Custody,
    Detention,
    Facility,
    Facts,
    Manner,
    Nexus,
    Offense,
    Punishment,
    Recidivism,
    Sentence,
    Stage,
)

Days = tuple[date, date]  # first and last

MOST_OFFENSES = 1_000
LONGEST_ID = 100
_DEFENDANT_KEYS = frozenset({"birth_date"})
_OFFENSE_KEYS = frozenset(Offense.__slots__)
_SENTENCE_KEYS = frozenset(Sentence.__slots__)
_CUSTODY_KEYS = frozenset({"kind", "from", "to"})
_TOP_KEYS = frozenset(
    {
        "as_of",
        "defendant",
        "stage",
        "objects_to_termination",
        "recidivism",
        "offenses",
        "sentence",
    }
)


def parse_dossier(content: str | bytes) -> Facts:
    """Facts from the text of one JSON object (UTF-8). Raises DossierError."""
    return read_dossier(load(content))


def read_dossier(value: Json) -> Facts:
    """Facts from the JSON value of a dossier. Raises DossierError."""
    if not isinstance(value, dict):
        raise DossierError("", "wrong_type", expected="object")
    top = Reader(value, "")
    as_of = top.day("as_of")
    defendant = Reader(top.get("defendant"), "defendant")
    birth_date = defendant.day("birth_date")
    defendant.finish(_DEFENDANT_KEYS)
    facts = Facts(
        as_of=as_of,
        birth_date=birth_date,
        stage=top.choice("stage", Stage),
        objects_to_termination=top.truth("objects_to_termination"),
        recidivism=top.choice("recidivism", Recidivism),
        offenses=_offenses(top),
        sentence=_sentence(top.get("sentence")),
    )
    top.finish(_TOP_KEYS)
    return facts


def _offenses(top: Reader) -> tuple[Offense, ...]:
    items = top.list("offenses")
    if not items or len(items) > MOST_OFFENSES:
        raise DossierError("offenses", "wrong_length", least=1, most=MOST_OFFENSES)
    seen: set[str] = set()
    return tuple(
        _offense(Reader.of(value, f"offenses[{index}]"), seen) for index, value in enumerate(items)
    )


def _offense(item: Reader, seen: set[str]) -> Offense:
    offense = Offense(
        id=_offense_id(item, seen),
        article=item.number("article"),
        part=item.number("part"),
        points=item.texts("points"),
        committed_from=item.day("committed_from"),
        committed_to=_committed_to(item),
        in_kazakhstan=item.truth("in_kazakhstan"),
        nexus=item.choice("nexus", Nexus),
        victim_minor=item.truth("victim_minor"),
        term=item.term("term"),
    )
    item.finish(_OFFENSE_KEYS)
    return offense


def _offense_id(item: Reader, seen: set[str]) -> str:
    value, path = item.text("id"), item.at("id")
    if value is None:
        raise DossierError(path, "missing")
    if not 1 <= len(value) <= LONGEST_ID:
        raise DossierError(path, "wrong_length", least=1, most=LONGEST_ID)
    if value in seen:
        raise DossierError(path, "duplicate_id")
    seen.add(value)
    return value


def _committed_to(item: Reader) -> date | None:
    last = item.day("committed_to")
    if last is None:
        return None
    first = item.day("committed_from")
    if first is None:
        raise DossierError(item.at("committed_to"), "end_without_start")
    if last < first:
        raise DossierError(item.at("committed_to"), "end_before_start")
    return last


def _sentence(value: Json) -> Sentence:
    if value is None:
        return NO_SENTENCE
    item = Reader(value, "sentence")
    kind = item.choice("kind", Punishment)
    manner = item.choice("manner", Manner)
    term = item.term("term")
    starts_on = item.day("starts_on")
    sentence = Sentence(
        kind=kind,
        manner=manner,
        term=term,
        starts_on=starts_on,
        facility=item.choice("facility", Facility),
        custody=_custody(item, starts_on),
        served_on=item.day("served_on"),
        additional=item.texts("additional"),
    )
    item.finish(_SENTENCE_KEYS)
    return sentence


def _custody(sentence: Reader, starts_on: date | None) -> tuple[Custody, ...] | None:
    items = sentence.list("custody")
    if items is None:
        return None
    found: list[Custody] = []
    taken: list[Days] = []
    for index, value in enumerate(items):
        item = Reader.of(value, f"sentence.custody[{index}]")
        custody = _custody_item(item, starts_on, taken)
        found.append(custody)
        insort(taken, (custody.start, _last_day(custody, starts_on)))
        item.finish(_CUSTODY_KEYS)
    return tuple(found)


def _custody_item(item: Reader, starts_on: date | None, taken: Sequence[Days]) -> Custody:
    """One period; it may not reach the day the term starts nor share a day with an earlier one."""
    kind = item.choice("kind", Detention)
    if kind is None:
        raise DossierError(item.at("kind"), "missing")
    start = item.day("from")
    if start is None:
        raise DossierError(item.at("from"), "missing")
    if starts_on is not None and start >= starts_on:
        raise DossierError(item.at("from"), "custody_after_start")
    _refuse_overlap(item, (start, start), taken)
    found = Custody(kind, start, item.day("to"))
    _refuse_overlap(item, (start, _last_day(found, starts_on)), taken)
    _refuse_end(item, found, starts_on)
    return found


def _refuse_overlap(item: Reader, days: Days, taken: Sequence[Days]) -> None:
    """`taken` is sorted and shares no day: only the last period begun by then can reach so far."""
    start, last = days
    begun = bisect_right(taken, last, key=itemgetter(0))
    if begun and start <= taken[begun - 1][1]:
        raise DossierError(item.at("from"), "custody_overlaps")


def _refuse_end(item: Reader, found: Custody, starts_on: date | None) -> None:
    if found.end is None:
        return
    if found.end < found.start:
        raise DossierError(item.at("to"), "end_before_start")
    if starts_on is not None and found.end >= starts_on:
        raise DossierError(item.at("to"), "custody_after_start")


def _last_day(item: Custody, starts_on: date | None) -> date:
    """A period without an end lasts until the day before the term, or runs on."""
    if item.end is not None:
        return item.end
    return date.max if starts_on is None else starts_on - ONE_DAY


def dossier_of(facts: Facts) -> dict[str, Json]:
    """The canonical JSON form of facts: every key, in the order of the table.

    `defendant` and `sentence` are null when nothing is known of them. Reading it gives the facts.
    """
    born, sentence = facts.birth_date, facts.sentence
    return {
        "as_of": plain(facts.as_of),
        "defendant": None if born is None else {"birth_date": plain(born)},
        "stage": plain(facts.stage),
        "objects_to_termination": facts.objects_to_termination,
        "recidivism": plain(facts.recidivism),
        "offenses": [_plain_fields(offense) for offense in facts.offenses],
        "sentence": None if sentence == NO_SENTENCE else _plain_fields(sentence),
    }


def _plain_fields(item: Offense | Sentence) -> dict[str, Json]:
    return {name: plain(getattr(item, name)) for name in type(item).__slots__}
