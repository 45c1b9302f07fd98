"""rearm_clock: a clock's deadline and next moment are counted anew from its ledger."""

import datetime as dt
from collections.abc import Sequence

from onegrid.cases.writes import Writes
from onegrid.sla import ledger, rules, writes
from onegrid.sla.ladder import next_step, warning_percent
from onegrid.sla.models import Clock, ClockSpan


def rearm_clock(batch: Writes, clock: Clock, spans: Sequence[ClockSpan], *, at: dt.datetime) -> None:
    """Queues the row, its due row and its task's deadline; the caller holds the case. Only for a running clock.

    A share that was reached once but, counted anew, is not reached yet is forgotten: its step comes again at its time.
    """
    now = rules.current()
    clock.edition = now.edition
    deadline = ledger.moment_of(now.days, clock, spans)
    if deadline is None:
        raise ValueError(f"clock {clock.pk} has no running span")
    clock.deadline_at, clock.is_provisional = deadline.at, deadline.is_provisional
    reached = 0
    for step in now.ladder:
        if step.percent > clock.reached:
            break
        moment = ledger.reached_at(now.days, clock, spans, step.percent)
        if moment is not None and moment <= at:
            reached = step.percent
    clock.reached = reached
    warn_percent = warning_percent(now.ladder)
    if reached < warn_percent:
        clock.warned_at = None
    if clock.late_at is not None:
        clock.late_at = deadline.at if deadline.at <= at else None
    coming = next_step(now.ladder, reached)
    next_at = ledger.reached_at(now.days, clock, spans, coming.percent) if coming else None
    writes.change(batch, clock, next_at=next_at, warn_at=ledger.reached_at(now.days, clock, spans, warn_percent))
