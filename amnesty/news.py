"""What is new, for the people who use the program: the newest first. Help shows it, nothing pops up."""

from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class News(NamedTuple):
    """One thing that is new: since when, what it is for, the URL name of its page."""

    since: date
    text: Promise
    place: str = ""


NEWS = (
    News(
        date(2026, 11, 25),
        _("A half-typed registration is kept as a draft of your own for thirty days."),
        "case-register",
    ),
    News(
        date(2026, 11, 25),
        _("Beside the registration form stands what an assessment still needs."),
        "case-register",
    ),
    News(
        date(2026, 11, 25),
        _("Ctrl+K opens a window over any page: people, cases, pages and actions."),
    ),
    News(
        date(2026, 11, 25),
        _("Help explains the articles that the program relies on, in plain words."),
        "law-articles",
    ),
    News(
        date(2026, 11, 25), _("The day of each role in eight steps, on one page to print."), "help"
    ),
)
