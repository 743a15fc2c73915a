"""A second opinion: the whole answer of the contract, read from the act by a plain table.

It shares no code with the engine and is slow on purpose. It takes valid dossiers only.
"""

from datetime import date

from tests.law.second_opinion_counts import GRAVE, LIGHT, by_article, day
from tests.law.second_opinion_person import BEFORE_VERDICT, read_person, term_needed
from tests.law.second_opinion_terms import DIVISIBLE, as_term, keep, measure

PARAMETERS = {
    "edition": "152-VII/1",
    "law_date": "2022-11-03",
    "window_from": "2022-01-04",
    "window_to": "2022-01-07",
    "one_year_months": 12,
    "one_year_basis": "before_cut",
    "likely_as_listed": ["272"],
    "disputed_exclusions": ["269"],
    "caps": {"usual": 20, "especially_grave_20": 25},
}

CITED_AS = {
    "reported": "E1 E2 E3 E4 E5 E6 E7 R12 R13 R14 R15 R16 R18",
    "stated": "R1 R2 R3 R5 E8 R11",
    "inferred": "R13a R17 R19 R20",
}
STRENGTH = {rule: strength for strength, rules in CITED_AS.items() for rule in rules.split()}
FLAGS = (
    "one_year_readings_differ",
    "rounded",
    "crosses_window",
    "boundary_day",
    "article_unverified",
    "continuing_act",
    "caps_apply",
    "age_boundary",
    "practice_differs",
    "two_date_readings",
)
# the closed lists that flips try, in the order of the contract
STAGES = ("pretrial", "trial", "appeal", "serving", "served")
PERSON_FLIPS = (
    ("stage", STAGES),
    ("objects_to_termination", (True, False)),
    ("recidivism", ("none", "recidivism", "dangerous")),
)
COUNT_FLIPS = (
    ("in_kazakhstan", (True, False)),
    ("nexus", ("riot", "suppression", "none")),
    ("victim_minor", (True, False)),
)
KINDS = (
    "imprisonment",
    "life_imprisonment",
    "restriction_of_liberty",
    "arrest",
    "community_service",
    "corrective_works",
    "fine",
)
# the order of the contract's table
COUNT_KEYS = [
    "article",
    "part",
    "points",
    "committed_from",
    "in_kazakhstan",
    "nexus",
    "victim_minor",
    "term",
]
SENTENCE_KEYS = ("kind", "term", "starts_on", "facility", "custody", "served_on")
DATES_ONLY = ("sentence.term", "sentence.starts_on", "sentence.custody", "sentence.facility")


# --- what each count shows -----------------------------------------------------------------


def kept_of(count: dict, person: dict) -> tuple[dict | None, bool]:
    """`kept` of a count and whether a part of a unit was lost."""
    outcome = count["outcome"]
    if outcome == "release":
        return as_term(0), False
    if outcome == "not_covered" and person["outcome"] == "combined":
        return (count["term"], False) if person["stage"] == "serving" else (None, False)
    if outcome != "reduce":
        return None, False
    term = person["sentence"].get("term") if len(person["counts"]) == 1 else count["term"]
    if term is None:
        return None, False
    left, lost = keep(term, count["fraction"])
    return as_term(left), lost


# --- missing -------------------------------------------------------------------------------


def light_and_open(count: dict) -> bool:
    """A light count that article 1 covers: the objection matters."""
    return count["covered"] and count["gravity"] in LIGHT


def missing_of_serving(person: dict) -> set[str]:
    """Part (d) of the contract's list, at `serving`."""
    sentence, counts = person["sentence"], person["counts"]
    certain = {
        (count["outcome"], count["fraction"])
        for count in counts
        if count["outcome"] != "needs_review"
    }
    grave = any(count["covered"] and count["gravity"] in GRAVE for count in counts)
    if not grave and len(certain) < 2:
        return set()
    kind, custody = sentence.get("kind"), sentence.get("custody")
    in_custody = any(item["kind"] == "custody" for item in custody or [])
    divisible, manner = kind in DIVISIBLE, sentence.get("manner")
    runs = divisible and manner != "deferred"
    needs_facility = kind == "imprisonment" and manner != "conditional" and in_custody
    table = (
        ("kind", True),
        ("term", divisible or kind is None),
        ("starts_on", runs),
        ("custody", runs),
        ("facility", runs and needs_facility),
    )
    paths = {f"sentence.{key}" for key, asked in table if asked and sentence.get(key) is None}
    if len(certain) > 1:
        paths |= {f"offenses[{i}].term" for i, c in enumerate(counts) if term_needed(c, person)}
    return paths


def missing_of_relief(person: dict) -> set[str]:
    """Part (d) of the contract's list, while some count is not settled."""
    counts, stage, sentence = person["counts"], person["stage"], person["sentence"]
    if all(count["settled"] for count in counts):
        return set()
    light = any(light_and_open(count) for count in counts)
    table = (
        ("stage", stage is None),
        (
            "objects_to_termination",
            stage in BEFORE_VERDICT and person["objects"] is None and light,
        ),
        ("sentence.served_on", stage == "served" and sentence.get("served_on") is None),
    )
    paths = {path for path, asked in table if asked}
    return paths | (missing_of_serving(person) if stage == "serving" else set())


def missing_of(person: dict) -> list[str]:
    """`missing[]` in the order of the contract."""
    counts = person["counts"]
    if person["outcome"] == "excluded":
        return []
    paths = {f"offenses[{i}].{name}" for i, c in enumerate(counts) for name in c["missing"]}
    if any("birth_date" in count["missing"] for count in counts):
        paths.add("defendant.birth_date")
    if person["E8"] is None:
        paths.add("recidivism")
    paths |= missing_of_relief(person)
    order = ["defendant.birth_date", "stage", "objects_to_termination", "recidivism"]
    order += [f"offenses[{i}].{key}" for i in range(len(counts)) for key in COUNT_KEYS]
    order += [f"sentence.{key}" for key in SENTENCE_KEYS]
    return [path for path in order if path in paths]


# --- findings, flips, the whole ------------------------------------------------------------


def findings_of(person: dict, term: dict | None, one_year: dict | None, dossier: dict) -> list:
    """(rule, offense, holds, strength) in the order of the contract."""
    lines = []
    for count in person["counts"]:
        lines += [(rule, count["id"], holds) for rule, holds in count["R"].items()]
        lines += [(rule, count["id"], holds) for rule, holds in count["E"].items()]
        lines += [(count["rule"], count["id"], True)] if count["rule"] else []
    new_end = term["new_end"] if term else None
    tail = (
        ("E8", person["E8"], True),
        ("R16", one_year and one_year["applied"], one_year is not None),
        ("R17", term and term["release_now"], new_end is not None),
        ("R19", True, len(person["counts"]) > 1),
        ("R20", True, bool((dossier.get("sentence") or {}).get("additional"))),
    )
    lines += [(rule, None, holds) for rule, holds, shown in tail if shown]
    listed = {count["id"]: count["R4_strength"] for count in person["counts"]}
    return [
        {
            "rule": rule,
            "offense": offense,
            "holds": holds,
            "strength": listed[offense] if rule == "R4" else STRENGTH[rule],
        }
        for rule, offense, holds in lines
    ]


def tries_of(dossier: dict) -> list[tuple[str, dict, str, tuple]]:
    """(path without the key, the object that holds the key, key, values) in the contract's order."""
    tries = [("", dossier, key, values) for key, values in PERSON_FLIPS]
    for i, count in enumerate(dossier["offenses"]):
        tries += [(f"offenses[{i}].", count, key, values) for key, values in COUNT_FLIPS]
    return [*tries, ("sentence.", dossier.get("sentence") or {}, "kind", KINDS)]


def changed(dossier: dict, prefix: str, holder: dict, key: str, value: object) -> dict:
    """The dossier with one other value."""
    new = {**holder, key: value}
    if not prefix:
        return new
    if prefix == "sentence.":
        return {**dossier, "sentence": new}
    return {**dossier, "offenses": [new if c is holder else c for c in dossier["offenses"]]}


def flips_of(dossier: dict, outcome: str, book: dict, parameters: dict) -> list[dict]:
    """Every single change of a closed value that changes the outcome."""
    flips = []
    for prefix, holder, key, values in tries_of(dossier):
        for value in values:
            if holder.get(key) == value:
                continue
            other = changed(dossier, prefix, holder, key, value)
            new = read_person(other, book, parameters)["outcome"]
            if new != outcome:
                flips.append({"path": prefix + key, "to": value, "outcome": new})
    return flips


def outcomes(dossier: dict, book: dict, parameters: dict = PARAMETERS) -> tuple[str, list[str]]:
    """The person's outcome and that of each count; `book`: the table by article."""
    person = read_person(dossier, book, parameters)
    return person["outcome"], [count["outcome"] for count in person["counts"]]


def printed(value: object) -> object:
    """Dates as the contract writes them."""
    if isinstance(value, dict):
        return {key: printed(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def answer(dossier: dict, table: list[dict], parameters: dict = PARAMETERS) -> dict:
    """The answer of the contract; `findings` without citation and facts, which are words."""
    book = by_article(table)
    person = read_person(dossier, book, parameters)
    counts, flags, shown = person["counts"], set(), []
    for count in counts:
        count["kept"], lost = kept_of(count, person)
        flags |= count["flags"] | ({"rounded"} if lost else set())
        shown.append({key: count[key] for key in ("id", "gravity", "outcome", "fraction", "kept")})
    as_of = day(dossier.get("as_of")) or day(parameters["law_date"])
    term, one_year, more = measure(person, as_of, parameters)
    missing = missing_of(person)
    return {
        "outcome": person["outcome"],
        "preliminary": any(path not in DATES_ONLY for path in missing),
        "offenses": shown,
        "term": printed(term),
        "one_year_rule": one_year,
        "additional": (dossier.get("sentence") or {}).get("additional"),
        "findings": findings_of(person, term, one_year, dossier),
        "missing": missing,
        "flips": flips_of(dossier, person["outcome"], book, parameters),
        "flags": [flag for flag in FLAGS if flag in flags | more],
        "edition": parameters["edition"],
    }


def comparable(result: dict) -> dict:
    """The answer without its words: citation and facts of the findings are checked apart."""
    findings = [
        {key: line[key] for key in ("rule", "offense", "holds", "strength")}
        for line in result["findings"]
    ]
    return result | {"findings": findings}
