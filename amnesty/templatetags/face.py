"""Template tags of the face: icons, status tags, dates, the error summary.

Nothing here knows the law or a model; a page passes codes and values.
"""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from amnesty.templatetags import words
from amnesty.templatetags.summaries import errors_of, has_errors

register = template.Library()

SPRITE = Path(__file__).resolve().parents[2] / "static/vendor/icons/icons.svg"
SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 16 16">(.*?)</symbol>')


@cache
def icons() -> dict[str, str]:
    """Name and drawing of every icon of the sprite."""
    return dict(SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "search" %}`: a drawing in the color of the text, silent for screen readers.

    It stands in the page itself: no request, and no policy of a browser can block it.
    """
    return format_html(
        '<svg class="icon{}" width="20" height="20" viewBox="0 0 16 16" fill="currentColor"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        f" {extra}" if extra else "",
        mark_safe(icons()[name]),  # noqa: S308 - our own file, not a person's input
    )


@register.simple_tag
def tag(word: str | Promise, tone: str = "grey", name: str = "", code: str = "") -> SafeString:
    """`{% tag "Urgent" "red" "exclamation-triangle" %}`: a word with an icon on a tint."""
    return format_html(
        '<span class="tag tag-{}"{}>{}<span>{}</span></span>',
        tone,
        format_html(' data-code="{}"', code) if code else "",
        icon(name) if name else "",
        word,
    )


@register.simple_tag
def outcome_tag(
    code: str | None, preliminary: bool = False, data_missing: bool = False
) -> SafeString:
    """`{% outcome_tag code preliminary=… data_missing=… %}`: what the act does in a case."""
    look = words.outcome_look(code, data_missing=data_missing)
    shown = tag(look.word, look.tone, look.icon, code or "none")
    if not preliminary:
        return shown
    return format_html('{} <span class="tag-note">{}</span>', shown, _("Preliminary"))


@register.simple_tag
def release_now_tag() -> SafeString:
    """The second tag beside any outcome whose new end has come."""
    look = words.RELEASE_NOW
    return tag(look.word, look.tone, look.icon, "release_now")


def table_tag(table: dict[str, words.Look], code: str) -> SafeString:
    look = table.get(code) or words.Look(code, "question-circle", "grey")
    return tag(look.word, look.tone, look.icon, code)


@register.simple_tag
def state_tag(code: str) -> SafeString:
    """`{% state_tag "not_met" %}`: met, not_met, missing, judgement, not_relevant."""
    return table_tag(words.STATES, code)


@register.simple_tag
def need_tag(code: str) -> SafeString:
    """`{% need_tag "in_progress" %}`: not_started, in_progress, met, declined, no_need."""
    return table_tag(words.NEEDS, code)


@register.simple_tag
def work_tag(code: str) -> SafeString:
    """`{% work_tag "running" %}`: pending, running, done, failed, canceled."""
    return table_tag(words.WORK, code)


@register.simple_tag
def decision_tag(code: str) -> SafeString:
    """`{% decision_tag "approved" %}`: draft, recorded, approved, executed, revoked."""
    return table_tag(words.DECISIONS, code)


@register.simple_tag
def due_tag(due: date | None, today: date) -> SafeString:
    """`{% due_tag step.due_on today %}`: a word for how near a date is, never only a color."""
    if due is None:
        return tag(_("No date"), "grey", "dash-lg")
    days = (due - today).days
    if days < 0:
        word = ngettext("Overdue by %(n)s day", "Overdue by %(n)s days", -days) % {"n": -days}
        return tag(word, "red", "exclamation-triangle")
    if days == 0:
        return tag(_("Due today"), "amber", "clock-history")
    word = ngettext("In %(n)s day", "In %(n)s days", days) % {"n": days}
    return tag(word, "grey", "calendar-event")


@register.simple_tag
def day(value: date | None, empty: str = "—") -> SafeString:
    """`{% day offense.committed_on %}`: a date, always dd.mm.yyyy, in a `<time>`."""
    if value is None:
        return SafeString(empty)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), f"{value:%d.%m.%Y}")


@register.simple_tag
def moment(value: datetime | None, empty: str = "—") -> SafeString:
    """`{% moment assessment.made_at %}`: a date with the local time."""
    if value is None:
        return SafeString(empty)
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        f"{local:%d.%m.%Y %H:%M}",
    )


@register.filter
def long_date(value: date) -> str:
    """A date with its month as a word, for headlines and rulings, in the reader's language."""
    language = get_language() or "en"
    if language.startswith("kk"):
        return f"{value.year} жылғы {value.day} {date_format(value, 'F').lower()}"
    if language.startswith("ru"):
        return date_format(value, "j E Y г.")
    return date_format(value, "j F Y")


@register.filter
def weekday(value: date) -> str:
    """The day of the week, in lower case except in English."""
    name = date_format(value, "l")
    return name if (get_language() or "en").startswith("en") else name.lower()


@register.simple_tag
def iin(value: str | None, masked: bool = False) -> SafeString:
    """`{% iin defendant.iin %}`: twelve digits spaced 6-3-3 by style, copied without spaces."""
    if not value:
        return SafeString("—")
    if masked:
        return format_html(
            '<span class="iin"><span aria-hidden="true">…{0}</span>'
            '<span class="visually-hidden">{1} {0}</span></span>',
            value[-4:],
            _("IIN ending in"),
        )
    parts = format_html_join(
        "", "<span>{}</span>", ((p,) for p in (value[:6], value[6:9], value[9:]))
    )
    return format_html('<span class="iin">{}</span>', parts)


def submitted_parts(context: Context) -> list[BaseForm | BaseFormSet]:
    values = context.flatten().values()
    found = {id(part): part for part in values if isinstance(part, BaseForm | BaseFormSet)}
    return list(found.values())


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """ "Error: " before the title of a page with a refused form, else nothing.

    Looks at the forms and formsets of the context; `page_has_errors` says it for any other.
    """
    refused = context.get("page_has_errors") or any(map(has_errors, submitted_parts(context)))
    return _("Error:") + " " if refused else ""


@register.inclusion_tag("partials/error_summary.html", takes_context=True)
def error_summary(
    context: Context, *parts: BaseForm | BaseFormSet, kept: bool = True
) -> dict[str, object]:
    """`{% error_summary form offenses %}`: every error of these, each linked to its field.

    Without arguments it takes all forms and formsets of the page. The one that crispy would
    draw is then left out. `kept=False` omits the words that what was typed is kept.
    """
    shown = parts or submitted_parts(context)
    for part in shown:
        vars(part)["summary_shown"] = True  # read by templates/bootstrap5/errors.html
    return {"errors": [error for part in shown for error in errors_of(part)], "kept": kept}


@register.simple_tag
def form_error_list(form: BaseForm | BaseFormSet) -> list[object]:
    """The errors of one form, for the summary inside crispy's own form template."""
    return list(errors_of(form))


@register.simple_tag(takes_context=True)
def look(context: Context) -> SafeString:
    """Attributes of `<html>`: theme, density and shortcuts that the person chose.

    A choice of the profile (`user.theme`, `user.density`, `user.keys`) wins over the cookie of
    this browser; values that we do not know are left out.
    """
    request = context.get("request")
    cookies = getattr(request, "COOKIES", {})
    user = getattr(request, "user", None)
    known = {"theme": ("light", "dark"), "density": ("compact",), "keys": ("off",)}
    chosen = {name: getattr(user, name, "") or cookies.get(name, "") for name in known}
    names = {"theme": "data-bs-theme", "density": "data-density", "keys": "data-keys"}
    pairs = ((names[name], chosen[name]) for name in known if chosen[name] in known[name])
    return format_html_join("", ' {}="{}"', pairs)


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int, parameter: str = "page") -> str:
    """The address of another page of the same list, with the same query."""
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return "?" + query.urlencode()


@register.simple_tag
def page_range(page: Page) -> list[int | str]:
    """Page numbers around the current one, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag
def percent(done: int | None, total: int | None) -> int:
    """Whole percent, rounded down, so that 100 means finished; 0 where nothing is to do."""
    return (done or 0) * 100 // total if total else 0


@register.simple_tag
def language_codes() -> list[tuple[str, str, str]]:
    """Code, short name and own name of each language, for the switch in the header."""
    return [("kk", "KK", "Қазақша"), ("ru", "RU", "Русский"), ("en", "EN", "English")]
