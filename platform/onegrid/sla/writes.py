"""The statements of a clock's life, batched: they ride in the transaction of the act that moved the task."""

import datetime as dt
from dataclasses import dataclass

from onegrid.cases.hot_path import give_deadline
from onegrid.cases.writes import Writes
from onegrid.sla.models import Clock

# Functions of the database (migrations 0003 and 0005): planned once per connection.
_START, _STOP = "sla_start_clock", "sla_stop_clocks"
_OPEN_SPAN = "INSERT INTO sla_clockspan (clock_id, is_running, since, reason) VALUES (%s, %s, %s, %s)"
_CLOSE_SPAN = "UPDATE sla_clockspan SET until = %s WHERE clock_id = %s AND until IS NULL"
_CHANGE = """
UPDATE sla_clock SET work_item_id = %s, standard = %s, stage = %s, limit_value = %s, limit_unit = %s, state = %s,
    deadline_at = %s, is_provisional = %s, reached = %s, warned_at = %s, late_at = %s, stopped_at = %s,
    is_on_time = %s, edition = %s WHERE id = %s
"""
_DROP_DUE = "DELETE FROM cases_due WHERE case_id = %s AND kind = 'clock' AND subject = %s"
_ARM = "INSERT INTO cases_due (case_id, kind, subject, at) VALUES (%s, 'clock', %s, %s)"


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
    edition: int


def start(writes: Writes, new: NewClock) -> None:
    """A clock, its first span, its due row and the task's deadline."""
    writes.call(
        _START,
        *(new.case_id, new.work_item_id, new.kind, new.subject, new.standard, new.stage),
        *(new.limit_value, new.limit_unit, new.at, new.deadline_at, new.is_provisional),
        *(new.reason, new.next_at, new.edition),
    )
    if new.work_item_id is not None:
        give_deadline(writes, new.work_item_id, new.warn_at, new.deadline_at, new.is_provisional)


def turn(writes: Writes, clock_id: int, *, at: dt.datetime, is_running: bool, reason: str) -> None:
    """The open span, if any, ends; the next one begins."""
    writes.add(_CLOSE_SPAN, (at, clock_id))
    writes.add(_OPEN_SPAN, (clock_id, is_running, at, reason[:60]))


def change(writes: Writes, clock: Clock, *, next_at: dt.datetime | None, warn_at: dt.datetime | None) -> None:
    """The clock as it stands on the object, its one due row, and its task's deadline (none while it is paused)."""
    writes.add(
        _CHANGE,
        (
            *(clock.work_item_id, clock.standard, clock.stage, clock.limit_value, clock.limit_unit, str(clock.state)),
            *(clock.deadline_at, clock.is_provisional, clock.reached, clock.warned_at, clock.late_at),
            *(clock.stopped_at, clock.is_on_time, clock.edition, clock.pk),
        ),
    )
    writes.add(_DROP_DUE, (clock.case_id, clock.pk))
    if next_at is not None:
        writes.add(_ARM, (clock.case_id, clock.pk, next_at))
    if clock.work_item_id is not None:
        give_deadline(writes, clock.work_item_id, warn_at, clock.deadline, clock.is_provisional)


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
    writes.call(_STOP, case_id, at, judged, work_item_id, subject)
