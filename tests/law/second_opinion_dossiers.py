"""Seeded random dossiers of the contract's types, valid ones only, crowded at every border."""

from datetime import date, timedelta
from random import Random

from tests.law.second_opinion import KINDS, STAGES

COVERED = (
    "187 1,187 2,115 -,202 1,107 1,113 -,188 1,188 2,200 2,155 2,188 3,191 2,191 4,106 1,106 2,"
    "132 1,132 5,272 2,272 3,103 -,204 2,157 2,207 3,114 3"
)
STRANGE = (
    "106 3,106 9,192 1,192 4,99 1,99 2,105 1,110 2,188-1 1,207-1 1,500 -,999-99 99-99,0 -,207 4,"
    "272 1,272 4,269 1,269 9,269-1 2,175 1,146 1,146 9,184 -,258 1,404 1,404 2,405 2,120 1,120 9,"
    "122 1,312 2,312 1,189 3,189 1,190 3,218 3,218 1,234 3,249 3,362 4,362 1,451 2,451 4,366 1,"
    "371 1,414 1,415 -,415 1,449 -,449 1,453 3,380-1 2,380-1 1,287 3,293 1,417 1,459 4,115 1,171 1,"
    "286 4,452 4,124 1,267 2"
)
BIRTHS = "1985-03-15 2004-01-03 2004-01-04 2004-01-05 2004-01-06 2004-01-08 2004-02-29 2008-07-07 9999-01-01"
DAYS = "2022-01-03 2022-01-04 2022-01-05 2022-01-06 2022-01-07 2022-01-08"
FAR = "2010-06-01 2021-12-31 2022-02-28 2022-09-10 2024-02-29"
STARTS = (
    "2022-07-01 2022-07-31 2022-08-31 2022-10-20 2022-11-02 2022-11-03 2022-11-04 2020-02-29 "
    "2021-10-30 2021-03-31 2022-05-15 2023-01-31"
)
EDGE_STARTS = "0001-01-01 0001-02-03 9899-01-31 9999-11-30 9999-12-31"
AS_OF = "2022-11-03 2022-11-02 2023-01-16 2023-05-03 2024-02-29 2025-12-31 2022-01-01 9999-12-31"
SERVED = "2022-03-01 2022-11-02 2022-11-03 2022-11-04 2023-05-05"
FACILITIES = ("minimum", "medium", "maximum", "extraordinary", "full")
MANNERS = ("real", "conditional", "deferred", "paroled")
POINTS = ([], ["1"], ["2"], ["3"], ["1", "2"], ["2", "3"])


def split(entry: str) -> tuple[str, str | None]:
    """Article and part of `188 2` or `115 -`."""
    article, part = entry.split()
    return article, None if part == "-" else part


def random_act(chance: Random, calm: bool) -> dict:
    """First and last day of an act."""
    if calm:
        return {"committed_from": chance.choice(["2022-01-04", "2022-01-05", "2022-01-07"])}
    first = date.fromisoformat(chance.choice(DAYS.split() + FAR.split()[: chance.randint(0, 5)]))
    last = first + timedelta(days=chance.choice([0, 0, 1, 2, 5, 40]))
    act: dict = {"committed_from": first.isoformat()}
    if chance.random() < 0.5:
        act["committed_to"] = last.isoformat()
    return act


def random_term(chance: Random, longest: int) -> dict:
    """A term of 1 to `longest` thirtieths of a month."""
    units = max(1, chance.choice([chance.randint(1, longest), 30 * (longest // 30), longest]))
    return {"years": units // 360, "months": units % 360 // 30, "days": units % 30}


def random_count(chance: Random, calm: bool, longest: int, table: list[dict]) -> dict:
    """One count; a calm one is covered and certain."""
    if calm:
        article, part = split(chance.choice(COVERED.split(",")))
    elif chance.random() < 0.6:
        article, part = split(chance.choice(STRANGE.split(",")))
    else:
        row = chance.choice(table)
        article, part = row["article"], row["part"] if row["part"] not in ("", "-") else None
    return {
        "article": article,
        "part": part,
        "points": chance.choice(POINTS),
        **random_act(chance, calm or chance.random() < 0.5),
        "in_kazakhstan": calm or chance.random() < 0.9,
        "nexus": "riot" if calm else chance.choice(["riot", "riot", "suppression", "none"]),
        "victim_minor": chance.random() < 0.5,
        "term": random_term(chance, longest),
    }


def random_custody(chance: Random, starts: date) -> list[dict]:
    """Spells before the start of the term that share no day; the last may be open."""
    spells = []
    cursor = starts - timedelta(days=min(chance.randint(1, 500), starts.toordinal() - 1))
    for _ in range(chance.randint(0, 3)):
        first = cursor + timedelta(days=chance.choice([0, 0, 1, 10]))
        if first >= starts:
            break
        length = chance.choice([0, 1, 2, 29, 171])
        last = first + timedelta(days=min(length, (starts - first).days))
        kind = chance.choice(["custody", "custody", "house_arrest"])
        spells.append({"kind": kind, "from": first.isoformat(), "to": last.isoformat()})
        if last >= starts or chance.random() < 0.2:
            spells[-1]["to"] = None
            break
        cursor = last + timedelta(days=1)
    return spells


def random_sentence(chance: Random, longest: int) -> dict:
    """A sentence with every key."""
    starts = chance.choice((STARTS if chance.random() < 0.97 else EDGE_STARTS).split())
    kinds = KINDS if chance.random() < 0.4 else ("imprisonment", "restriction_of_liberty", "arrest")
    final = chance.choice([longest, longest, longest, longest * 2, max(1, longest // 2)])
    return {
        "kind": chance.choice(kinds),
        "manner": chance.choice(MANNERS),
        "term": {"years": final // 360, "months": final % 360 // 30, "days": final % 30},
        "starts_on": starts,
        "facility": chance.choice(FACILITIES),
        "custody": random_custody(chance, date.fromisoformat(starts)),
        "served_on": chance.choice(SERVED.split()),
        "additional": chance.choice([[], ["confiscation"], ["ban_on_office", "expulsion"]]),
    }


def forget(chance: Random, facts: dict, share: float, kept: tuple[str, ...] = ()) -> dict:
    """Some facts made unknown, by null or by leaving the key out."""
    result = {}
    for key, value in facts.items():
        if key in kept or chance.random() >= share:
            result[key] = value
        elif chance.random() < 0.5:
            result[key] = None
    if result.get("committed_from") is None:
        result.pop("committed_to", None)
    return result


def random_facts(chance: Random, prisoner: bool) -> dict:
    """The facts of the person, a prisoner's or anybody's."""
    findings = ["none"] * (1 if prisoner else 9) + ([] if prisoner else ["recidivism", "dangerous"])
    return {
        "as_of": chance.choice(AS_OF.split()) if chance.random() < 0.4 else None,
        "stage": "serving" if prisoner else chance.choice((*STAGES, "serving", "served")),
        "objects_to_termination": chance.random() < 0.5,
        "recidivism": chance.choice(findings),
    }


def random_dossier(chance: Random, table: list[dict]) -> dict:
    """One valid dossier; every second one of a prisoner with mostly covered counts."""
    prisoner = chance.random() < 0.5
    share = chance.choice([0, 0, 0, 0.03, 0.05] if prisoner else [0, 0, 0.03, 0.1, 0.3, 0.6])
    longest = chance.choice([9, 360, 480, 1830, 1827, 2160, 3600, 7300, 12000])
    calm = 0.9 if prisoner else chance.choice([0, 0.3, 0.8, 0.95])
    counts = []
    for number in range(chance.choice([1, 1, 2, 2, 3, 4])):
        count = random_count(chance, chance.random() < calm, longest, table)
        if chance.random() < (0.2 if prisoner else 0.5):
            count["term"] = None
        counts.append({"id": f"c{number}", **forget(chance, count, share)})
    sentence = random_sentence(chance, longest)
    if prisoner and chance.random() < 0.8:
        sentence["kind"] = chance.choice(["imprisonment", "restriction_of_liberty", "arrest"])
    dossier = {
        **random_facts(chance, prisoner),
        "defendant": forget(chance, {"birth_date": chance.choice(BIRTHS.split())}, share),
        "offenses": counts,
        "sentence": forget(chance, sentence, max(share, 0.05)),
    }
    return forget(chance, dossier, share, kept=("offenses",))
