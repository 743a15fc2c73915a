"""The glossary in three languages: the words of the law and of the pages, and how sure each is.

`data/glossary.csv` is the source; docs/glossary.md and docs/translation.md show the same rows
(tests/test_glossary.py). It is data, not a catalog: all three languages stand side by side.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "data" / "glossary.csv"
MARKS = {"seen": "✓", "open": "○"}


class Term(NamedTuple):
    """One term. `kind`: law or interface. `mark`: the Kazakh word was seen in a legal or official
    text ("seen"), or a native lawyer must check it ("open")."""

    kind: str
    en: str
    ru: str
    kk: str
    mark: str

    @property
    def sign(self) -> str:
        return MARKS[self.mark]


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """All terms in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(Term(**row) for row in csv.DictReader(lines))


def terms_of(kind: str) -> list[Term]:
    return [term for term in terms() if term.kind == kind]


def table(rows: list[Term]) -> str:
    """The rows as a table of Markdown, for the documents."""
    head = "| English | Russian | Kazakh | |\n|---|---|---|---|\n"
    return head + "\n".join(f"| {row.en} | {row.ru} | {row.kk} | {row.sign} |" for row in rows)
