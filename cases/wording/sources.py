"""Provisions and sources of the worked cases in words.

The book writes them short ("Communique; CC 3(30), 78(2)"). What is not named here is shown as it
is written, with the names of the laws in words.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases.wording.flags import STRENGTHS, citation_words

Text = str | Promise

PHRASES: dict[str, Text] = {
    "Act": gettext_lazy("text of the act"),
    "Communique": gettext_lazy("Communique of the presidential press service, 2 November 2022"),
    "Majilis": gettext_lazy("Majilis, 19 October 2022"),
    "Bizhanova (Majilis, 19 Oct 2022)": gettext_lazy("G. Bizhanova, Majilis, 19 October 2022"),
    "Senate": gettext_lazy("Senate, 27 October 2022"),
    "Seeds 1, 2": gettext_lazy("report of a news agency and news of the Senate, 27 October 2022"),
    "Seed 2": gettext_lazy("news of the Senate, 27 October 2022"),
    "Respublika": gettext_lazy("interview in Respublika"),
    "single source": gettext_lazy("single source"),
    "foreign press, weak": gettext_lazy("foreign press, weak"),
    "sources conflict": gettext_lazy("sources conflict"),
    "no condition named officially": gettext_lazy("no condition named officially"),
    "act speaks of the main punishment": gettext_lazy("the act speaks of the main punishment"),
    "1,001 terms cut, 128 of 1,112 behind bars": gettext_lazy(
        "1,001 terms cut, 128 of 1,112 convicts deprived of liberty"
    ),
    "stated and inferred": gettext_lazy("stated and inferred"),
    "inferred": STRENGTHS["inferred"][0],
    "unverified": gettext_lazy("not verified"),
    "reported practice": gettext_lazy("reported practice"),
    "practice to mirror": gettext_lazy("situation from practice"),
    "known pitfall": gettext_lazy("known pitfall"),
    "contract of the program": gettext_lazy("rules of reckoning of the program"),
    "an unknown answer never becomes relief": gettext_lazy("an unknown answer is never relief"),
    "edition of January 2022": gettext_lazy("edition of January 2022"),
    "list of articles": gettext_lazy("list of articles"),
    "Three answers: yes, no, not known": gettext_lazy("Three answers: yes, no, not known"),
    "calendar of the term": gettext_lazy("calendar of the term"),
    "fractions": gettext_lazy("fractions"),
    "open point": gettext_lazy("open question"),
    "execution": gettext_lazy("execution of the act"),
    "entry into force": gettext_lazy("day of entry into force"),
    "act of amnesty": gettext_lazy("act of amnesty"),
}
LONGEST_FIRST = sorted(PHRASES, key=len, reverse=True)
PHRASE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, LONGEST_FIRST))})(?!\w)")
BARE = re.compile(r"\b(CC|CPC) (?=\d)")


def source_of_case_words(text: str) -> str:
    """The provision or the source of a worked case; "CC 58" is told as "CC art. 58"."""
    named = citation_words(BARE.sub(r"\1 art. ", text))
    return PHRASE.sub(lambda found: str(PHRASES[found.group()]), named)
