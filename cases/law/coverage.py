"""Who is covered: the four tests of article 1 and the gravity of the offense (rules R1 to R5).

Each rule is a claim about one count: True, False, or None when it cannot be told.
"""

from cases.law.counts import Count
from cases.law.terms import Flag, Nexus


def committed_in_kazakhstan(count: Count) -> bool | None:
    """The offense was committed on the territory of Kazakhstan.

    Law 152-VII, art. 1. Not known: the count needs review.
    """
    return count.offense.in_kazakhstan


def committed_in_the_january_days(count: Count) -> bool | None:
    """The whole act lies between 4 and 7 January 2022, both days included.

    Law 152-VII, art. 1. The day of the act counts, not that of its consequences (CC 5). Not
    known, or an act that crosses the edge: the count needs review.
    """
    rules, first, last = count.rule_set, count.offense.committed_from, count.last_day
    if first is None:
        return None
    if last < rules.window_from or first > rules.window_to:
        return False
    if first < rules.window_from or last > rules.window_to:
        # QUESTION(art. 1): a continuing act, partly outside: left to a person (docs/law.md).
        count.flags.update((Flag.CROSSES_WINDOW, Flag.CONTINUING_ACT))
        return None
    if {first, last} & {rules.window_from, rules.window_to}:
        count.flags.add(Flag.BOUNDARY_DAY)
    return True


def connected_with_riots_or_suppression(count: Count) -> bool | None:
    """The offense is connected with the mass riots or was committed in suppressing them.

    Law 152-VII, art. 1. Not known: the count needs review.
    """
    nexus = count.offense.nexus
    return None if nexus is None else nexus != Nexus.NONE


def article_is_listed(count: Count) -> bool | None:
    """The article and part stand in the list of article 1, edition of the day of the act.

    Law 152-VII, art. 1. The list is confirmed up to CC 207. Not verified or not known: the count
    needs review, with a flag when the list is not verified.
    """
    # QUESTION(art. 1): 29 of the 52 articles are not confirmed against the text of the act.
    if count.reading.unverified:
        count.flags.add(Flag.ARTICLE_UNVERIFIED)
    return count.reading.listed


def gravity_is_known(count: Count) -> bool | None:
    """The table tells the gravity of the part.

    CC 10, 11: a property of the part and the form of guilt, never of the sentence. Not known:
    the count needs review, never the gravity of a neighbor.
    """
    return None if count.reading.gravity is None else True
