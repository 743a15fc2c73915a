"""The parameters of a rule set and the words of the Criminal Code table, in the reader's language.

Sources are texts of the data files; the known ones are named here so that catalogs hold them. A
source that a later rule set brings is shown as it is written.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cases.models import codes
from cases.wording.values import day_words, fraction_words

Text = str | Promise


class Parameter(NamedTuple):
    """One parameter: its title and the rules that read it; none = it only informs."""

    title: Text
    rules: tuple[str, ...]


GROUP_RULES = ("E1", "E2", "E3", "E4", "E5", "E6")
PARAMETERS: dict[str, Parameter] = {
    "law_date": Parameter(gettext_lazy("Entry into force"), ("R13", "R13a", "R16")),
    "window_from": Parameter(gettext_lazy("First day of the period"), ("R2",)),
    "window_to": Parameter(gettext_lazy("Last day of the period"), ("R2",)),
    "fraction_grave": Parameter(
        gettext_lazy("Part removed from the term for a grave crime"), ("R14", "R18")
    ),
    "fraction_especially_grave": Parameter(
        gettext_lazy("Part removed from the term for an especially grave crime"), ("R15", "R18")
    ),
    "one_year_months": Parameter(gettext_lazy("Months of the one-year rule"), ("R16",)),
    "one_year_basis": Parameter(gettext_lazy("The one-year rule is counted"), ("R16",)),
    "execution_deadline": Parameter(gettext_lazy("Deadline for bodies to execute the act"), ()),
    "rounding": Parameter(gettext_lazy("Rounding of a kept term"), ("R14", "R15", "R19")),
    "adult_age": Parameter(gettext_lazy("Age of majority"), ("E6", "E7")),
    "complete_up_to": Parameter(gettext_lazy("The list is complete up to article"), ("R4",)),
    "likely_as_listed": Parameter(
        gettext_lazy("Articles treated as listed, though not verified"), ("R4",)
    ),
    "disputed_exclusions": Parameter(
        gettext_lazy("Articles on whose exclusion practice is split"), ("E1",)
    ),
    "incomplete_articles": Parameter(
        gettext_lazy("Articles whose parts are not all in the table"), ("R4", "R5")
    ),
    "whole_article_groups": Parameter(
        gettext_lazy("Articles that belong to the group as a whole"), GROUP_RULES
    ),
    "custody_ratios": Parameter(gettext_lazy("Days credited for one day of custody"), ("R17",)),
    "house_arrest_ratio": Parameter(
        gettext_lazy("Days credited for one day of house arrest"), ("R17",)
    ),
    "cap_years": Parameter(gettext_lazy("Limit of several terms added, in years"), ("R19",)),
    "cap_years_especially_grave": Parameter(
        gettext_lazy("Limit with a long especially grave crime, in years"), ("R19",)
    ),
    "long_cap_years": Parameter(
        gettext_lazy("Maximum sanction that raises the limit, in years"), ("R19",)
    ),
}

DATES = {"law_date", "window_from", "window_to", "execution_deadline"}
FRACTIONS = {"fraction_grave", "fraction_especially_grave"}
CODED: dict[str, Text] = {
    "before_cut": gettext_lazy("before the cut"),
    "after_cut": gettext_lazy("after the cut"),
    "floor": gettext_lazy("down, in the person's favor"),
    "ceiling": gettext_lazy("up"),
}
GROUPS: dict[str, tuple[str, Text]] = {
    "terrorist": ("E1", gettext_lazy("Terrorist crime")),
    "extremist": ("E2", gettext_lazy("Extremist crime")),
    "corruption": ("E3", gettext_lazy("Corruption crime")),
    "high_treason": ("E4", gettext_lazy("High treason")),
    "torture": ("E5", gettext_lazy("Torture")),
    "minor_sexual": ("E6", gettext_lazy("Sexual integrity of a minor")),
    "riot_organization": ("E7", gettext_lazy("Organization of mass riots")),
}
CONDITIONS: dict[str, Text] = {
    "if victim was a minor": gettext_lazy("if the victim was a minor"),
    "not if offender was a minor": gettext_lazy("not if the person was a minor"),
}
CONFIDENCE: dict[str, Text] = {
    "stated": gettext_lazy("read in the text"),
    "derived": gettext_lazy("read in the text; form of guilt judged"),
    "unverified": gettext_lazy("not verified"),
}
SOURCES = (
    gettext_noop("First official publication; interview that quotes the act"),
    gettext_noop("Text of the act, opening of article 1"),
    gettext_noop("Communique of the presidential press service, 2 November 2022"),
    gettext_noop("Wording of the communique; which reading the courts follow is open"),
    gettext_noop("Six months from the entry into force"),
    gettext_noop("No rule for parts of a month exists; rounded in favor of the person"),
    gettext_noop("Criminal Code"),
    gettext_noop(
        "Text of the act, opening of article 1: the list is in order and complete up to this article"
    ),
    gettext_noop(
        "Communique of the presidential press service, 2 November 2022: the exclusion of organizers makes sense only if the article is listed"
    ),
    gettext_noop("Reported practice on the seizure of buildings is split"),
    gettext_noop("Parts of these articles are not all in the table"),
    gettext_noop("Definitions of the Criminal Code, edition of January 2022"),
    gettext_noop("Criminal Code: upper limit of the sanction that raises the cap"),
)
COLLECTIONS = (
    gettext_noop("Collection of official law texts, Kazakh text of the Criminal Code, revision"),
    gettext_noop("Collection of official law texts, Russian text of the Criminal Code, revision"),
)


def source_words(source: str) -> str:
    """A source in the reader's language, as far as it is a known one."""
    for collection in COLLECTIONS:
        if source.startswith(collection):
            return _(collection) + source.removeprefix(collection)
    return _(source) if source else ""


def parameter_words(name: str, value: object, rule: str = "") -> list[str]:
    """The value of a parameter in words, one text for each line; `rule` narrows the groups."""
    if name in DATES:
        return [day_words(str(value))]
    if name in FRACTIONS:
        return [f"{value} ({fraction_words(str(value))})"]
    if name == "whole_article_groups":
        return _group_words(value, rule)
    if isinstance(value, Mapping):
        return list(_ratio_words(value))
    if isinstance(value, list):
        return [", ".join(map(str, value)) or _("none")]
    return [str(CODED.get(str(value), value))]


def _group_words(groups: Mapping[str, list[str]], rule: str) -> list[str]:
    return [
        f"{GROUPS[group][1]}: {', '.join(articles) or _('none')}"
        for group, articles in groups.items()
        if group in GROUPS and rule in ("", GROUPS[group][0])
    ]


def _ratio_words(value: Mapping, of: str = "") -> list[str]:
    """Ratios by punishment, those of imprisonment by facility."""
    lines = []
    for key, ratio in value.items():
        if isinstance(ratio, Mapping):
            lines += _ratio_words(ratio, str(codes.Punishment(key).label))
        else:
            choices = codes.Facility if of else codes.Punishment
            label = choices(key).label if key in choices.values else key
            lines.append(f"{of}, {label}: {ratio}" if of else f"{label}: {ratio}")
    return lines


def groups_words(exclusion_group: str) -> list[tuple[str, str]]:
    """The excluded groups of a row of the table: rule and words with the condition."""
    found = []
    for item in filter(None, exclusion_group.split(";")):
        group, _bracket, condition = item.strip().partition("(")
        rule, words = GROUPS.get(group, ("", group))
        told = _condition_words(condition.removesuffix(")"))
        found.append((rule, f"{words} ({told})" if told else str(words)))
    return found


def _condition_words(condition: str) -> str:
    parts = condition.split()
    if len(parts) == 3 and (parts[0], parts[2]) == ("point", "only"):
        return _("point %(point)s only") % {"point": parts[1]}
    return str(CONDITIONS.get(condition, condition))
