"""resume_clock: a paused clock goes on; what was used before the pause counts, the pause does not."""

import datetime as dt

from onegrid.cases.log import append
from onegrid.cases.models import Case
from onegrid.cases.writes import Writes
from onegrid.common.audit import Acting
from onegrid.sla import selectors, writes
from onegrid.sla.models import Clock, ClockSpan, ClockState
from onegrid.sla.services.rearm_clock import rearm_clock


def resume_clock(*, actor: Acting, case: Case, clock_id: int, at: dt.datetime, reason: str) -> bool:
    """False where it is not paused. The caller holds the case."""
    clock = Clock.objects.filter(pk=clock_id, case_id=case.pk, state=ClockState.PAUSED).first()
    if clock is None:
        return False
    spans, batch = list(selectors.spans_of(clock)), Writes()
    spans[-1].until = at
    spans.append(ClockSpan(clock=clock, is_running=True, since=at, reason=reason))
    clock.state = ClockState.RUNNING
    writes.turn(batch, clock.pk, at=at, is_running=True, reason=reason)
    rearm_clock(batch, clock, spans, at=at)
    append(
        case,
        actor=actor,
        kind="clock.resumed",
        reason=reason,
        after={"deadline_at": clock.deadline_at.isoformat()},
        payload={"clock": clock.pk, "subject": clock.subject},
        writes=batch,
    )
    return True
