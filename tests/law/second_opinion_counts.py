"""The second opinion on one count: articles 1 and 3 of the act and the exclusions, as tables.

Every table is typed from the act and from the Criminal Code, not taken from the engine. The only
data read is the table of the Code (rows as dicts). Three answers everywhere: True, False, None.
"""

from datetime import date

LIGHT = ("infraction", "small", "medium")
GRAVE = ("grave", "especially_grave")
EVERY_PART = "*"

# Criminal Code art. 3(29), 3(30), 3(39), 3(42), 146, 175, 272(1), edition of January 2022.
# article -> (parts or EVERY_PART, condition); the condition names a row of CONDITIONS.
TERRORIST = "170 171 173 177 178 184 255 256 257 258 259 260 261 269 270"
EXTREMIST = "174 179 180 181 182 184 258 259 260 267 405"
CORRUPTION = "361 364 365 366 367 368 369 370 450 452"
SEXUAL = "120 121 122 123 124 134 144"


def whole(articles: str, condition: str) -> dict[str, tuple[str, str]]:
    """Entries for articles named without a part."""
    return dict.fromkeys(articles.split(), (EVERY_PART, condition))


GROUPS = {
    "E1": whole(TERRORIST, "always"),
    "E2": whole(EXTREMIST, "always") | {"404": ("2 3", "always")},
    "E3": whole(CORRUPTION, "always")
    | {
        "189": ("3", "point 2"),
        "190": ("3", "point 2"),
        "218": ("3", "point 1"),
        "234": ("3", "point 1"),
        "249": ("3", "point 2"),
        "362": ("4", "point 3"),
        "451": ("2", "point 2"),
    },
    "E4": whole("175", "always"),
    "E5": whole("146", "always"),
    "E6": whole(SEXUAL, "minor victim") | {"312": ("2 3", "minor victim")},
    "E7": {"272": ("1", "adult organizer")},
}
INCOMPLETE = ("218", "234", "249", "312", "449")  # the table does not hold all their parts


def day(text: str | None) -> date | None:
    """A JSON date as a date."""
    return None if text is None else date.fromisoformat(text)


def birthday_18(born: date) -> date:
    """The 18th birthday; 29 February becomes 28 February (the reading `down`)."""
    if born.year + 18 > date.max.year:
        return date.max
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return born.replace(year=born.year + 18, day=28)


def first_and_last(count: dict) -> tuple[date | None, date | None]:
    """First and last day of the act; a missing last day means one day."""
    first = day(count.get("committed_from"))
    return first, day(count.get("committed_to")) or first


# --- age -----------------------------------------------------------------------------------


def age(count: dict, born: str | None) -> tuple[str | None, set[str], set[str]]:
    """`adult`, `minor` or None at the act; the missing facts; the flags (CC art. 15, 80)."""
    first, last = first_and_last(count)
    missing = {
        name for name, value in (("birth_date", born), ("committed_from", first)) if value is None
    }
    if missing:
        return None, missing, set()
    grown = birthday_18(date.fromisoformat(born))
    if last < grown:
        return "minor", set(), set()
    if first > grown:
        return "adult", set(), set()
    return None, set(), {"age_boundary"}


# --- conditions of the exclusions ----------------------------------------------------------
# each gives (holds, missing facts, flags)


def always(count: dict, born: str | None) -> tuple[bool | None, set[str], set[str]]:
    """A group without a condition."""
    return True, set(), set()


def point(number: str):
    """A condition `(point N only)`."""

    def condition(count: dict, born: str | None) -> tuple[bool | None, set[str], set[str]]:
        points = count.get("points")
        if points is None:
            return None, {"points"}, set()
        return number in points, set(), set()

    return condition


def minor_victim(count: dict, born: str | None) -> tuple[bool | None, set[str], set[str]]:
    """E6: a minor victim; a minor offender is an open question (CC art. 78(2))."""
    victim = count.get("victim_minor")
    if victim is None:
        return None, {"victim_minor"}, set()
    if victim is False:
        return False, set(), set()
    group, missing, flags = age(count, born)
    return {"adult": True, "minor": None, None: None}[group], missing, flags


def adult_organizer(count: dict, born: str | None) -> tuple[bool | None, set[str], set[str]]:
    """E7: organizers of mass riots, except minors."""
    group, missing, flags = age(count, born)
    return {"adult": True, "minor": False, None: None}[group], missing, flags


CONDITIONS = {
    "always": always,
    "point 1": point("1"),
    "point 2": point("2"),
    "point 3": point("3"),
    "minor victim": minor_victim,
    "adult organizer": adult_organizer,
}


def exclusion(
    rule: str, count: dict, born: str | None, parameters: dict
) -> tuple[bool | None, set[str], set[str]]:
    """One of E1-E7 for one count: holds, missing facts, flags."""
    article, part = count.get("article"), count.get("part")
    if article is None:
        return None, {"article"}, set()
    if article not in GROUPS[rule]:
        return False, set(), set()
    parts, condition = GROUPS[rule][article]
    in_group = parts == EVERY_PART or (None if part is None else part in parts.split())
    if in_group is False:
        return False, set(), set()
    holds, missing, flags = CONDITIONS[condition](count, born)
    if in_group is None:
        return (False, set(), flags) if holds is False else (None, missing | {"part"}, flags)
    if holds is True and article in parameters["disputed_exclusions"]:
        return None, missing, flags | {"practice_differs"}
    return holds, missing, flags


# --- article 1: the table of the Code ------------------------------------------------------


def common(values: list) -> object:
    """The one value all share, else None."""
    return values[0] if values and all(value == values[0] for value in values) else None


def by_article(table: list[dict]) -> dict[str, list[dict]]:
    """The rows of the table under their article."""
    book: dict[str, list[dict]] = {}
    for row in table:
        book.setdefault(row["article"], []).append(row)
    return book


def rows_for(count: dict, rows: list[dict]) -> list[dict]:
    """The rows a count can mean: one, all of them while the part is unknown, or none."""
    part = count.get("part")
    if part is not None:
        return [row for row in rows if row["part"] == part and part != "-"]
    if count.get("article") in INCOMPLETE:
        return []
    return rows


def number(article: str) -> tuple[int, int]:
    """188-1 is (188, 1), so it stands before 207."""
    head, _, tail = article.partition("-")
    return int(head), int(tail or 0)


def listed(count: dict, book: dict, parameters: dict) -> tuple[bool | None, str, set[str]]:
    """R4: holds, strength, flags."""
    article = count.get("article")
    if article is None:
        return None, "stated", set()
    rows = book.get(article, [])
    if not rows and number(article) > (207, 0):
        return None, "inferred", {"article_unverified"}
    if all(row["covered_by_art1"] == "no" for row in rows):
        return False, "stated", set()
    meant = rows_for(count, rows)
    doubtful = [row["covered_by_art1"] in ("likely", "unknown") for row in rows]
    unverified = all(doubtful) or any(
        row["covered_by_art1"] in ("likely", "unknown") for row in meant
    )
    likely = article in parameters["likely_as_listed"] or None
    verdicts = {"yes": True, "no": False, "likely": likely, "unknown": None}
    holds = common([verdicts[row["covered_by_art1"]] for row in meant])
    strength = "inferred" if unverified else "stated"
    return holds, strength, {"article_unverified"} if unverified else set()


def gravity(count: dict, book: dict) -> str | None:
    """R5: the gravity of the part, from the table alone."""
    meant = rows_for(count, book.get(count.get("article"), []))
    return common([row["gravity"] for row in meant]) or None


def in_window(count: dict, parameters: dict) -> tuple[bool | None, set[str]]:
    """R2: holds, flags."""
    first, last = first_and_last(count)
    if first is None:
        return None, set()
    opens, closes = day(parameters["window_from"]), day(parameters["window_to"])
    if last < opens or first > closes:
        return False, set()
    if first < opens or last > closes:
        return None, {"crosses_window", "continuing_act"}
    return True, {"boundary_day"} if {first, last} & {opens, closes} else set()


NEXUS = {"riot": True, "suppression": True, "none": False, None: None}


def part_matters(count: dict, book: dict) -> bool:
    """Parts of the article that differ in listing or gravity."""
    rows = book.get(count.get("article"), [])
    return len({(row["covered_by_art1"], row["gravity"]) for row in rows}) > 1


def read_count(dossier: dict, index: int, book: dict, parameters: dict) -> dict:
    """All answers of one count: `R`, `E`, `gravity`, `settled`, `missing`, `flags`, strength."""
    count = dossier["offenses"][index]
    born = (dossier.get("defendant") or {}).get("birth_date")
    window, flags = in_window(count, parameters)
    in_list, strength, more = listed(count, book, parameters)
    flags |= more
    weight = gravity(count, book)
    answers = {
        "R1": count.get("in_kazakhstan"),
        "R2": window,
        "R3": NEXUS[count.get("nexus")],
        "R4": in_list,
        "R5": True if weight else None,
    }
    settled = any(answers[rule] is False for rule in ("R1", "R2", "R3", "R4"))
    missing: set[str] = set()
    if not settled:
        asked = ("in_kazakhstan", "committed_from", "nexus", "article")
        missing |= {name for name in asked if count.get(name) is None}
        if count.get("part") is None and part_matters(count, book):
            missing.add("part")
    exclusions = {}
    for rule in GROUPS:
        exclusions[rule], unknown, more = exclusion(rule, count, born, parameters)
        missing |= unknown if exclusions[rule] is None else set()
        flags |= more
    return {
        "id": count["id"],
        "R": answers,
        "E": exclusions,
        "gravity": weight,
        "settled": settled,
        "missing": missing,
        "flags": flags,
        "R4_strength": strength,
    }
