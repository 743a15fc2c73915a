"""What a list page needs: bounded counts, capped pages, sortable headers, chips."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.functional import Promise

CAP = 1000
PER_PAGE = 50


class Count(NamedTuple):
    """A number of rows that was counted up to `CAP` and no further."""

    number: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.is_capped else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


def counted(rows: QuerySet) -> Count:
    """How many rows, looking at no more than `CAP` + 1 of them."""
    found = rows.order_by()[: CAP + 1].count()
    return Count(min(found, CAP), found > CAP)


class CappedPaginator(Paginator):
    """Pages over the first `CAP` rows; the filters are the way to the others."""

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows, PER_PAGE)
        self.bounded = counted(rows)

    @property
    def count(self) -> int:
        return self.bounded.number


class Column(NamedTuple):
    """One column of a list. `code` = how the address names its order, "" = it cannot sort."""

    label: str | Promise
    code: str = ""


class Header(NamedTuple):
    """A column heading: its label, the address of the other order ("" = none), the present one."""

    label: str | Promise
    url: str
    order: str  # "ascending", "descending" or ""


def headers(query: QueryDict, columns: Iterable[Column], now: str) -> list[Header]:
    """The headings of `columns` under the present order `now` ("-name")."""
    return [_header(query, column, now) for column in columns]


def _header(query: QueryDict, column: Column, now: str) -> Header:
    code = column.code
    order = {code: "ascending", f"-{code}": "descending"}.get(now, "") if code else ""
    wanted = f"-{code}" if order == "ascending" else code
    url = with_query(query, sort=wanted) if code else ""
    return Header(column.label, url, order)


def with_query(query: QueryDict, **changes: str) -> str:
    """The same list with other parameters, from its first page; "" takes a parameter away."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return "?" + changed.urlencode()


def without_blanks(query: QueryDict) -> str | None:
    """The query without its empty parameters, or None when it has none."""
    if all(value for _name, values in query.lists() for value in values):
        return None
    clean = QueryDict(mutable=True)
    for name, values in query.lists():
        clean.setlist(name, [value for value in values if value])
    return clean.urlencode()


class Chip(NamedTuple):
    """One active filter, with the address of the list without it."""

    label: str | Promise
    value: str
    remove_url: str


def chips_of(form: BaseForm, query: QueryDict) -> list[Chip]:
    """The filters in use. Reads a validated form."""
    return [
        Chip(form.fields[name].label, _words(form, name, value), with_query(query, **{name: ""}))
        for name, value in form.cleaned_data.items()
        if value not in (None, "") and name in query
    ]


def _words(form: BaseForm, name: str, value: object) -> str:
    """A filter's value as the form shows it."""
    choices = getattr(form.fields[name], "choices", None)
    if choices is None or hasattr(value, "pk"):
        return str(value) if not hasattr(value, "strftime") else f"{value:%d.%m.%Y}"
    return str(dict(choices).get(value, value))
