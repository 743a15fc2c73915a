"""Template tags for paper: whose page it is, as of when, and who printed it, on every sheet."""

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
MOST_SIGNS = 80  # of a name on the edge of a sheet


def css_text(text: str) -> SafeString:
    """Any text as a string of CSS: whatever is no plain letter or digit goes by its number."""
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
    return mark_safe(f'"{"".join(signs)}"')  # noqa: S308 - nothing but letters, digits and numbers


def about(context: Context) -> str:
    """Name and case number, as far as the page is about one person."""
    person, case = context.get("person"), context.get("case")
    name = person.get("name", "") if isinstance(person, dict) else ""
    number = getattr(case, "number", "") if name else ""
    return " · ".join(part for part in (str(name)[:MOST_SIGNS], str(number)) if part)


def printed_by(context: Context) -> str:
    """As of when the sheet is true, and by whom it was printed. No IIN: it stands on one sheet."""
    now = timezone.localtime()
    values = {"moment": f"{now:%d.%m.%Y %H:%M}", "who": str(context["request"].user)[:MOST_SIGNS]}
    return _("As of %(moment)s · printed by: %(who)s") % values


@register.simple_tag(takes_context=True)
def edge_of_sheets(context: Context) -> SafeString:
    """`{% edge_of_sheets %}` in the head: what @page of the style sheet writes on every sheet."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return SafeString("")
    return format_html(
        '<style nonce="{}">:root {{ --sheet-about: {}; --sheet-by: {}; }}</style>',
        request.csp_nonce,
        css_text(about(context)),
        css_text(printed_by(context)),
    )


@register.inclusion_tag("partials/print_head.html", takes_context=True)
def print_head(context: Context) -> dict[str, object]:
    """`{% print_head %}`: the same line on the first sheet, with the IIN."""
    request = context.get("request")
    is_known = request is not None and getattr(request, "user", None) is not None
    if not (is_known and request.user.is_authenticated):
        return {"by": ""}
    person = context.get("person")
    number = person.get("iin") if isinstance(person, dict) else None
    hides = isinstance(person, dict) and person.get("hides_iin")
    return {"about": about(context), "iin": "" if hides else number, "by": printed_by(context)}
