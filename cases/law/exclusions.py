"""To whom the act does not extend: rules E1 to E7 for every count, E8 for the person.

True = excluded. Asked of every count, also of counts outside the window; one excluded offense
blocks every count of the case (CC 78(2)). None = cannot be told, never relief.
"""

# QUESTION(CC 78(2)): that one excluded offense blocks the whole case is inferred from
# "does not extend to persons who committed".

from collections.abc import Collection

from cases.law.calendar import months_after
from cases.law.counts import Count
from cases.law.provisions import OUTSIDE, Asks, Membership
from cases.law.terms import LIGHT, Facts, Flag, Gravity, Group, Recidivism


def is_terrorist_crime(count: Count) -> bool | None:
    """The offense is a terrorist crime (CC 3(30)).

    Article 269 stands in the definition, but practice is split: None with a flag.
    """
    # QUESTION(CC 3(30)): attacks on buildings during the riots, 269 or 269-1.
    return _belongs(count, Group.TERRORIST)


def is_extremist_crime(count: Count) -> bool | None:
    """The offense is an extremist crime (CC 3(39)). Part not known where parts differ: None."""
    return _belongs(count, Group.EXTREMIST)


def is_corruption_crime(count: Count) -> bool | None:
    """The offense is a corruption crime (CC 3(29)), partly by point. Point not known: None."""
    return _belongs(count, Group.CORRUPTION)


def is_high_treason(count: Count) -> bool | None:
    """The offense is high treason (CC 175)."""
    return _belongs(count, Group.HIGH_TREASON)


def is_torture(count: Count) -> bool | None:
    """The offense is torture (CC 146)."""
    return _belongs(count, Group.TORTURE)


def is_against_sexual_integrity_of_a_minor(count: Count) -> bool | None:
    """The offense is one of CC 3(42) and its victim was a minor.

    Victim's age not known: None. A minor who offended, or an age not known: None.
    """
    # QUESTION(CC 78(2)): it spares a minor who offended against a person of 14 to 18.
    return _belongs(count, Group.MINOR_SEXUAL)


def organized_mass_riots(count: Count) -> bool | None:
    """The offense is the organization of mass riots (CC 272(1)) by an adult.

    A minor of 14 to 17 at the act goes on as grave. Age not known: None.
    """
    return _belongs(count, Group.RIOT_ORGANIZATION)


def punished_for_recidivism(facts: Facts, gravities: Collection[Gravity | None]) -> bool | None:
    """The court found recidivism or dangerous recidivism in the verdict (CC 14, 78(2)).

    Not known: False when every count is an infraction or of small or medium gravity, for only a
    grave crime can be recidivism; otherwise None.
    """
    if facts.recidivism is not None:
        return facts.recidivism != Recidivism.NONE
    return False if all(gravity in LIGHT for gravity in gravities) else None


def adult_at_the_act(count: Count) -> bool | None:
    """The person was 18 on every day of the act; False: on no day.

    CC 15, 80. Whether the age counts from the birthday or from the day after is open: when the
    birthday is a day of the act, None with a flag. Birth date or day of the act not known: None.
    """
    # QUESTION(CC 15): does a person turn 18 on the birthday or on the day after?
    birth_date, first = count.facts.birth_date, count.offense.committed_from
    if birth_date is None or first is None:
        count.lacks.update(
            name
            for name, value in (("birth_date", birth_date), ("committed_from", first))
            if value is None
        )
        return None
    birthday = months_after(birth_date, 12 * count.rule_set.adult_age)
    if count.last_day < birthday:
        return False
    if first > birthday:
        return True
    count.flags.add(Flag.AGE_BOUNDARY)
    return None


def _belongs(count: Count, group: Group) -> bool | None:
    """Does the count belong to the group under every part it may fall under?"""
    ways = count.reading.memberships[group]
    if ways is OUTSIDE:
        return False
    answers = {_holds(count, way) for way in ways}
    if len(answers) > 1:
        count.lacks.add("part")
        answers = {None}
    answer = answers.pop()
    if answer is not False and count.reading.disputed:
        count.flags.add(Flag.PRACTICE_DIFFERS)
        return None
    return answer


def _holds(count: Count, way: Membership) -> bool | None:
    return _CONDITIONS[way.asks](count, way)


def _point_named(count: Count, way: Membership) -> bool | None:
    points = count.offense.points
    if points is None:
        count.lacks.add("points")
        return None
    return way.point in points


def _article_named(count: Count, _way: Membership) -> None:
    count.lacks.add("article")


def _victim_was_a_minor(count: Count, _way: Membership) -> bool | None:
    if count.offense.victim_minor is None:
        count.lacks.add("victim_minor")
    if not count.offense.victim_minor:
        return count.offense.victim_minor
    return True if adult_at_the_act(count) else None


_CONDITIONS = {
    Asks.NEVER: lambda _count, _way: False,
    Asks.NOTHING: lambda _count, _way: True,
    Asks.POINT: _point_named,
    Asks.ARTICLE: _article_named,
    Asks.VICTIM_MINOR: _victim_was_a_minor,
    Asks.OFFENDER_ADULT: lambda count, _way: adult_at_the_act(count),
}
SHOWN = {
    Asks.NEVER: (),
    Asks.NOTHING: (),
    Asks.POINT: ("points",),
    Asks.ARTICLE: (),
    Asks.VICTIM_MINOR: ("birth_date", "committed_from", "committed_to", "victim_minor"),
    Asks.OFFENDER_ADULT: ("birth_date", "committed_from", "committed_to"),
}
