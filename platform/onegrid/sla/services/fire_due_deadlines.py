"""fire_due_deadlines: everything that is due, in order, each in its own transaction (decision 7)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import structlog
from django.db import connection, transaction

from onegrid.cases.services.wake_case import wake_case
from onegrid.common import clock
from onegrid.sla.services.fire_clock import fire_clock

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=5)
"""How long a row is out of others' reach; one whose act failed is tried again after it."""

_TAKE = """
UPDATE cases_due SET lease = %s WHERE id = (
    SELECT id FROM cases_due WHERE at <= %s AND (lease IS NULL OR lease < %s) AND id <> ALL(%s::bigint[])
    ORDER BY at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id, case_id, kind, at
"""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row taken by this sweep."""

    id: int
    case_id: int
    kind: str
    at: dt.datetime


def fire_due_deadlines(*, until: dt.datetime | None = None, at_most: int = 1000) -> int:
    """Fire what is due at `until` (now); answers how many rows were taken. A failing row never stops the rest."""
    taken = 0
    while taken < at_most and (row := take_next(until or clock.now())):
        taken += 1
        fire(row)
    return taken


def take_next(until: dt.datetime, *, but: Collection[int] = ()) -> DueRow | None:
    """Lease the earliest due row; late rather than never, also after a downtime. `but`: rows to pass over."""
    real = clock.real_now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, (real + LEASE, until, real, list(but)))
        found = cursor.fetchone()
    return DueRow(*found) if found else None


def fire(row: DueRow) -> bool:
    """Act on one row; what fails is logged with its case and stays leased, so that it comes again later: False.

    What breaks again and again is held behind an incident (cases/held_acts.py), or one row would be tried for ever.
    """
    try:
        if row.kind == "flow":
            wake_case(case_id=row.case_id)
        else:
            fire_clock(due_id=row.id)
    except Exception:
        log.exception("due row failed", due=row.id, case=row.case_id, kind=row.kind)
        return False
    return True
