"""start_clock: a limit begins to run, or goes on where rework continues it."""

import datetime as dt
from dataclasses import dataclass

from onegrid.cases.models import Due
from onegrid.cases.writes import Writes
from onegrid.engine.definitions import TimeUnit
from onegrid.sla import calendar, ladder, ledger, selectors, writes
from onegrid.sla.models import Clock, ClockSpan, ClockState


@dataclass(frozen=True, slots=True)
class LimitToKeep:
    """A limit as it holds for one clock: where it comes from and what rework does to it."""

    value: int
    unit: TimeUnit
    standard: str = ""
    stage: str = ""
    continues: bool = True


def start_clock(
    *,
    case_id: int,
    kind: str,
    subject: str,
    limit: LimitToKeep,
    at: dt.datetime,
    work_item_id: int | None = None,
    is_first: bool = False,
    reason: str = "opened",
) -> None:
    """Start or continue the clock of `subject` in this case. is_first: there can be no earlier one, so none is sought.

    A clock that continues keeps its ledger: the time used in earlier visits counts, its deadline moves accordingly.
    """
    if not is_first and limit.continues and (earlier := _earlier(case_id, kind, subject)):
        _continue(earlier, at=at, work_item_id=work_item_id, reason=reason)
        return
    days = calendar.current()
    counted = days.length(limit.value, limit.unit)
    deadline = days.advance(at, counted, limit.unit)
    steps = selectors.ladder()
    warn = next((step.percent for step in steps if step.marks == "warned"), 100)
    batch = Writes()
    writes.start(
        batch,
        writes.NewClock(
            case_id=case_id,
            work_item_id=work_item_id,
            kind=kind,
            subject=subject,
            standard=limit.standard,
            stage=limit.stage,
            limit_value=limit.value,
            limit_unit=limit.unit.value,
            at=at,
            deadline_at=deadline.at,
            is_provisional=deadline.is_provisional,
            warn_at=days.advance(at, counted * warn / 100, limit.unit).at,
            next_at=days.advance(at, counted * steps[0].percent / 100, limit.unit).at,
            reason=reason,
        ),
    )
    batch.flush()


def _earlier(case_id: int, kind: str, subject: str) -> Clock | None:
    found = Clock.objects.select_for_update().filter(case_id=case_id, kind=kind, subject=subject)
    return found.order_by("-id").first()


def _continue(clock: Clock, *, at: dt.datetime, work_item_id: int | None, reason: str) -> None:
    if clock.state != ClockState.STOPPED:
        return
    ClockSpan.objects.create(clock=clock, is_running=True, since=at, reason=reason)
    clock.state, clock.stopped_at, clock.is_on_time = ClockState.RUNNING, None, None
    clock.work_item_id = work_item_id
    rearm(clock)


def rearm(clock: Clock) -> None:
    """Count a running clock's deadline and next moment anew from its ledger; saves the row, its due row and task."""
    days, spans = calendar.current(), selectors.spans_of(clock)
    deadline = ledger.moment_of(days, clock, spans)
    if deadline is None:
        return
    clock.deadline_at, clock.is_provisional = deadline.at, deadline.is_provisional
    clock.save()
    steps = selectors.ladder()
    Due.objects.filter(case_id=clock.case_id, kind=Due.Kind.CLOCK, subject=clock.pk).delete()
    step = ladder.next_step(steps, clock.level)
    if step and (moment := ledger.moment_of(days, clock, spans, step.percent)):
        Due.objects.create(case_id=clock.case_id, kind=Due.Kind.CLOCK, subject=clock.pk, at=moment.at)
    if clock.work_item_id is not None:
        warn = next((one.percent for one in steps if one.marks == "warned"), 100)
        warned = ledger.moment_of(days, clock, spans, warn)
        batch = Writes()
        writes.set_deadline(
            batch, clock.work_item_id, warned.at if warned else None, deadline.at, deadline.is_provisional
        )
        batch.flush()
