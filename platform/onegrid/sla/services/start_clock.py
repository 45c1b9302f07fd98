"""start_clock: a limit begins to run, or goes on where rework continues it."""

import datetime as dt
from dataclasses import dataclass

from onegrid.cases.writes import Writes
from onegrid.common.prepared import prepared
from onegrid.engine.definitions import TimeUnit
from onegrid.sla import rules, selectors, writes
from onegrid.sla.ladder import warning_percent
from onegrid.sla.models import Clock, ClockKind, ClockSpan, ClockState
from onegrid.sla.services.rearm_clock import rearm_clock

# Nearly always there is none: the question is asked at each dispatch, the clock itself read only after a rework.
_ANY = "SELECT 1 FROM sla_clock WHERE case_id = $1 AND kind = $2 AND subject = $3 LIMIT 1"


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
    unit_id: int | None = None,
    is_first: bool = False,
    reason: str = "opened",
) -> None:
    """Start or continue the clock of `subject` in this case. is_first: there can be no earlier one, so none is sought.

    A clock that continues keeps its ledger: the time used in earlier visits counts against the limit as it is now. A
    task's clock goes on only for the unit that used the time; another unit to which the case is sent begins its own,
    while the stage's clock counts through. The caller holds the case.
    """
    if not is_first and limit.continues and (earlier := _earlier(case_id, kind, subject, unit_id)):
        _continue(earlier, limit, at=at, work_item_id=work_item_id, reason=reason)
        return
    now = rules.current()
    counted = now.days.length(limit.value, limit.unit)
    deadline = now.days.advance(at, counted, limit.unit)
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
            warn_at=now.days.advance(at, counted * warning_percent(now.ladder) / 100, limit.unit).at,
            next_at=now.days.advance(at, counted * now.ladder[0].percent / 100, limit.unit).at,
            reason=reason,
            edition=now.edition,
        ),
    )
    batch.flush()


def _earlier(case_id: int, kind: str, subject: str, unit_id: int | None) -> Clock | None:
    """The one that may go on. Of several at once (one for each of several units) each task takes its unit's own."""
    if not prepared(_ANY, (case_id, str(kind), subject)):
        return None
    found = Clock.objects.filter(case_id=case_id, kind=kind, subject=subject)
    if kind == ClockKind.TASK:
        found = found.filter(state=ClockState.STOPPED, work_item__unit_id=unit_id or 0)
    return found.order_by("-id").first()


def _continue(clock: Clock, limit: LimitToKeep, *, at: dt.datetime, work_item_id: int | None, reason: str) -> None:
    was = (clock.limit_value, clock.limit_unit, clock.standard, clock.stage)
    is_same = was == (limit.value, limit.unit.value, limit.standard, limit.stage)
    clock.limit_value, clock.limit_unit = limit.value, limit.unit.value
    clock.standard, clock.stage = limit.standard, limit.stage
    spans, batch = list(selectors.spans_of(clock)), Writes()
    if clock.state == ClockState.STOPPED:
        writes.turn(batch, clock.pk, at=at, is_running=True, reason=reason)
        spans.append(ClockSpan(clock=clock, is_running=True, since=at, reason=reason))
        clock.state, clock.stopped_at, clock.is_on_time = ClockState.RUNNING, None, None
        clock.work_item_id = work_item_id
    elif clock.state == ClockState.PAUSED or is_same:
        return  # it runs already, or it waits for what paused it
    rearm_clock(batch, clock, spans, at=at)
    batch.flush()
