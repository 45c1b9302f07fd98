"""What the platform itself breaks on (no fault of the process) is tried a few times, then held until an operator acts.

The engine's state is not touched: the case stands as before the act, with an incident that says so. Only the row that
asked for the act (a due moment, a call's answer, a message) waits; everything else of the city goes on.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Model

from onegrid.cases.consequences.incidents import raise_incidents
from onegrid.cases.consequences.waiting import DELIVER, KEPT
from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Due, Incident, Outbox, ParkedMessage
from onegrid.cases.services.apply_step import write_sheet
from onegrid.cases.sheet import Sheet, open_sheet
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.engine import run
from onegrid.engine.step import Incident as Stopped
from onegrid.jurisdictions.policy import SYSTEM

MOST = 3
"""Failures after which a row is held."""

_FOR_GOOD = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_ABSENT = (OperationalError, InterfaceError)  # the database was away or two acts met: nothing is wrong with the case
_MODELS: dict[str, type[Model]] = {
    Incident.Held.DUE: Due,
    Incident.Held.CALL: Outbox,
    Incident.Held.MESSAGE: ParkedMessage,
}
_log = structlog.get_logger(__name__)


@contextmanager
def counted(
    kind: str,
    rows: Callable[[], list[int]],
    case_id: Callable[[], int | None],
    element: Callable[[], str] | None = None,
) -> Iterator[None]:
    """Around one act, outside its transaction. What the act raises goes on to the caller, counted.

    `element`: where the row belongs, from an app that alone knows it; else it is looked up in the case.
    """
    try:
        yield
    except _ABSENT:
        raise
    except Exception as fault:
        _count(kind, rows(), case_id(), fault, element)
        raise


def _count(kind: str, ids: list[int], case_id: int | None, fault: Exception, element: Callable[[], str] | None) -> None:
    model: Any = _MODELS[kind]
    model.objects.filter(pk__in=ids).update(failures=F("failures") + 1)
    beyond = list(model.objects.filter(pk__in=ids, failures__gte=MOST).order_by("pk"))
    if beyond and case_id is not None:
        try:
            _hold(kind, beyond, case_id, fault, element)
        except Exception:  # the caller's own fault must be heard, not this one
            _log.exception("act_not_held", case=case_id, kind=kind)


@transaction.atomic
def _hold(kind: str, rows: list[Any], case_id: int, fault: Exception, element: Callable[[], str] | None) -> None:
    locked = lock_case(case_id)
    if locked is None or not locked.case.is_open:
        return
    sheet = open_sheet(locked, SYSTEM, clock.now())
    known = set(
        Incident.objects.filter(case_id=case_id, state=Incident.State.OPEN, held=kind).values_list("held_id", flat=True)
    )
    for row in rows:
        if row.pk not in known:
            _stop(kind, row)
            place = element() if element else _element(kind, row, sheet)
            raise_incidents(sheet, (_told(kind, row, place, fault),), held=(kind, row.pk))
    write_sheet(sheet)


def _stop(kind: str, row: Any) -> None:
    if kind == Incident.Held.DUE:
        Due.objects.filter(pk=row.pk).update(lease=_FOR_GOOD)
    elif kind == Incident.Held.CALL:
        Outbox.objects.filter(pk=row.pk).update(state=Outbox.State.LEASED, lease=_FOR_GOOD)
    else:
        ParkedMessage.objects.filter(pk=row.pk).update(state=ParkedMessage.State.HELD)


def _told(kind: str, row: Any, place: str, fault: Exception) -> Stopped:
    """The fault by its kind alone: its text is not written for people."""
    name = type(fault).__name__
    if _is_clock(kind, row):
        en = f"the platform failed {MOST} times to act on a limit ({name}); work goes on, but nobody is warned of it"
        zh = f"平台连续 {MOST} 次未能处理到期的时限（{name}），办理不受影响，但该时限暂停预警"
    else:
        en, zh = _not_taken_in(kind, name)
    return Stopped(
        task=_task(kind, row),
        element=place,
        code="case.act_held",
        message_en=en,
        message_zh=zh,
        detail=f"{name}: {fault}"[:2000],
    )


def _is_clock(kind: str, row: Any) -> bool:
    """Its subject is a clock, not one of the engine's tasks."""
    return kind == Incident.Held.DUE and row.kind == Due.Kind.CLOCK


def _not_taken_in(kind: str, name: str) -> tuple[str, str]:
    what = {
        Incident.Held.DUE: ("the moment that was due", "到期事项"),
        Incident.Held.CALL: ("the answer of the called system", "外部系统的答复"),
        Incident.Held.MESSAGE: ("the message or signal that came", "收到的消息或信号"),
    }
    en, zh = what[Incident.Held(kind)]
    return (
        f"the platform failed {MOST} times to take in {en} ({name}); the case stands as before",
        f"平台连续 {MOST} 次未能处理{zh}（{name}），案件保持原状",
    )


def _task(kind: str, row: Any) -> int:
    if kind == Incident.Held.DUE:
        return 0 if _is_clock(kind, row) else int(row.subject)
    return int(row.call) if kind == Incident.Held.CALL else 0


def _element(kind: str, row: Any, sheet: Sheet) -> str:
    """Where the case waits for it, if that can still be read."""
    if kind == Incident.Held.CALL:
        return str(row.element)
    try:
        waiting = run.waiting(catalog.spec_of(sheet.case.version_id), sheet.case.engine_state)
    except Exception:  # that may be the very fault
        return ""
    if kind == Incident.Held.DUE:
        return next((one.element for one in waiting.timers if one.id == row.subject), "")
    return next((one.element for one in waiting.subscriptions if one.name == row.name), "")


def let_go(incident: Incident, sheet: Sheet) -> None:
    """The held row may be tried again; one that the case no longer waits for is left alone."""
    row_id = incident.held_id or 0
    if incident.held == Incident.Held.DUE:
        Due.objects.filter(pk=row_id).update(lease=None, failures=0)
    elif incident.held == Incident.Held.CALL:
        Outbox.objects.filter(pk=row_id, state=Outbox.State.LEASED).update(
            state=Outbox.State.PENDING, lease=None, failures=0, next_attempt_at=clock.real_now()
        )
    else:
        ParkedMessage.objects.filter(pk=row_id, state=ParkedMessage.State.HELD).update(
            state=ParkedMessage.State.WAITING, failures=0, expires_at=sheet.now + KEPT
        )
        sheet.doorbells.append((DELIVER, row_id))


def clear_held(case_id: int, kind: str, ids: list[int]) -> None:
    """These rows have been acted on after all, together with others."""
    Incident.objects.filter(case_id=case_id, state=Incident.State.OPEN, held=kind, held_id__in=ids).update(
        state=Incident.State.CLEARED, settled_at=clock.now()
    )
