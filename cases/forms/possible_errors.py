"""Possible errors: what may be right but is unusual. Each stops the save until it is confirmed.

A confirmation holds for the values it was given for: it carries their digest.
"""

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from cases import iin, spelling
from cases.wording.values import day_words, term_words

CHILD = 14  # CC art. 15: the age of responsibility for the closed list
INVENTED = "12"  # seventh digits of IINs that belong to nobody alive


class PossibleError(NamedTuple):
    """One doubt: what kind, the digest of its values, the words, the field it is about."""

    code: str
    key: str
    title: str
    text: str
    target: str


def doubt(code: str, title: str, text: str, target: str, *values: object) -> PossibleError:
    """A possible error about `values`."""
    sealed = blake2b(repr((code, values)).encode(), digest_size=9).hexdigest()
    return PossibleError(code, f"{code}:{sealed}", title, text, target)


def about_the_iin(
    number: str | None, born: date | None, sex: str, is_demo: bool
) -> Iterator[PossibleError]:
    """Digits that contradict the person. Since 2013 they are not tied to personal data."""
    if number is None:
        return
    found = _contradictions(number, born, sex, is_demo)
    if "birth_date" in found:
        yield doubt(
            "iin_birth_date",
            _("The IIN and the date of birth do not agree."),
            _(
                "By the old rule the digits 1–6 are the date and the seventh the century. "
                "Since 2013 an IIN may differ."
            ),
            "id_person-iin",
            number,
            born,
        )
    if "sex" in found:
        yield doubt(
            "iin_sex",
            _("The IIN and the sex do not agree."),
            _(
                "By the old rule the seventh digit is odd for men and even for women. "
                "Since 2013 an IIN may differ."
            ),
            "id_person-iin",
            number,
            sex,
        )


def _contradictions(number: str, born: date | None, sex: str, is_demo: bool) -> set[str]:
    found = set(iin.disagrees(number, born, sex))
    if iin.birth_date(number) is None:
        found.add("birth_date")
    if number[6] in INVENTED and (is_demo or settings.DEMO):
        found.discard("birth_date")
    return found


def about_the_age(born: date | None, rows: list) -> Iterator[PossibleError]:
    """A child cannot answer for an offense (CC 15)."""
    for row in rows:
        act = row.cleaned_data.get("committed_from")
        if born and act and born < act and _birthday(born, CHILD) > act:
            yield doubt(
                "child",
                _("The person was younger than 14 on the day of the offense."),
                _("Born on %(born)s, offense on %(act)s. Check both dates.")
                % {"born": day_words(born), "act": day_words(act)},
                f"id_{row.prefix}-committed_from",
                born,
                act,
            )


def _birthday(born: date, age: int) -> date:
    """The birthday; that of 29 February falls on 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def about_same_offenses(rows: list) -> Iterator[PossibleError]:
    """Two rows of one article, part and day."""
    seen: dict[tuple, object] = {}
    names = ("article", "part", "committed_from", "committed_to")
    for row in rows:
        values = tuple(row.cleaned_data.get(name) for name in names)
        if values[0] and values in seen:
            yield doubt(
                "same_offense",
                _("The same offense stands here twice."),
                _("Article, part and day are equal. Two acts can be: then confirm it."),
                f"id_{row.prefix}-article",
                values,
            )
        seen[values] = row


def about_the_terms(sentence: dict, rows: list, table: spelling.Table) -> Iterator[PossibleError]:
    """A term of imprisonment above the maximum of the part of the article."""
    if sentence.get("kind") not in {"imprisonment", ""}:
        return
    for row in rows:
        yield from _above_the_part(row.cleaned_data, row, table, f"id_{row.prefix}-years")
    if len(rows) == 1 and sentence.get("kind") == "imprisonment":
        yield from _above_the_part(sentence, rows[0], table, "id_sentence-years")


def _above_the_part(
    term: dict, row: object, table: spelling.Table, target: str
) -> Iterator[PossibleError]:
    told = row.cleaned_data
    most = table.get(told.get("article") or "", {}).get(told.get("part") or "")
    values = tuple(term.get(name) for name in ("years", "months", "days"))
    if most and None not in values and values > (most, 0, 0):
        yield doubt(
            "long_term",
            _("The term is longer than the article allows."),
            _("Entered: %(term)s. Maximum of the part: %(most)s.")
            % {
                "term": term_words(dict(zip(("years", "months", "days"), values, strict=True))),
                "most": term_words({"years": most, "months": 0, "days": 0}),
            },
            target,
            values,
            told.get("article"),
            told.get("part"),
        )
