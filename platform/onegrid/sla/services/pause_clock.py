"""pause_clock: a clock stands still, with a span of its own in the ledger."""

import datetime as dt

from onegrid.cases.log import append
from onegrid.cases.models import Case
from onegrid.cases.writes import Writes
from onegrid.common.audit import Acting
from onegrid.sla import writes
from onegrid.sla.models import Clock, ClockState


def pause_clock(*, actor: Acting, case: Case, clock_id: int, at: dt.datetime, reason: str) -> bool:
    """False where it does not run. The caller holds the case and has asked whether the task's limit pauses for this.

    Nothing falls due meanwhile; a limit that was used up before the pause stays late.
    """
    clock = Clock.objects.filter(pk=clock_id, case_id=case.pk, state=ClockState.RUNNING).first()
    if clock is None:
        return False
    if clock.deadline_at < at:
        clock.late_at = clock.late_at or clock.deadline_at
    clock.state = ClockState.PAUSED
    batch = Writes()
    writes.turn(batch, clock.pk, at=at, is_running=False, reason=reason)
    writes.change(batch, clock, next_at=None, warn_at=None)
    append(
        case,
        actor=actor,
        kind="clock.paused",
        reason=reason,
        before={"deadline_at": clock.deadline_at.isoformat()},
        payload={"clock": clock.pk, "subject": clock.subject},
        writes=batch,
    )
    return True
