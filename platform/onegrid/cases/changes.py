"""What has just changed, for whoever tells open pages that it did. Ids only, and no actor: the reader limits it.

The event log is asked by `at`. Rows become visible when their act commits, a little after their `at`, so a reader asks
again for some seconds back and leaves out what it has seen; there is no upper end, for a demo's clock may move on.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

# Rows that name persons: who had the task, and who has it now.
_BETWEEN_PERSONS = frozenset({"task.transferred", "task.released"})


@dataclass(frozen=True, slots=True)
class LogRow:
    """The part of a row of the log that says whom it concerns."""

    case_id: int
    seq: int
    kind: str
    task: int | None
    origin: str
    target: str


@dataclass(frozen=True, slots=True)
class Change:
    """A case that has moved. `parties`: units that take part. `units`, `persons`: whose lists of work have changed."""

    case_id: int
    sector: str
    parties: frozenset[int]
    units: frozenset[int]
    persons: frozenset[int]


def log_since(moment: dt.datetime) -> list[LogRow]:
    """Every row from this business moment on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, seq, kind, task, origin, target FROM cases_eventrecord WHERE at >= %s", [moment]
        )
        return [LogRow(*row) for row in cursor.fetchall()]


def changes_of(rows: Collection[LogRow]) -> list[Change]:
    """One for each case among the rows."""
    if not rows:
        return []
    cases = sorted({row.case_id for row in rows})
    units: dict[int, set[int]] = defaultdict(set)
    persons: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.kind in _BETWEEN_PERSONS:
            persons[row.case_id] |= {int(one) for one in (row.origin, row.target) if one.isdecimal()}
    for case_id, unit_id, owner_id in _work({(row.case_id, row.task) for row in rows if row.task is not None}):
        units[case_id].add(unit_id)
        if owner_id is not None:
            persons[case_id].add(owner_id)
    for case_id, person_id in _copied(sorted({row.case_id for row in rows if row.kind == "case.copied"})):
        persons[case_id].add(person_id)
    return [
        Change(case_id, sector, frozenset(parties or ()), frozenset(units[case_id]), frozenset(persons[case_id]))
        for case_id, sector, parties in _parties(cases)
    ]


def _parties(cases: list[int]) -> list[tuple[int, str, list[int] | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sector, (SELECT array_agg(DISTINCT unit_id) FROM cases_caseparty WHERE case_id = cases_case.id)"
            " FROM cases_case WHERE id = ANY(%s)",
            [cases],
        )
        return list(cursor.fetchall())


def _work(tasks: set[tuple[int, int]]) -> list[tuple[int, int, int | None]]:
    if not tasks:
        return []
    of_case, numbers = zip(*sorted(tasks), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item.case_id, item.unit_id, item.owner_id FROM cases_workitem item"
            " JOIN unnest(%s::bigint[], %s::int[]) AS touched(case_id, task)"
            " ON item.case_id = touched.case_id AND item.task = touched.task",
            [list(of_case), list(numbers)],
        )
        return list(cursor.fetchall())


def _copied(cases: list[int]) -> list[tuple[int, int]]:
    if not cases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, person_id FROM cases_copy WHERE case_id = ANY(%s)", [cases])
        return list(cursor.fetchall())
