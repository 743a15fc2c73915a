"""Values of the law in their JSON form: texts, numbers, lists and objects only."""

from datetime import date

from cases.law.terms import Custody, Term


def plain_date(day: date | None) -> str | None:
    """A date as YYYY-MM-DD."""
    return None if day is None else day.isoformat()


def plain_term(term: Term | None) -> dict[str, int] | None:
    """A term as an object of three integers."""
    if term is None:
        return None
    return {"years": term.years, "months": term.months, "days": term.days}


def plain_custody(item: Custody) -> dict[str, str | None]:
    """One period of detention."""
    return {
        "kind": item.kind.value,
        "from": item.start.isoformat(),
        "to": plain_date(item.end),
    }


def plain_list(items: tuple) -> list:
    """A list of texts or of periods of detention."""
    return [plain_custody(item) if isinstance(item, Custody) else item for item in items]


def plain(value: object) -> object:
    """Any value of the facts in its JSON form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, date):
        return value.isoformat()
    return plain_term(value) if isinstance(value, Term) else plain_list(value)
