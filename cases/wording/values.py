"""Values in words: days, terms, numbers of days, fractions. Never glues an ending to a value."""

from collections.abc import Mapping
from datetime import date

from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

FRACTIONS = {"3/4": gettext_lazy("three quarters"), "1/2": gettext_lazy("one half")}


def read_day(value: date | str | None) -> date | None:
    """A day of an answer: ISO text or a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def day_words(value: date | str | None) -> str:
    """dd.mm.yyyy, or "not known"."""
    day = read_day(value)
    return f"{day:%d.%m.%Y}" if day else _("not known")


def weekday_words(value: date | str) -> str:
    """The day of the week, in lower case except in English."""
    name = date_format(read_day(value), "l")
    return name if (get_language() or "en").startswith("en") else name.lower()


def dated_words(value: date | str | None) -> str:
    """dd.mm.yyyy with its weekday, as every day of release is printed."""
    if value is None:
        return _("not known")
    return _("%(day)s (%(weekday)s)") % {"day": day_words(value), "weekday": weekday_words(value)}


def days_words(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}


def term_words(term: Mapping[str, int] | None) -> str:
    """A term of the contract: "1 year 4 months 15 days"; parts that are zero are left out."""
    if term is None:
        return _("not known")
    years, months, days = term["years"], term["months"], term["days"]
    parts = [
        ngettext("%(n)s year", "%(n)s years", years) % {"n": years} if years else "",
        ngettext("%(n)s month", "%(n)s months", months) % {"n": months} if months else "",
        days_words(days) if days else "",
    ]
    return " ".join(part for part in parts if part) or days_words(0)


def fraction_words(fraction: str | None) -> str:
    """The part removed: `3/4` is "three quarters"; one that has no word shows its figures."""
    return str(FRACTIONS.get(fraction or "", fraction or _("not known")))


def period_words(begun: str | None, ended: str | None) -> str:
    """One day, or "from – to"."""
    if ended and ended != begun:
        return f"{day_words(begun)}–{day_words(ended)}"
    return day_words(begun)
