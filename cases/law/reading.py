"""Reading one JSON object key by key, with the path and the code of every fault.

Codes and parameters only: the sentences stand in the wording.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from cases.law.terms import Term

DOSSIER_ERRORS = (
    "unreadable",  # not JSON
    "too_large",  # params: limit (bytes)
    "duplicate_key",
    "unknown_key",
    "missing",
    "wrong_type",  # params: expected (object, list, text, boolean, date, term)
    "not_listed",  # params: choices
    "wrong_length",  # params: least, most
    "wrong_pattern",  # params: pattern
    "nul",
    "not_unicode",
    "impossible_date",
    "bad_term",
    "end_before_start",
    "end_without_start",
    "custody_overlaps",
    "custody_after_start",
    "duplicate_id",
)
LARGEST = 1_000_000
NUMBER = "[0-9]{1,3}(-[0-9]{1,2})?"
TERM_LIMITS = {"years": 100, "months": 11, "days": 29}
_NUMBER = re.compile(NUMBER)
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TERM_KEYS = frozenset(TERM_LIMITS)
Json = object
Choice = TypeVar("Choice", bound=StrEnum)


class DossierError(ValueError):
    """A fault of a dossier: where (`path`), which (`code`), and the values it depends on."""

    def __init__(self, path: str, code: str, **params: object) -> None:
        # A lone surrogate in a key must not break the printing of its path.
        path = path.encode(errors="replace").decode()
        super().__init__(f"{path}: {code}")
        self.path = path
        self.code = code
        self.params = params


class Object(dict):
    """A JSON object that remembers which keys it was given twice."""

    twice: frozenset[str] = frozenset()


def load(content: str | bytes) -> Json:
    """Any JSON value; objects keep the knowledge of duplicate keys. Raises DossierError."""
    encoded = content if isinstance(content, bytes) else content.encode(errors="surrogatepass")
    if len(encoded.rstrip(b"\r\n")) > LARGEST:
        raise DossierError("", "too_large", limit=LARGEST)
    try:
        return json.loads(
            encoded.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_bounded,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as error:
        raise DossierError("", "unreadable") from error


def _object(pairs: list[tuple[str, Json]]) -> Object:
    found = Object(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        found.twice = frozenset(key for key, _ in pairs if key in seen or seen.add(key))
    return found


def _bounded(digits: str) -> int:
    """An integer; of one too long for any number of the contract the first digits suffice."""
    return int(digits[:20])


def _no_constant(name: str) -> None:
    raise ValueError(name)


class Reader:
    """Reads the keys of one JSON object in the order of the table.

    `path` is that of the object ("" for the dossier itself); None reads as an empty object.
    """

    __slots__ = ("path", "twice", "values")

    def __init__(self, value: Json, path: str) -> None:
        if value is not None and not isinstance(value, dict):
            raise DossierError(path, "wrong_type", expected="object")
        self.values: Mapping[str, Json] = {} if value is None else value
        self.twice = getattr(value, "twice", ())
        self.path = path

    @classmethod
    def of(cls, value: Json, path: str) -> "Reader":
        """Reader of an element of a list, which must be an object, not null."""
        if value is None:
            raise DossierError(path, "wrong_type", expected="object")
        return cls(value, path)

    def at(self, key: str) -> str:
        """Path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def get(self, key: str) -> Json:
        """Value of a key, None when it is absent. Raises when the key was given twice."""
        if self.twice and key in self.twice:
            raise DossierError(self.at(key), "duplicate_key")
        return self.values.get(key)

    def finish(self, keys: frozenset[str]) -> None:
        """Raises for the first key that is not one of `keys`."""
        if self.values.keys() <= keys:
            return
        stranger = next(key for key in self.values if key not in keys)
        raise DossierError(self.at(str(stranger)), "unknown_key")

    def text(self, key: str) -> str | None:
        """A text without NUL."""
        value = self.get(key)
        return None if value is None else _text(value, self.at(key))

    def number(self, key: str) -> str | None:
        """The number of an article or a part."""
        value = self.text(key)
        if value is not None and not _NUMBER.fullmatch(value):
            raise DossierError(self.at(key), "wrong_pattern", pattern=NUMBER)
        return value

    def list(self, key: str) -> list[Json] | None:
        """A list of anything."""
        value = self.get(key)
        if value is not None and not isinstance(value, list):
            raise DossierError(self.at(key), "wrong_type", expected="list")
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts."""
        items, path = self.list(key), self.at(key)
        if items is None:
            return None
        return tuple(_text(item, f"{path}[{index}]") for index, item in enumerate(items))

    def truth(self, key: str) -> bool | None:
        """True or false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise DossierError(self.at(key), "wrong_type", expected="boolean")
        return value

    def choice(self, key: str, choices: type[Choice]) -> Choice | None:
        """One of the listed codes."""
        value = self.text(key)
        if value is None:
            return None
        try:
            return choices(value)
        except ValueError as error:
            listed = tuple(choice.value for choice in choices)
            raise DossierError(self.at(key), "not_listed", choices=listed) from error

    def day(self, key: str) -> date | None:
        """A date as YYYY-MM-DD."""
        value = self.text(key)
        if value is None:
            return None
        if not _DATE.fullmatch(value):
            raise DossierError(self.at(key), "wrong_pattern", pattern="YYYY-MM-DD")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise DossierError(self.at(key), "impossible_date") from error

    def term(self, key: str) -> Term | None:
        """A term of exactly three integers, not all zero."""
        value, path = self.get(key), self.at(key)
        if value is None:
            return None
        if not isinstance(value, dict) or not _is_term(value):
            raise DossierError(path, "bad_term")
        term = Reader(value, path)
        found = Term(*map(term.get, TERM_LIMITS))
        term.finish(_TERM_KEYS)
        return found


def _text(value: Json, path: str) -> str:
    if not isinstance(value, str):
        raise DossierError(path, "wrong_type", expected="text")
    if "\0" in value:
        raise DossierError(path, "nul")
    if not value.isascii() and _LONE_SURROGATE.search(value):
        raise DossierError(path, "not_unicode")
    return value


def _is_term(value: Mapping[str, Json]) -> bool:
    parts = [value.get(key) for key in TERM_LIMITS]
    if not all(type(part) is int for part in parts):
        return False
    fits = all(0 <= part <= most for part, most in zip(parts, TERM_LIMITS.values(), strict=True))
    return fits and any(parts)
