"""Search over cases: by IIN, case number, proceeding number or part of a name.

An IIN that nobody has and one of another office give the same answer. A name is compared by its
folded key, word by word from the beginning; then without its spaces, then as if the keyboard had
stood in the other layout.
"""

from dataclasses import dataclass, field

from django.db.models import QuerySet, Value
from django.db.models.functions import Replace

from amnesty.accounts.models import User
from cases import iin, names, numbers
from cases.models import Case, Defendant

MOST_HITS = 50
SHORTEST_PROCEEDING = 3
LONGEST = 200
LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"
KAZAKH_KEYS = dict(zip("234567890-=", "әіңғ\0\0үұқөһ", strict=True))  # digit row, Kazakh layout
TO_CYRILLIC = str.maketrans(
    dict(zip(LATIN, CYRILLIC, strict=True))
    | {key: letter for key, letter in KAZAKH_KEYS.items() if letter != "\0"}
)
TO_LATIN = str.maketrans(dict(zip(CYRILLIC, LATIN, strict=True)))


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search. `kind`: empty, iin, number, mistyped, proceeding or name; `repaired`
    = the text of the other keyboard layout; `exact` = the one case that was meant."""

    text: str
    kind: str
    cases: list[Case] = field(default_factory=list)
    repaired: str = ""
    iin: str = ""

    @property
    def exact(self) -> Case | None:
        is_exact = self.kind in {"iin", "number"} and len(self.cases) == 1
        return self.cases[0] if is_exact else None


def search(user: User, text: str, rows: QuerySet) -> Found:
    """Cases of `rows` (already what `user` may see, with what a row shows) that fit `text`."""
    text = " ".join(text[:LONGEST].replace("\0", " ").split())
    if not text:
        return Found("", "empty")
    if digits := iin_in(text):
        hits = rows.filter(defendant__iin=digits)[:MOST_HITS]
        return Found(text, "iin", list(hits), iin="" if iin.problem(digits) else digits)
    if number := numbers.clean(text):
        hits = list(rows.filter(number=number))
        if hits or not named(user, text).exists():
            return Found(number, "number", hits)
    return _by_words(user, text, rows)


def iin_in(text: str) -> str:
    """The twelve digits, if that is what the text is; else "". Asking by them is counted."""
    digits = iin.clean(text[:LONGEST])
    return digits if len(digits) == 12 and digits.isascii() and digits.isdigit() else ""


def _by_words(user: User, text: str, rows: QuerySet) -> Found:
    if len(text) >= SHORTEST_PROCEEDING:
        hits = list(rows.filter(proceeding_number__startswith=text)[:MOST_HITS])
        if hits:
            return Found(text, "proceeding", hits)
    for spelled in (text, *other_layouts(text)):
        hits = cases_of(named(user, spelled), rows) or cases_of(run_together(user, spelled), rows)
        if hits:
            return Found(text, "name", hits, "" if spelled == text else spelled)
    return Found(text, "mistyped" if looks_like_a_number(text) else "name")


def cases_of(people: QuerySet, rows: QuerySet) -> list[Case]:
    """The cases of these people, in the order of their names."""
    found = rows.filter(defendant__in=people.values("pk")).order_by("defendant__sort_key", "-pk")
    return list(found[:MOST_HITS])


def named(user: User, text: str) -> QuerySet:
    """People whose name has a word beginning with each word of the text."""
    people = Defendant.objects.visible_to(user)
    return people.named(text) if names.search_key(text) else people.none()


def run_together(user: User, text: str) -> QuerySet:
    """People whose name fits when all spaces are left out, on both sides."""
    key = names.search_key(text).replace(" ", "")
    people = Defendant.objects.visible_to(user)
    if len(key) < SHORTEST_PROCEEDING:
        return people.none()
    joined = people.annotate(joined=Replace("search_key", Value(" "), Value("")))
    return joined.filter(joined__contains=key)


def other_layouts(text: str) -> list[str]:
    """What the same keys give in the other layout; nothing for a text without letters."""
    small = text.casefold()
    if not any(sign.isalpha() for sign in small):
        return []
    found = [small.translate(TO_CYRILLIC), small.translate(TO_LATIN)]
    return [spelled for spelled in found if spelled != small]


def looks_like_a_number(text: str) -> bool:
    """Eight signs with a digit among them: meant as a case number, and typed wrong."""
    signs = text.upper().replace("-", "").replace(" ", "")
    return (
        len(signs) == numbers.LENGTH + 1
        and signs.isascii()
        and signs.isalnum()
        and any(sign.isdigit() for sign in signs)
    )
