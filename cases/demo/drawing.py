"""Stories drawn by a seed. Each person has a generator of the own, so that more people can follow.

First every profile once, then by weight: rare things are there even in a small demonstration.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from cases.demo.names import invented_name
from cases.demo.offices import COURTS, MAIN_COURT, PLACES, code_of
from cases.demo.stories import Story, Values, count, held, punishment, term

Draw = Callable[[Random], Story]
NONE = {"recidivism": "none"}
OTHER_COURTS = [code for code, *_rest in COURTS if code != MAIN_COURT]
OTHER_COURTS += [code_of("court", region) for region, *_rest in PLACES if region != "almaty"]
OF_TEN_IN_THE_MAIN_COURT = 7


def draw(seed: int, number: int, first: int) -> Story:
    """The story of person `number`; `first` is the number of the first one that is drawn."""
    rng = Random(f"{seed}-{number}")  # noqa: S311 (a repeatable demonstration, no secret)
    place = number - first
    names = list(PROFILES)
    if place < len(names):
        profile = names[place]
    else:
        profile = rng.choices(names, [weight for weight, _draw in PROFILES.values()])[0]
    return PROFILES[profile][1](rng)


def _person(rng: Random, born: date | None = None) -> Values:
    woman = rng.random() < 0.12
    born = born or date(1962, 1, 1) + timedelta(days=rng.randrange(15_000))
    told = {"birth_date": born, "sex": "female" if woman else "male"}
    return invented_name(rng, woman) | told | {"language": rng.choice(["kk", "kk", "ru"])}


def _story(
    rng: Random,
    case: Values,
    offenses: list[Values],
    sentence: Values | None = None,
    born: date | None = None,
    custody: list[Values] | None = None,
) -> Story:
    main = rng.randrange(10) < OF_TEN_IN_THE_MAIN_COURT
    court = MAIN_COURT if main else rng.choice(OTHER_COURTS)
    if custody is None:
        custody = _custody(rng) if sentence else []
    return Story(_person(rng, born), case, offenses, sentence, custody, court=court)


def _custody(rng: Random) -> list[Values]:
    since = date(2022, 1, 6) + timedelta(days=rng.randrange(25))
    if rng.random() < 0.2:
        moved = since + timedelta(days=60)
        return [*held(since, moved), *held(moved + timedelta(days=1), None, "house_arrest")]
    return held(since)


def _day(rng: Random) -> int:
    return rng.choices([4, 5, 6, 7], [1, 6, 4, 1])[0]


def _sentence(rng: Random, months: int, kind: str = "imprisonment", **more: object) -> Values:
    passed = date(2022, 4, 11) + timedelta(days=rng.randrange(130))
    in_force = passed + timedelta(days=rng.randrange(15, 40))
    return punishment(months, kind, verdict_on=passed, starts_on=in_force) | more


# --- profiles --------------------------------------------------------------------------------


def riot_prisoner(rng: Random) -> Story:
    months = rng.choice([36, 42, 48, 54, 60, 66, 72, 84])
    offense = count("272", "2", _day(rng))
    return _story(rng, SERVING, [offense], _sentence(rng, months))


def riot_conditional(rng: Random) -> Story:
    sentence = _sentence(rng, rng.choice([36, 48, 60]), manner="conditional")
    return _story(rng, SERVING, [count("272", "2", _day(rng))], sentence)


def thief(rng: Random) -> Story:
    part = rng.choice(["1", "2"])
    sentence = _sentence(rng, rng.choice([12, 18, 24, 30]), facility="minimum")
    return _story(rng, SERVING, [count("188", part, _day(rng))], sentence)


def restricted(rng: Random) -> Story:
    sentence = _sentence(rng, rng.choice([12, 18, 24]), "restriction_of_liberty")
    return _story(rng, SERVING, [count("202", "1", _day(rng))], sentence)


def served_light(rng: Random) -> Story:
    article, part = rng.choice([("149", "2"), ("188", "1"), ("202", "1"), ("187", "1")])
    sentence = _sentence(rng, 6, "restriction_of_liberty", served_on=date(2022, 10, 20))
    return _story(rng, SERVED, [count(article, part, _day(rng))], sentence)


def served_grave(rng: Random) -> Story:
    sentence = _sentence(rng, 9, served_on=date(2022, 10, 27))
    return _story(rng, SERVED, [count("191", "2", _day(rng))], sentence)


def suspect(rng: Random) -> Story:
    objects = rng.choice([False, False, None, True])
    case = {"stage": "pretrial", "objects_to_termination": objects}
    article, part = rng.choice([("188", "1"), ("202", "1"), ("149", "2"), ("196", "3")])
    return _story(rng, case, [count(article, part, _day(rng))])


def defendant_at_trial(rng: Random) -> Story:
    case = {"stage": rng.choice(["trial", "trial", "appeal"]), "recidivism": "none"}
    return _story(rng, case, [count("272", "2", _day(rng))])


def mixed(rng: Random) -> Story:
    months = rng.choice([48, 60, 72])
    counts = [count("188", "1", _day(rng), **term(24)), count("272", "2", 5, **term(months))]
    return _story(rng, SERVING, counts, _sentence(rng, months + rng.choice([0, 6, 12])))


def outside_the_window(rng: Random) -> Story:
    offense = count("272", "2", rng.choice([2, 3, 8, 9, 10]))
    return _story(rng, SERVING, [offense], _sentence(rng, 48))


def not_listed(rng: Random) -> Story:
    return _story(rng, SERVING, [count("192", "2", _day(rng))], _sentence(rng, 84))


def organizer(rng: Random) -> Story:
    return _story(rng, SERVING, [count("272", "1", _day(rng))], _sentence(rng, 108))


def young_organizer(rng: Random) -> Story:
    sentence = _sentence(rng, 60)
    return _story(rng, SERVING, [count("272", "1")], sentence, born=date(2005, 3, 8))


def extremist(rng: Random) -> Story:
    counts = [count("174", "1", _day(rng)), count("272", "3", 6)]
    return _story(rng, SERVING, counts, _sentence(rng, 54))


def terrorist(rng: Random) -> Story:
    return _story(rng, SERVING, [count("255", "2", 6)], _sentence(rng, 120, facility="maximum"))


def torturer(rng: Random) -> Story:
    counts = [count("146", "2", 7, nexus="suppression")]
    return _story(rng, SERVING, counts, _sentence(rng, 48))


def recidivist(rng: Random) -> Story:
    case = {"stage": "serving", "recidivism": "recidivism"}
    sentence = _sentence(rng, 72, facility="maximum")
    return _story(rng, case, [count("272", "2", _day(rng))], sentence)


def recruiter_of_minors(rng: Random) -> Story:
    return _story(rng, SERVING, [count("132", "5", 6)], _sentence(rng, rng.choice([120, 144])))


def late_short_term(rng: Random) -> Story:
    """The one case in which the one-year rule itself applies."""
    sentence = punishment(12, verdict_on=date(2022, 10, 3), starts_on=date(2022, 10, 20))
    return _story(rng, SERVING, [count("191", "2")], sentence, custody=[])


def attacked_a_building(rng: Random) -> Story:
    return _story(rng, SERVING, [count("269", "1", 5)], _sentence(rng, 72))


def attacked_an_official(rng: Random) -> Story:
    return _story(rng, SERVING, [count("380", "2", _day(rng))], _sentence(rng, 66))


def officer(rng: Random) -> Story:
    counts = [count("103", "", 7, nexus="suppression")]
    return _story(rng, SERVING, counts, _sentence(rng, 30, facility="minimum"))


def fined(rng: Random) -> Story:
    sentence = {"kind": "fine", "verdict_on": date(2022, 6, 1), "starts_on": date(2022, 6, 20)}
    return _story(rng, SERVING, [count("191", "2", _day(rng))], sentence, custody=[])


def on_parole(rng: Random) -> Story:
    sentence = _sentence(rng, 48, manner="paroled", additional=["Айыппұл"])
    return _story(rng, SERVING, [count("272", "2", _day(rng))], sentence)


def deferred(rng: Random) -> Story:
    sentence = _sentence(rng, 60, manner="deferred")
    return _story(rng, SERVING, [count("272", "2", _day(rng))], sentence)


def across_the_edge(rng: Random) -> Story:
    offense = count("287", "3", 6, committed_to=date(2022, 1, 12))
    return _story(rng, SERVING, [offense], _sentence(rng, 60))


def nexus_unknown(rng: Random) -> Story:
    offense = count("188", "3", _day(rng), nexus="")
    return _story(rng, SERVING, [offense], _sentence(rng, 60))


def recidivism_unknown(rng: Random) -> Story:
    case = {"stage": "serving"}
    return _story(rng, case, [count("272", "2", _day(rng))], _sentence(rng, 60))


def custody_unknown(rng: Random) -> Story:
    sentence = _sentence(rng, 60) | {"custody_known": False, "facility": ""}
    return _story(rng, SERVING, [count("272", "2", _day(rng))], sentence, custody=[])


def day_unknown(rng: Random) -> Story:
    offense = count("200", "2", 5, committed_from=None)
    return _story(rng, SERVING, [offense], _sentence(rng, 36))


def case_of_a_dead(rng: Random) -> Story:
    case = {"stage": "trial", "ending": "death", "ended_on": date(2022, 9, 12)}
    return _story(rng, case, [count("272", "2", _day(rng))])


SERVING = {"stage": "serving"} | NONE
SERVED = {"stage": "served"} | NONE
PROFILES: dict[str, tuple[int, Draw]] = {
    function.__name__: (weight, function)
    for weight, function in (
        (26, riot_prisoner),
        (12, riot_conditional),
        (9, thief),
        (6, restricted),
        (9, served_light),
        (3, served_grave),
        (7, suspect),
        (7, defendant_at_trial),
        (6, mixed),
        (2, outside_the_window),
        (2, not_listed),
        (2, organizer),
        (1, young_organizer),
        (1, extremist),
        (1, terrorist),
        (1, torturer),
        (2, recidivist),
        (1, recruiter_of_minors),
        (1, late_short_term),
        (2, attacked_a_building),
        (2, attacked_an_official),
        (1, officer),
        (1, fined),
        (2, on_parole),
        (1, deferred),
        (1, across_the_edge),
        (2, nexus_unknown),
        (2, recidivism_unknown),
        (2, custody_unknown),
        (1, day_unknown),
        (1, case_of_a_dead),
    )
}
