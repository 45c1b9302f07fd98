"""Reactions to what happens to cases: clocks start, go on and stop in the same transaction."""

import datetime as dt

from onegrid.cases.events import (
    CaseFinished,
    CaseReworked,
    MilestoneReached,
    WorkItemClosed,
    WorkItemOpened,
)
from onegrid.catalog import selectors as catalog
from onegrid.engine.definitions import Milestone, TimeUnit
from onegrid.sla.models import Clock, ClockKind, ClockState
from onegrid.sla.services.start_clock import LimitToKeep, start_clock
from onegrid.sla.services.stop_clocks import stop_clocks

HANDLING_STAGE = "handling"


def start_task_clock(event: WorkItemOpened) -> None:
    """Each human task has its limit; a later visit goes on with the first clock unless the task says restart."""
    limit = _limit_of(event)
    if limit is None:
        return
    if limit.stage == HANDLING_STAGE and event.round > 1:
        _resume_stage(event.case_id, event.at, "reopened")
    start_clock(
        case_id=event.case_id,
        kind=ClockKind.TASK,
        subject=f"{event.process}/{event.element}",
        limit=limit,
        at=event.at,
        work_item_id=event.work_item_id,
        unit_id=event.unit_id,
        is_first=event.round == 1,
    )


def stop_task_clock(event: WorkItemClosed) -> None:
    """Completed: judged. Withdrawn: no verdict."""
    stop_clocks(
        case_id=event.case_id,
        at=event.at,
        is_judged=event.reason == "completed",
        work_item_id=event.work_item_id,
    )


def follow_handling(event: MilestoneReached) -> None:
    """The standard's own limit runs from dispatch until the work is handled (cumulative over rework)."""
    if event.milestone == Milestone.HANDLED:
        stop_clocks(case_id=event.case_id, at=event.at, is_judged=True, subject=HANDLING_STAGE)
    if event.milestone != Milestone.DISPATCHED or not event.standard:
        return
    found = catalog.limit_of(event.standard, HANDLING_STAGE, event.at)
    if found is None:
        return
    start_clock(
        case_id=event.case_id,
        kind=ClockKind.STAGE,
        subject=HANDLING_STAGE,
        limit=LimitToKeep(found.value, found.unit, event.standard, HANDLING_STAGE),
        at=event.at,
        reason="dispatched",
    )


def resume_handling(event: CaseReworked) -> None:
    """Rework goes on with the same clock. A return does so only once it opens a task of handling again."""
    if event.kind == "rework":
        _resume_stage(event.case_id, event.at, "rework")


def stop_all_clocks(event: CaseFinished) -> None:
    """A finished case has no running clock; what ends with it has no verdict of its own."""
    stop_clocks(case_id=event.case_id, at=event.at, is_judged=False)


def _resume_stage(case_id: int, at: dt.datetime, reason: str) -> None:
    stage = Clock.objects.filter(case_id=case_id, kind=ClockKind.STAGE, subject=HANDLING_STAGE).order_by("-id").first()
    if stage is None or stage.state != ClockState.STOPPED:
        return
    start_clock(
        case_id=case_id,
        kind=ClockKind.STAGE,
        subject=HANDLING_STAGE,
        limit=LimitToKeep(stage.limit_value, TimeUnit(stage.limit_unit), stage.standard, stage.stage),
        at=at,
        reason=reason,
    )


def _limit_of(event: WorkItemOpened) -> LimitToKeep | None:
    limit, standard = event.limit, event.standard
    if limit is None:
        return None
    continues = limit.on_rework != "restart"
    if limit.standard and standard:
        stage = limit.stage or HANDLING_STAGE
        found = catalog.limit_of(standard, stage, event.at)
        if found is not None:
            return LimitToKeep(found.value, found.unit, standard, stage, continues)
    if limit.value is None or limit.unit is None:
        return None
    return LimitToKeep(limit.value, TimeUnit(limit.unit), "", limit.stage or "", continues)
