"""The statements of a clock's life, batched: they ride in the transaction of the act that moved the task."""

import datetime as dt
from dataclasses import dataclass

from onegrid.cases.writes import Writes

_START = """
WITH clock AS (
    INSERT INTO sla_clock (case_id, work_item_id, kind, subject, standard, stage, limit_value, limit_unit, state,
        started_at, first_deadline_at, deadline_at, is_provisional, level)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'running', %s, %s, %s, %s, 0) RETURNING id, case_id
), span AS (
    INSERT INTO sla_clockspan (clock_id, is_running, since, reason) SELECT id, true, %s, %s FROM clock
)
INSERT INTO cases_due (case_id, kind, subject, at) SELECT case_id, 'clock', id, %s FROM clock
"""
_CLOSE_SPAN = """
UPDATE sla_clockspan s SET until = %s FROM sla_clock c
WHERE s.clock_id = c.id AND s.until IS NULL AND c.case_id = %s AND c.state <> 'stopped' AND {which}
"""
_DROP_DUE = """
DELETE FROM cases_due d USING sla_clock c
WHERE d.case_id = c.case_id AND d.kind = 'clock' AND d.subject = c.id
  AND c.case_id = %s AND c.state <> 'stopped' AND {which}
"""
_STOP = """
UPDATE sla_clock c SET state = 'stopped', stopped_at = %s,
    is_on_time = CASE WHEN %s OR c.deadline_at < %s THEN c.deadline_at >= %s END,
    late_at = CASE WHEN c.deadline_at < %s THEN COALESCE(c.late_at, c.deadline_at) ELSE c.late_at END
WHERE c.case_id = %s AND c.state <> 'stopped' AND {which}
"""
_DEADLINE = """
UPDATE cases_workitem SET warn_at = %s, deadline_at = %s, is_deadline_provisional = %s WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class NewClock:
    """What starts: `next_at` is the ladder's first moment, `warn_at` what the inbox turns amber by."""

    case_id: int
    work_item_id: int | None
    kind: str
    subject: str
    standard: str
    stage: str
    limit_value: int
    limit_unit: str
    at: dt.datetime
    deadline_at: dt.datetime
    is_provisional: bool
    warn_at: dt.datetime
    next_at: dt.datetime
    reason: str


def start(writes: Writes, new: NewClock) -> None:
    """A clock, its first span, its due row and the task's deadline."""
    writes.add(
        _START,
        (
            new.case_id,
            new.work_item_id,
            new.kind,
            new.subject,
            new.standard,
            new.stage,
            new.limit_value,
            new.limit_unit,
            new.at,
            new.deadline_at,
            new.deadline_at,
            new.is_provisional,
            new.at,
            new.reason,
            new.next_at,
        ),
    )
    if new.work_item_id is not None:
        set_deadline(writes, new.work_item_id, new.warn_at, new.deadline_at, new.is_provisional)


def set_deadline(
    writes: Writes,
    work_item_id: int,
    warn_at: dt.datetime | None,
    deadline_at: dt.datetime,
    is_provisional: bool,
) -> None:
    """What the inbox shows and sorts by."""
    writes.add(_DEADLINE, (warn_at, deadline_at, is_provisional, work_item_id))


def stop(
    writes: Writes,
    case_id: int,
    at: dt.datetime,
    *,
    judged: bool,
    work_item_id: int | None = None,
    subject: str | None = None,
) -> None:
    """Stop the clocks of a task, of a subject, or all of a case. judged: in time counts as on time.

    A task that was withdrawn has no verdict, unless it was late already.
    """
    which, params = "true", ()
    if work_item_id is not None:
        which, params = "c.work_item_id = %s", (work_item_id,)  # type: ignore[assignment]
    elif subject is not None:
        which, params = "c.subject = %s", (subject,)  # type: ignore[assignment]
    writes.add(_CLOSE_SPAN.format(which=which), (at, case_id, *params))
    writes.add(_DROP_DUE.format(which=which), (case_id, *params))
    writes.add(_STOP.format(which=which), (at, judged, at, at, at, case_id, *params))
