"""The second opinion on the person: what each count gets, and what follows for the whole case.

Act, sections 5 and 6: the relief table, the ladder of a count's outcome, precedence.
"""

from tests.law.second_opinion_counts import GRAVE, LIGHT, read_count, rows_for
from tests.law.second_opinion_terms import DIVISIBLE, INDIVISIBLE, units

BEFORE_VERDICT = ("pretrial", "trial", "appeal")
# stage, weight -> rule, outcome, fraction removed
RELIEF = {
    **{(stage, "light"): ("R11", "terminate", None) for stage in BEFORE_VERDICT},
    **{(stage, "grave"): ("R18", "reduce_at_sentencing", "3/4") for stage in BEFORE_VERDICT},
    **{
        (stage, "especially_grave"): ("R18", "reduce_at_sentencing", "1/2")
        for stage in BEFORE_VERDICT
    },
    ("serving", "light"): ("R12", "release", None),
    ("serving", "grave"): ("R14", "reduce", "3/4"),
    ("serving", "especially_grave"): ("R15", "reduce", "1/2"),
    ("served", "light"): ("R13", "lift_record", None),
    ("served", "grave"): ("R13a", "no_effect", None),
    ("served", "especially_grave"): ("R13a", "no_effect", None),
}


def weight(count: dict) -> str:
    """The column of the relief table."""
    return "light" if count["gravity"] in LIGHT else count["gravity"]


def punished_for_recidivism(dossier: dict, counts: list[dict]) -> bool | None:
    """E8: the court's finding; without one, light counts alone can never be recidivism."""
    answers = {"recidivism": True, "dangerous": True, "none": False}
    if dossier.get("recidivism") is not None:
        return answers[dossier["recidivism"]]
    return False if all(count["gravity"] in LIGHT for count in counts) else None


def fact_of_relief_open(count: dict, person: dict) -> bool:
    """A fact without which the relief of this count cannot be named."""
    sentence = person["sentence"]
    if person["stage"] == "served":
        served = sentence.get("served_on")
        return served is None or served >= person["law_date"]
    if person["stage"] == "serving" and count["gravity"] in GRAVE:
        return sentence.get("kind") not in DIVISIBLE
    return False


# the first line that fits gives the outcome of a count
COUNT_LADDER = (
    ("excluded", lambda count, person: True in count["E"].values()),
    ("not_covered", lambda count, person: count["settled"]),
    ("excluded", lambda count, person: person["excluded"]),
    ("needs_review", lambda count, person: None in count["R"].values()),
    ("needs_review", lambda count, person: person["stage"] is None),
    ("needs_review", lambda count, person: person["exclusion_open"]),
    ("needs_review", fact_of_relief_open),
    ("relief", lambda count, person: True),
)


def decide_count(count: dict, person: dict) -> None:
    """Set rule, outcome, fraction of one count."""
    outcome = next(name for name, fits in COUNT_LADDER if fits(count, person))
    rule = fraction = None
    if outcome == "relief":
        rule, outcome, fraction = RELIEF[person["stage"], weight(count)]
    if outcome == "terminate" and person["objects"]:
        outcome = "continue_to_verdict"
    count.update(rule=rule, outcome=outcome, fraction=fraction)


def term_needed(count: dict, person: dict) -> bool:
    """Act, section 6: the count keeps something, and the punishment is one that can be added."""
    return (
        person["sentence"].get("kind") not in INDIVISIBLE
        and count["outcome"] in ("reduce", "not_covered")
        and count["term"] is None
    )


def contradicts(counts: list[dict], final: dict | None) -> bool:
    """A count term longer than the final term (CC 58), with more than one count."""
    terms = [count["term"] for count in counts if count["term"] is not None]
    return (
        len(counts) > 1 and final is not None and any(units(term) > units(final) for term in terms)
    )


def decide_person(person: dict) -> str:
    """Precedence P1, P2 and section 6."""
    counts, outcomes = person["counts"], [count["outcome"] for count in person["counts"]]
    if person["excluded"]:
        return "excluded"
    if "needs_review" in outcomes:
        return "needs_review"
    same = len({(count["outcome"], count["fraction"]) for count in counts}) == 1
    outcome = outcomes[0] if same else "combined"
    if person["stage"] != "serving" or outcome not in ("reduce", "combined"):
        return outcome
    if outcome == "combined" and any(term_needed(count, person) for count in counts):
        return "needs_review"
    return "needs_review" if contradicts(counts, person["sentence"].get("term")) else outcome


def read_person(dossier: dict, book: dict, parameters: dict) -> dict:
    """All answers about the person and the counts, up to the outcome."""
    offenses = dossier["offenses"]
    counts = [read_count(dossier, i, book, parameters) for i in range(len(offenses))]
    for count, offense in zip(counts, offenses, strict=True):
        rows = book.get(offense.get("article"), [])
        count.update(term=offense.get("term"), rows=rows_for(offense, rows))
        count["covered"] = all(count["R"].values())
    stage, recidivism = dossier.get("stage"), punished_for_recidivism(dossier, counts)
    asked = [answer for count in counts for answer in count["E"].values()]
    person = {
        "counts": counts,
        "stage": stage,
        "objects": dossier.get("objects_to_termination"),
        "law_date": parameters["law_date"],
        "sentence": dossier.get("sentence") or {},
        "E8": recidivism,
        "excluded": True in asked or recidivism is True,
        "exclusion_open": None in asked or (recidivism is None and stage == "serving"),
    }
    for count in counts:
        decide_count(count, person)
    person["outcome"] = decide_person(person)
    return person
