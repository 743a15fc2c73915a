"""The second opinion on terms: fractions, credits and dates, by plain counting.

A term is a dict of years, months, days; its unit is the thirtieth of a month. Dates move to the last
day of a shorter month (`down`); the other reading (`up`) is only compared.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from tests.law.second_opinion_counts import GRAVE, day

DIVISIBLE = ("imprisonment", "restriction_of_liberty", "arrest")
INDIVISIBLE = ("life_imprisonment", "community_service", "corrective_works", "fine")

# Criminal Code art. 62: what one day of custody counts for.
CUSTODY = {
    ("imprisonment", "minimum"): Fraction(2),
    ("imprisonment", "medium"): Fraction(3, 2),
    ("imprisonment", "maximum"): Fraction(1),
    ("imprisonment", "extraordinary"): Fraction(1),
    ("imprisonment", "full"): Fraction(1),
    ("arrest", None): Fraction(1),
    ("restriction_of_liberty", None): Fraction(2),
}
HOUSE_ARREST = Fraction(1, 2)
KEPT = {"3/4": Fraction(1, 4), "1/2": Fraction(1, 2)}
YEAR = 360
TERM_KEYS = (
    "appointed",
    "effective_start",
    "original_end",
    "new_end",
    "remaining_days",
    "remaining_days_after",
    "release_now",
)


def units(term: dict) -> int:
    """Thirtieths of a month."""
    return YEAR * term["years"] + 30 * term["months"] + term["days"]


def as_term(count: int) -> dict:
    """Years, months (0-11), days (0-29)."""
    return {"years": count // YEAR, "months": count % YEAR // 30, "days": count % 30}


def keep(term: dict, fraction: str) -> tuple[int, bool]:
    """What the cut leaves, in units, and whether a part of a unit was lost."""
    exact = units(term) * KEPT[fraction]
    return exact.numerator // exact.denominator, exact.denominator != 1


def add(start: date, term: dict, policy: str = "down") -> date | None:
    """The day on which a term has run out; None after the last day of the calendar."""
    try:
        return add_plainly(start, term, policy)
    except (OverflowError, ValueError):
        return None


def add_plainly(start: date, term: dict, policy: str) -> date:
    """Months once, then days."""
    month = start.year * 12 + start.month - 1 + 12 * term["years"] + term["months"]
    year, month = month // 12, month % 12 + 1
    length = monthrange(year, month)[1]
    if start.day <= length:
        moved = date(year, month, start.day)
    else:
        moved = date(year, month, length) + timedelta(days=1 if policy == "up" else 0)
    return moved + timedelta(days=term["days"])


def credit_days(sentence: dict, starts: date) -> int | None:
    """Days of credit; None when they cannot be told."""
    kind, facility = sentence["kind"], sentence.get("facility")
    lengths = {"custody": 0, "house_arrest": 0}
    for item in sentence["custody"]:
        last = day(item.get("to")) or starts - timedelta(days=1)
        lengths[item["kind"]] += (last - day(item["from"])).days + 1
    ratio = CUSTODY.get((kind, facility if kind == "imprisonment" else None))
    if any(item["kind"] == "custody" for item in sentence["custody"]) and ratio is None:
        return None
    at_home = -(-lengths["house_arrest"] * HOUSE_ARREST // 1)
    return int(-(-lengths["custody"] * (ratio or 0) // 1) + at_home)


def effective_start(sentence: dict) -> date | None:
    """First day of the term after credit; None when it cannot be told or the term does not run."""
    starts, manner = day(sentence.get("starts_on")), sentence.get("manner") or "real"
    if manner == "deferred" or starts is None:
        return None
    if manner == "conditional":
        return starts
    if sentence.get("custody") is None:
        return None
    credit = credit_days(sentence, starts)
    if credit is None or credit >= starts.toordinal():
        return None
    return starts - timedelta(days=credit)


def kept_parts(counts: list[dict]) -> list[int]:
    """What each count of a combined answer keeps, in units; lighter counts keep nothing."""
    return [units(count["kept"]) for count in counts if count["kept"] is not None]


def cap(counts: list[dict], parameters: dict) -> int:
    """Criminal Code art. 58(3), (4): 20 years, or 25 with a crime punishable by 20 or more."""
    heavy = any(
        count["gravity"] == "especially_grave"
        and (row["life"] == "1" or int(row["max_years"] or 0) >= 20)
        for count in counts
        for row in count["rows"]
    )
    return YEAR * parameters["caps"]["especially_grave_20" if heavy else "usual"]


def over_cap(person: dict, parameters: dict) -> set[str]:
    """`caps_apply` where the sum of the kept parts is above the cap, whatever the final term."""
    if person["outcome"] != "combined":
        return set()
    parts = kept_parts(person["counts"])
    return {"caps_apply"} if sum(parts) > cap(person["counts"], parameters) else set()


def lengths(person: dict, parameters: dict) -> tuple[dict, dict, bool]:
    """Keys of the lengths, the term that gives the new end, lost part."""
    final = person["sentence"]["term"]
    if person["outcome"] == "reduce":
        left, lost = keep(final, person["counts"][0]["fraction"])
        return {"kept": as_term(left)}, as_term(left), lost
    parts, limit = kept_parts(person["counts"]), cap(person["counts"], parameters)
    longest = as_term(min(sum(parts), limit, units(final)))
    return {"kept_min": as_term(max(parts)), "kept_max": longest}, longest, False


def one_year_rule(
    person: dict, ends: tuple[date | None, date | None], as_of: date, parameters: dict
) -> dict | None:
    """Both readings, for persons serving on the day of the entry into force."""
    starts = day(person["sentence"].get("starts_on"))
    grave = any(c["covered"] and c["gravity"] in GRAVE for c in person["counts"])
    if None in ends or not grave or starts > day(parameters["law_date"]):
        return None
    year = {"years": 0, "months": parameters["one_year_months"], "days": 0}
    limit = add(as_of, year) or date.max
    tests = {"before_cut": ends[0] <= limit, "after_cut": ends[1] <= limit}
    applied = person["outcome"] == "reduce" and tests[parameters["one_year_basis"]]
    return tests | {"applied": applied}


def measure(person: dict, as_of: date, parameters: dict) -> tuple[dict | None, dict | None, set]:
    """`term`, `one_year_rule` and the flags of the person's answer."""
    sentence = person["sentence"]
    measured = (
        person["stage"] == "serving"
        and person["outcome"] in ("reduce", "combined")
        and sentence.get("kind") in DIVISIBLE
    )
    flags = over_cap(person, parameters) if measured else set()
    if not measured or sentence.get("term") is None:
        return None, None, flags
    keys, left, lost = lengths(person, parameters)
    flags |= {"rounded"} if lost else set()
    start = effective_start(sentence)
    if start is None:
        return dict.fromkeys(TERM_KEYS) | {"appointed": sentence["term"]} | keys, None, flags
    old, new = add(start, sentence["term"]), add(start, left)
    rule = one_year_rule(person, (old, new), as_of, parameters)
    new_up = add(start, left, "up")
    if rule and rule["applied"]:
        new, new_up = min(new, as_of), min(new_up, as_of)
    if (old, new) != (add(start, sentence["term"], "up"), new_up):
        flags.add("two_date_readings")
    if rule and rule["before_cut"] != rule["after_cut"]:
        flags.add("one_year_readings_differ")
    left_over = [None if end is None else max(0, (end - as_of).days) for end in (old, new)]
    values = (sentence["term"], start, old, new, *left_over, None if new is None else new <= as_of)
    return dict(zip(TERM_KEYS, values, strict=True)) | keys, rule, flags
