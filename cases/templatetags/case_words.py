"""Words that pages print beside a date, and citations of the law."""

import re
from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.wording import citation_words

BODY_AND_NUMBER = re.compile(r"^([A-Z]+) (?=\d)")

register = template.Library()


@register.simple_tag
def days_from(day: date, today: date) -> str:
    """How far a day is: "12 days ago", "today", "in 12 days"."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


@register.filter
def cited(place: str) -> str:
    """The place of an open question ("CPC 48", "art. 1") as a citation in words."""
    return citation_words(BODY_AND_NUMBER.sub(r"\1 art. ", place))
