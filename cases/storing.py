"""Answers of many cases → rows, in the way that each database does quickest.

Adds the assessments that are not there yet and makes each the current one of its case, provided
that nobody saved or assessed the case since it was read. Reads no facts and asks no law.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db import connection

from cases.assessing import Evaluated
from cases.gathering import Gathered
from cases.models import Assessment, Case
from cases.referencing import Basis


class Answered(NamedTuple):
    """One case as it was read, the answer to its facts, and the version these facts get."""

    read: Gathered
    evaluated: Evaluated
    why: str

    @property
    def version(self) -> int:
        """Facts that changed without a count of it (a bulk write) are counted now."""
        read = self.read
        uncounted = read.facts_version == read.assessed_facts_version
        return read.facts_version + (uncounted and self.evaluated.digest != read.digest)


class Origin(NamedTuple):
    """Under what, when and in which run the answers were made."""

    basis: Basis
    made_at: datetime
    run_id: int | None = None


ASSESSMENTS = Assessment._meta.db_table
CASES = Case._meta.db_table
COLUMNS = (
    "case_id",
    "facts_version",
    "why",
    *Evaluated._fields,
    "rule_set_id",
    "reference_id",
    "run_id",
    "made_at",
    "why_text",
)
ONCE = "(case_id, rule_set_id, reference_id, digest)"


def store(rows: Sequence[Answered], origin: Origin) -> dict[int, int]:
    """Add the answers and point the cases to them; returns case id → assessment id.

    A case that is missing from the result was saved or assessed since it was read: nobody's
    newer answer is replaced. Needs a transaction around it. Two statements and one bulk insert.
    """
    if not rows:
        return {}
    write = _by_copy if connection.vendor == "postgresql" else _by_many
    return write(rows, origin)


def _values(row: Answered, origin: Origin, made_at: object) -> tuple:
    basis = origin.basis
    return (
        row.read.case_id,
        row.version,
        row.why,
        *row.evaluated,
        basis.rule_set_id,
        basis.reference_id,
        origin.run_id,
        made_at,
        "",
    )


def _by_many(rows: Sequence[Answered], origin: Origin) -> dict[int, int]:
    """SQLite: one prepared insert for all rows, then one update fed by a JSON parameter."""
    made_at = connection.ops.adapt_datetimefield_value(origin.made_at)
    places = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {ASSESSMENTS} ({', '.join(COLUMNS)}) VALUES ({places})"  # noqa: S608
            f" ON CONFLICT {ONCE} DO NOTHING",
            (_values(row, origin, made_at) for row in rows),
        )
        cursor.execute(_POINT_FROM_JSON, [_told(rows), *origin.basis[:2]])
        return dict(cursor.fetchall())


def _told(rows: Sequence[Answered]) -> str:
    """What the pointers need, as one parameter."""
    return msgspec.json.encode(
        [
            (
                row.read.case_id,
                row.evaluated.digest,
                row.version,
                row.read.facts_version,
                row.read.assessment_id,
            )
            for row in rows
        ]
    ).decode()


_POINT_FROM_JSON = f"""
UPDATE {CASES} SET current_assessment_id = answer.id,
    facts_version = told.version, assessed_facts_version = told.version
FROM (SELECT value ->> 0 AS case_id, value ->> 1 AS digest, value ->> 2 AS version,
             value ->> 3 AS read_version, value ->> 4 AS old_id FROM json_each(%s)) AS told
JOIN {ASSESSMENTS} AS answer ON answer.case_id = told.case_id AND answer.digest = told.digest
    AND answer.rule_set_id = %s AND answer.reference_id = %s
WHERE {CASES}.id = told.case_id AND {CASES}.facts_version = told.read_version
    AND {CASES}.current_assessment_id IS told.old_id
RETURNING id, current_assessment_id
"""  # noqa: S608

_STAGE = "answers_to_store"
_MAKE_STAGE = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS {_STAGE} (
    case_id bigint, facts_version integer, why text, digest text, dossier_json text,
    answer_json text, outcome text, preliminary boolean, gravity text, missing_count smallint,
    missing_facts text, flags text, new_end date, release_now boolean, rule_set_id bigint,
    reference_id bigint, run_id bigint, made_at timestamptz, why_text text,
    read_version integer, old_id bigint
) ON COMMIT DELETE ROWS
"""
_INSERT_FROM_STAGE = f"""
INSERT INTO {ASSESSMENTS} ({", ".join(COLUMNS)}) SELECT {", ".join(COLUMNS)} FROM {_STAGE}
ORDER BY case_id ON CONFLICT {ONCE} DO NOTHING
"""  # noqa: S608
_POINT_FROM_STAGE = f"""
UPDATE {CASES} AS mine SET current_assessment_id = answer.id,
    facts_version = told.facts_version, assessed_facts_version = told.facts_version
FROM {_STAGE} AS told
JOIN {ASSESSMENTS} AS answer ON answer.case_id = told.case_id AND answer.digest = told.digest
    AND answer.rule_set_id = told.rule_set_id AND answer.reference_id = told.reference_id
WHERE mine.id = told.case_id AND mine.facts_version = told.read_version
    AND mine.current_assessment_id IS NOT DISTINCT FROM told.old_id
RETURNING mine.id, answer.id
"""  # noqa: S608


def _by_copy(rows: Sequence[Answered], origin: Origin) -> dict[int, int]:
    """PostgreSQL: COPY into a temporary table, then insert and update from it."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_STAGE)
        cursor.execute(f"TRUNCATE {_STAGE}")
        with cursor.copy(f"COPY {_STAGE} FROM STDIN") as copy:
            for values in _staged(rows, origin):
                copy.write_row(values)
        cursor.execute(_INSERT_FROM_STAGE)
        cursor.execute(_POINT_FROM_STAGE)
        return dict(cursor.fetchall())


def _staged(rows: Sequence[Answered], origin: Origin) -> Iterator[tuple]:
    for row in rows:
        read = row.read
        yield (*_values(row, origin, origin.made_at), read.facts_version, read.assessment_id)
