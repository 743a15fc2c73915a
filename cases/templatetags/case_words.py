"""Words that lists of cases print beside a date."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
