"""fire_clock: a clock reached the next step of the ladder."""

import datetime as dt

from django.db import transaction

from onegrid.cases.held_acts import counted
from onegrid.cases.log import LogBook
from onegrid.cases.models import Case, Due, Incident, WorkItem
from onegrid.cases.writes import Writes
from onegrid.common import clock as business
from onegrid.common import events
from onegrid.jurisdictions import policy
from onegrid.sla import ledger, rules, selectors, writes
from onegrid.sla.events import ClockMoved
from onegrid.sla.ladder import WARNED, LadderStep, next_step, warning_percent
from onegrid.sla.models import Clock, ClockState
from onegrid.sla.notices import notices_of
from onegrid.sla.services.stop_clocks import stop_clocks

_NEEDED = ("number", "status", "log_seq", "lead_unit_id", "finished_at")


def fire_clock(*, due_id: int) -> bool:
    """Take one step; answers False where somebody else did, the clock has stopped, or the step is not due after all.

    What breaks is raised; after some failures the row is held behind an incident, as a timer of the flow is.
    """
    with counted(Incident.Held.DUE, lambda: [due_id], lambda: _case_of(due_id), lambda: _element(due_id)):
        return _fire(due_id)


def _case_of(due_id: int) -> int | None:
    return Due.objects.filter(pk=due_id).values_list("case_id", flat=True).first()


def _element(due_id: int) -> str:
    """Where people know the limit from: its task, or the stage of the standard."""
    clock = Clock.objects.select_related("work_item").filter(pk__in=Due.objects.filter(pk=due_id).values("subject"))
    found = clock.first()
    if found is None:
        return ""
    return found.work_item.element if found.work_item else found.subject[:120]


@transaction.atomic
def _fire(due_id: int) -> bool:
    """Locks the case first, as every act on a case does, so the two can't wait for each other."""
    case_id = _case_of(due_id)
    if case_id is None:
        return False
    case = Case.objects.select_for_update(no_key=True).only(*_NEEDED).get(pk=case_id)
    due = Due.objects.filter(pk=due_id).first()
    if due is None:
        return False
    now = business.now()
    if not case.is_open:
        due.delete()
        stop_clocks(case_id=case.pk, at=case.finished_at or now, is_judged=False)
        return False
    clock = Clock.objects.filter(pk=due.subject, state=ClockState.RUNNING).first()
    if clock is None:
        due.delete()
        return False
    batch = Writes()
    step = _take(batch, clock, now)
    if step is None:
        batch.flush()
        return False
    item = WorkItem.objects.select_related("unit").filter(pk=clock.work_item_id).first() if clock.work_item_id else None
    book = LogBook(case, policy.SYSTEM, now)
    book.add(
        f"clock.{step.marks}",
        process=item.process if item else "",
        element=item.element if item else clock.subject,
        task=item.task if item else None,
        payload={"clock": clock.pk, "percent": step.percent, "deadline_at": clock.deadline_at.isoformat()},
    )
    book.write(batch)
    batch.add("UPDATE cases_case SET log_seq = %s WHERE id = %s", (case.log_seq, case.pk))
    batch.flush()
    events.publish(
        ClockMoved(case.pk, now, clock.pk, clock.work_item_id, step.marks, step.percent),
        *notices_of(case, clock, item, step, at=now),
    )
    return True


def _take(batch: Writes, clock: Clock, now: dt.datetime) -> LadderStep | None:
    """The step whose moment has come, taken, and the next one armed; None where the ladder has moved on meanwhile."""
    held, spans = rules.current(), selectors.spans_of(clock)
    step = next_step(held.ladder, clock.reached)
    moment = ledger.reached_at(held.days, clock, spans, step.percent) if step else None
    taken = step if moment is not None and moment <= now else None
    if taken is not None:
        clock.reached = taken.percent
        if taken.marks == WARNED:
            clock.warned_at = now
        if taken.percent >= 100 and clock.late_at is None:
            clock.late_at = clock.deadline_at
        step = next_step(held.ladder, clock.reached)
        moment = ledger.reached_at(held.days, clock, spans, step.percent) if step else None
    warn_at = ledger.reached_at(held.days, clock, spans, warning_percent(held.ladder))
    writes.change(batch, clock, next_at=moment, warn_at=warn_at)
    return taken
