"""The statements of a clock's life, batched: they ride in the transaction of the act that moved the task."""

import datetime as dt
from dataclasses import dataclass

from onegrid.cases.writes import Writes

# The statements themselves are functions of the database (migration 0002): planned once per connection.
_START = "SELECT sla_start_clock(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_STOP = "SELECT sla_stop_clocks(%s, %s, %s, %s, %s)"
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
            *(new.case_id, new.work_item_id, new.kind, new.subject, new.standard, new.stage),
            *(new.limit_value, new.limit_unit, new.at, new.deadline_at, new.is_provisional),
            *(new.reason, new.next_at, new.warn_at),
        ),
    )


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
    writes.add(_STOP, (case_id, at, judged, work_item_id, subject))
