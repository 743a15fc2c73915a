"""Flags, strengths and citations in words."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = str | Promise

FLAGS: dict[str, Text] = {
    "one_year_readings_differ": gettext_lazy(
        "The two readings of the one-year rule give different answers. Check this first."
    ),
    "rounded": gettext_lazy("The kept term was rounded in the person's favor."),
    "crosses_window": gettext_lazy(
        "The offense lies partly inside and partly outside 4–7 January 2022."
    ),
    "boundary_day": gettext_lazy(
        "The offense lies on the first or last day of the period. Check the hour and the date."
    ),
    "article_unverified": gettext_lazy(
        "The place of this article in the law's list is not verified: the basis is to be checked."
    ),
    "continuing_act": gettext_lazy(
        "The offense went on over an edge of the period. The court decides whether it is covered."
    ),
    "caps_apply": gettext_lazy(
        "The sum of the kept terms is above the limit of the Criminal Code, which caps it."
    ),
    "age_boundary": gettext_lazy(
        "The person turned eighteen on a day of the offense. The court decides on the age."
    ),
    "practice_differs": gettext_lazy(
        "Courts have treated this article differently. Both readings are possible."
    ),
    "two_date_readings": gettext_lazy(
        "A month was too short for the term. The other way of counting ends one day later."
    ),
}

STRENGTHS: dict[str, tuple[Text, Text]] = {
    "stated": (
        gettext_lazy("stated"),
        gettext_lazy("Stands in the text of the law or of a code."),
    ),
    "reported": (
        gettext_lazy("reported"),
        gettext_lazy("Told by an official communique, an official speech or the press."),
    ),
    "inferred": (
        gettext_lazy("inferred"),
        gettext_lazy("Follows from the codes, from an earlier law or from the wording."),
    ),
}

BODIES: dict[str, Text] = {
    "Law 152-VII": gettext_lazy("Law 152-VII"),
    "CC": gettext_lazy("CC"),
    "CPC": gettext_lazy("CPC"),
    "PEC": gettext_lazy("PEC"),
}
BODY = re.compile(r"Law 152-VII|\b(?:CPC|CC|PEC)\b")
ARTICLES = re.compile(r"\barts?\. (\d[\d()]*(?:, \d[\d()]*)*)")


def citation_words(citation: str) -> str:
    """A citation of the engine ("CC art. 78(2)") with the names of the laws in words."""
    named = BODY.sub(lambda found: str(BODIES[found.group()]), citation)
    return ARTICLES.sub(lambda found: _("art. %(articles)s") % {"articles": found[1]}, named)
