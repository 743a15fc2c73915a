"""How people write a provision: `272 ч. 2`, `ст. 272`, `272(2)`, `272-бап 2-бөлік`.

Reads a text into article, part and points. Never guesses a law: what is no article number is
refused, what the table of the Code does not know is kept as it is.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Provision

Table = Mapping[str, Mapping[str, int | None]]

NUMBER = r"[0-9]{1,3}(?:-[0-9]{1,2})?"
ARTICLE_WORD = r"(?:статья|статьи|статье|ст|article|art|бап)\.?\s*"
PART_WORD = r"(?:часть|части|ч|part|p|ch|c|с|бөлік|бөл)\.?\s*"
POINT_WORD = r"(?:пункты|пункта|пункт|пп|п|points|point|тармақ)\.?\s*"
PROVISION = re.compile(
    rf"(?:{ARTICLE_WORD})?(?P<article>{NUMBER})(?:\s*-?\s*бап\w*)?"
    rf"(?:[\s,]*(?:\(\s*(?P<bracket>{NUMBER})\s*\)|{PART_WORD}(?P<part>{NUMBER})"
    rf"|(?P<kazakh>[0-9]{{1,2}})\s*-\s*бөл\w*))?"
    rf"(?:[\s,]*{POINT_WORD}(?P<points>[0-9][0-9,;\s()-]*))?",
)
PART = re.compile(rf"(?:{PART_WORD})?(?P<part>{NUMBER})(?:\s*-?\s*бөл\w*)?\.?")
POINT = re.compile(r"[0-9]{1,3}(-[0-9]{1,2})?")
NO_PARTS = {"-", "–", "—"}
MOST_POINTS = 50


class Spelled(NamedTuple):
    """A provision as it was read; `points` None = the text names none."""

    article: str
    part: str
    points: list[str] | None

    def __str__(self) -> str:
        return f"{self.article}({self.part})" if self.part else self.article


def parts_of_the_code() -> dict[str, dict[str, int | None]]:
    """Article → part ("" = no parts) → maximum years, of the whole table. One statement."""
    found: dict[str, dict[str, int | None]] = {}
    rows = Provision.objects.order_by("valid_from").values_list("article", "part", "max_years")
    for article, part, years in rows:
        found.setdefault(article, {})["" if part == "-" else part] = years
    return found


def _plain(text: str) -> str:
    """Small letters, one kind of space and dash."""
    return re.sub(r"[‐‑–—−]", "-", " ".join(text.casefold().split())).strip(" .,")


def read_provision(article: str, part: str, table: Table) -> Spelled:
    """Article, part and points of what was typed into the two fields.

    `269-1` is an article; `272-2` is article 272, part 2, because the table knows no article
    272-2. Raises ValidationError when the text is no provision or names two parts.
    """
    found = PROVISION.fullmatch(_plain(article))
    if found is None:
        raise ValidationError({"article": _("Enter a number such as 272 or 269-1.")})
    number = found["article"]
    named = found["bracket"] or found["part"] or found["kazakh"] or ""
    own = read_part(part)
    if named and own and named != own:
        raise ValidationError({"part": _("The part is given twice, and differently.")})
    points = read_points(found["points"]) if found["points"] else None
    spelled = Spelled(number, named or own, points)
    return spelled if spelled.part else _split(spelled, table)


def _split(spelled: Spelled, table: Table) -> Spelled:
    """Read `272-2` as article and part, if only that is in the table."""
    article, _dash, part = spelled.article.partition("-")
    if part and spelled.article not in table and part in table.get(article, ()):
        return spelled._replace(article=article, part=part)
    return spelled


def read_part(text: str) -> str:
    """The part as a number; an empty text or a dash means none."""
    plain = _plain(text)
    if not plain or plain in NO_PARTS:
        return ""
    found = PART.fullmatch(plain)
    if found is None:
        raise ValidationError({"part": _("Enter the number of the part, such as 2.")})
    return found["part"]


def read_points(text: str) -> list[str]:
    """Points as texts, `2, 8` → ["2", "8"], each once."""
    signs = re.sub(r"\b(?:и|and|және|пп|п|point|points)\b\.?", " ", text.casefold())
    points = list(dict.fromkeys(re.sub(r"[,;()\s]+", " ", signs).split()))
    if len(points) > MOST_POINTS or not all(POINT.fullmatch(point) for point in points):
        raise ValidationError({"points": _("Enter numbers of points, such as 2, 8.")})
    return points
