"""Keeping a half-typed page for its author: until it is saved, or for thirty days."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict

from amnesty.accounts.models import User
from cases.models import Case, Draft

DAYS = 30
MOST_DRAFTS = 20  # of one person
MOST_FIELDS = 600
LONGEST_TEXT = 20_000
LARGEST = 200_000  # signs of one draft, all fields together
TOKEN = re.compile(r"[0-9a-f]{32}")
FIELD = re.compile(r"(person|version|(case|person|offenses|sentence|custody)-[a-zA-Z0-9_-]{1,60})")
COUNTER = re.compile(r".*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")
# The page's own defaults.
CHOSEN = {"case-court", "case-registered_on", "custody-0-kind", "person", "version"}


class CannotKeep(ValueError):
    """Nothing was kept: no token, too much text, or too many drafts already (`code`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def keep(owner: User, sent: QueryDict, now: datetime, case: Case | None = None) -> Draft | None:
    """Keep what the page holds, in place of what it held before; None = it is empty.

    `case` is the stored case that the page was changing, with the version that it had.

    Raises CannotKeep. Nothing is checked: a draft may hold what a form would refuse.
    """
    token = token_of(sent)
    if not token:
        raise CannotKeep("token")
    typed = {name: sent.getlist(name) for name in names_of(sent)}
    if not says_something(typed):
        return None
    if len(typed) > MOST_FIELDS or size_of(typed) > LARGEST:
        raise CannotKeep("size")
    with transaction.atomic():
        known = Draft.objects.filter(owner=owner, token=token)
        if not known.exists() and Draft.objects.filter(owner=owner).count() >= MOST_DRAFTS:
            raise CannotKeep("number")
        draft, _made = Draft.objects.update_or_create(
            owner=owner, token=token, defaults={"typed": typed, "kept_at": now, "case": case}
        )
    return draft


def token_of(sent: QueryDict) -> str:
    """The name of the page, given when it was drawn; "" = none, or a text of another shape."""
    token = sent.get("token", "")
    return token if TOKEN.fullmatch(token) else ""


def names_of(sent: QueryDict) -> Iterable[str]:
    """The fields of the registration page, and no other."""
    return [name for name in sent if FIELD.fullmatch(name)]


def says_something(typed: dict[str, list[str]]) -> bool:
    """Has a person typed anything that the page did not bring itself?"""
    return any(
        text.strip()
        for name, texts in typed.items()
        if name not in CHOSEN and not COUNTER.fullmatch(name)
        for text in texts
    )


def size_of(typed: dict[str, list[str]]) -> int:
    texts = [text for found in typed.values() for text in found]
    if any(len(text) > LONGEST_TEXT for text in texts):
        return LARGEST + 1
    return sum(map(len, texts))


def sent_by(draft: Draft) -> QueryDict:
    """The draft as the page would send it."""
    data = QueryDict(mutable=True)
    for name, texts in draft.typed.items():
        data.setlist(name, texts)
    data["token"] = draft.token
    return data


def forget(owner: User, token: str) -> None:
    """The page was saved, or its author threw it away."""
    Draft.objects.filter(owner=owner, token=token).delete()


def forget_old(now: datetime) -> int:
    """Remove drafts that nobody has gone on with for thirty days; returns how many."""
    removed, _kinds = Draft.objects.filter(kept_at__lt=now - timedelta(days=DAYS)).delete()
    return removed
