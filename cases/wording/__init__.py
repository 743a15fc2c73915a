"""Every code of the assessment contract in the reader's language.

English sources here, Kazakh and Russian in the catalogs. Nothing here decides anything: a page
asks for the words of a code and of its values. Templates hold no law.
"""

from cases.wording.errors import ERRORS, message_of
from cases.wording.facts import FACTS, Fact, fact_of, leaf_of, value_words
from cases.wording.flags import FLAGS, STRENGTHS, citation_words
from cases.wording.outcomes import headline, reason_of_count
from cases.wording.rules import GROUPS, RULES, Side, sentence_of, state_of
from cases.wording.values import day_words, days_words, term_words, weekday_words

__all__ = [
    "ERRORS",
    "FACTS",
    "FLAGS",
    "GROUPS",
    "RULES",
    "STRENGTHS",
    "Fact",
    "Side",
    "citation_words",
    "day_words",
    "days_words",
    "fact_of",
    "headline",
    "leaf_of",
    "message_of",
    "reason_of_count",
    "sentence_of",
    "state_of",
    "term_words",
    "value_words",
    "weekday_words",
]
