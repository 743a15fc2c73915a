"""The buttons of the demonstration on the sign-in page."""

from django import template
from django.conf import settings

from amnesty.days import DAYS
from cases.demo.logins import LOGINS, open_logins

register = template.Library()


@register.simple_tag
def demo_people() -> list[dict[str, object]]:
    """Invented people in the order of their table; none outside the demonstration."""
    if not settings.DEMO_SIGN_IN:
        return []
    found = {user.username: user for user in open_logins()}
    return [
        {
            "username": account.username,
            "title": DAYS[account.role].title,
            "person": found[account.username],
        }
        for account in LOGINS
        if account.username in found
    ]
