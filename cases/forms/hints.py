"""Hints beside fields that ask for knowledge of the law: an example, and the way to Help."""

from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.wording.articles import PROVISIONS


def _with_the_law(hint: str | Promise, number: int) -> SafeString:
    return format_html(
        '{} <a href="{}" target="_blank" rel="noopener">{}<span class="visually-hidden"> ({})</span></a>',
        hint,
        reverse("law-article", args=[number]),
        PROVISIONS[number].title,
        _("opens in a new tab"),
    )


# The words and the address are looked up when the page is drawn, in the reader's language.
with_the_law = lazy(_with_the_law, SafeString)
