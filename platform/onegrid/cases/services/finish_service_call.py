"""The outside has answered, or failed for good: the last part of a call lets the case go on."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction

from onegrid.cases import values
from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.held_acts import counted
from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import CaseSource, Incident, Outbox
from onegrid.cases.services.apply_step import apply_step, context_of, write_sheet
from onegrid.cases.sheet import Sheet, open_sheet
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.engine import run
from onegrid.engine.step import Step
from onegrid.jurisdictions.policy import SYSTEM

_SETTLED = (Outbox.State.DONE, Outbox.State.FAILED)


def finish_service_call(*, outbox_id: int, result: Any) -> None:
    """Once: an answer that comes twice, or after the case went another way, changes nothing."""
    with _counted(outbox_id):
        _settle(outbox_id, Outbox.State.DONE, result=values.plain(result))


def fail_service_call(*, outbox_id: int, code: str, message: str) -> None:
    """No further try. The error event at the call's boundary takes it, else there is an incident."""
    with _counted(outbox_id):
        _settle(outbox_id, Outbox.State.FAILED, code=code, message=message[:2000])


def _counted(outbox_id: int) -> AbstractContextManager[None]:
    """The receiver sees the same key again while the case cannot take the answer in; then the call is held."""
    row = Outbox.objects.filter(pk=outbox_id)
    return counted(Incident.Held.CALL, lambda: [outbox_id], lambda: row.values_list("case_id", flat=True).first())


@transaction.atomic
def _settle(outbox_id: int, state: str, *, result: Any = None, code: str = "", message: str = "") -> None:
    case_id = Outbox.objects.values_list("case_id", flat=True).get(pk=outbox_id)
    locked = lock_case(case_id)
    row = Outbox.objects.select_for_update().get(pk=outbox_id)
    if locked is None or row.state not in (Outbox.State.PENDING, Outbox.State.LEASED):
        return
    now = clock.now()
    row.state, row.result, row.error_code, row.error = state, result, code, message
    row.done_at, row.lease = now, None
    row.save(update_fields=["state", "result", "error_code", "error", "done_at", "lease"])
    _mark_source(row, now)
    sheet = open_sheet(locked, SYSTEM, now)
    act: dict[str, Any] = {
        "kind": "call.done" if state == Outbox.State.DONE else "call.failed",
        "process": row.process,
        "element": row.element,
        "target": row.connector,
        "reason": message,
        "payload": {"call": row.call, "part": row.part, "key": row.key, "attempts": row.attempts, "code": code},
    }
    parts = list(Outbox.objects.filter(case_id=case_id, call=row.call).order_by("part"))
    if any(one.state not in _SETTLED for one in parts):
        sheet.book.add(**act)
        write_sheet(sheet)
        return
    apply_step(sheet=sheet, step=_step(sheet, row, parts), act=act)


def _step(sheet: Sheet, row: Outbox, parts: list[Outbox]) -> Step:
    """The engine hears of the call once, when its last part is settled."""
    spec = catalog.spec_of(sheet.case.version_id)
    failed = next((one for one in parts if one.state == Outbox.State.FAILED), None)
    if failed is not None:
        return run.fail_call(
            spec,
            sheet.case.engine_state,
            call=row.call,
            code=failed.error_code or "call.failed",
            message=failed.error,
            case=context_of(sheet),
            now=sheet.now,
            admit_fact=fact_guard(sheet.actor.epoch),
        )
    result = parts[0].result if parts[0].source_id is None else [one.result for one in parts]
    return run.finish_call(
        spec,
        sheet.case.engine_state,
        call=row.call,
        result=result,
        case=context_of(sheet),
        now=sheet.now,
        admit_fact=fact_guard(sheet.actor.epoch),
    )


def _mark_source(row: Outbox, now: Any) -> None:
    if row.source_id is not None:
        is_sent = row.state == Outbox.State.DONE
        CaseSource.objects.filter(pk=row.source_id).update(
            reply_state=CaseSource.Reply.SENT if is_sent else CaseSource.Reply.FAILED,
            replied_at=now if is_sent else None,
        )
