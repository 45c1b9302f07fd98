"""The only writer of engine state: turns a Step into rows, log, announcements and doorbells."""

from typing import Any

from celery import current_app
from django.db import transaction

from onegrid.cases import values
from onegrid.cases.consequences.calls import drop_calls, request_calls
from onegrid.cases.consequences.facts import change_facts, fact_guard
from onegrid.cases.consequences.finish import finish
from onegrid.cases.consequences.incidents import clear_incidents, raise_incidents
from onegrid.cases.consequences.progress import path_of, reach_milestones
from onegrid.cases.consequences.waiting import throw, wait
from onegrid.cases.consequences.work_items import close_tasks, open_tasks
from onegrid.cases.context import case_context
from onegrid.cases.headlines import summary_of
from onegrid.cases.models import Case, ParkedMessage
from onegrid.cases.sheet import Sheet
from onegrid.cases.writes import held_together
from onegrid.catalog import selectors as catalog
from onegrid.common import events
from onegrid.engine import run
from onegrid.engine.step import Step

_NO_FACTS = {"status", "outcome", "finished_at", "data"}


def apply_step(*, sheet: Sheet, step: Step, act: dict[str, Any]) -> Case:
    """Write everything that the step changed, in the caller's transaction, and announce it.

    `act`: the log row of what was done (arguments of `LogBook.add`). Calls that are answered at once (a notice, a reply
    without addresses) and messages that were kept for a task now open are taken within the same act.
    """
    _take(sheet, step, act)
    while sheet.case.is_open and (sheet.answered or sheet.arrivals):
        if sheet.answered:
            call, result = sheet.answered.pop(0)
            step = run.finish_call(
                catalog.spec_of(sheet.case.version_id),
                sheet.case.engine_state,
                call=call,
                result=result,
                case=context_of(sheet),
                now=sheet.now,
                admit_fact=fact_guard(sheet.actor.epoch),
            )
            _take(sheet, step, {"kind": "call.answered", "payload": {"call": call}})
        else:
            _take_parked(sheet, sheet.arrivals.pop(0))
    write_sheet(sheet)
    return sheet.case


def context_of(sheet: Sheet) -> dict[str, Any]:
    """The `case` context as it stands on the sheet."""
    return case_context(sheet.case, sheet.locked.sources, epoch=sheet.actor.epoch)


def write_sheet(sheet: Sheet) -> None:
    """Send all rows with the case's own, then tell listeners, then ring after the commit."""
    case = sheet.case
    if sheet.changed.keys() - _NO_FACTS:
        _summarise(sheet)
    case.revision += 1
    sheet.book.write(sheet.writes)
    changed = values.dumps(sheet.changed) if sheet.changed else None
    sheet.writes.call("cases_write_step", case.pk, case.revision, case.log_seq, case.state, changed)
    with held_together():
        sheet.writes.flush()
        events.publish(*[make() for make in sheet.announcements])
    for task, row_id in sheet.doorbells:
        ring(task, row_id)


def _summarise(sheet: Sheet) -> None:
    """The line that lists show follows the facts."""
    spec = catalog.spec_of(sheet.case.version_id)
    if spec.process.summary is None:
        return
    line = summary_of(sheet.case, spec, context=context_of(sheet), now=sheet.now)
    if line != sheet.case.summary:
        sheet.set_column("summary", line)


def ring(task: str, row_id: int) -> None:
    """After the commit, wake a worker; if the broker is down the sweep finds the row."""
    transaction.on_commit(lambda: current_app.send_task(task, args=[row_id], retry=False), robust=True)


def _take(sheet: Sheet, step: Step, act: dict[str, Any]) -> None:
    """One step: the act's row first, then its consequences in the order in which a reader understands them."""
    payload = {**act.get("payload", {}), "path": path_of(step.passed)}
    sheet.book.add(**{**act, "payload": payload})
    sheet.case.state = step.state
    change_facts(sheet, step.facts)
    reach_milestones(sheet, step.passed)
    clear_incidents(sheet, step.cleared_incidents)
    close_tasks(sheet, step.closed)
    drop_calls(sheet, step.dropped_calls, settled=payload.get("call"))
    open_tasks(sheet, step.opened)
    wait(sheet, step)
    throw(sheet, step.thrown)
    request_calls(sheet, step.calls)
    raise_incidents(sheet, step.incidents)
    if step.finished is not None:
        finish(sheet, outcome=step.finished.outcome, element=step.finished.element, data=step.finished.data)


def _take_parked(sheet: Sheet, message: ParkedMessage) -> None:
    step = run.deliver(
        catalog.spec_of(sheet.case.version_id),
        sheet.case.engine_state,
        kind=message.kind,
        name=message.name,
        key=message.correlation or None,
        payload=message.payload,
        case=context_of(sheet),
        now=sheet.now,
        admit_fact=fact_guard(sheet.actor.epoch),
    )
    message.state, message.case_id = ParkedMessage.State.DELIVERED, sheet.case.pk
    message.save(update_fields=["state", "case"])
    _take(sheet, step, {"kind": "message.delivered", "target": message.name, "payload": {"key": message.correlation}})
