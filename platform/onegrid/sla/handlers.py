"""Reactions to what happens to cases: clocks start, go on and stop in the same transaction."""

from onegrid.cases.events import (
    CaseFinished,
    CaseReworked,
    MilestoneReached,
    WorkItemClosed,
    WorkItemOpened,
)
from onegrid.catalog import selectors as catalog
from onegrid.engine.definitions import Limit, Milestone, TimeUnit
from onegrid.sla.models import Clock, ClockKind
from onegrid.sla.services.start_clock import LimitToKeep, start_clock
from onegrid.sla.services.stop_clocks import stop_clocks

HANDLING_STAGE = "handling"


def start_task_clock(event: WorkItemOpened) -> None:
    """Each human task has its limit; a later visit goes on with the first clock unless the task says restart."""
    limit = event.limit and _limit_of(event.limit, event.standard, event)
    if limit is None:
        return
    start_clock(
        case_id=event.case_id,
        kind=ClockKind.TASK,
        subject=f"{event.process}/{event.element}",
        limit=limit,
        at=event.at,
        work_item_id=event.work_item_id,
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
    if found is None or found.value is None or found.unit is None:
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
    """Rework goes on with the same clock."""
    stage = Clock.objects.filter(case_id=event.case_id, kind=ClockKind.STAGE, subject=HANDLING_STAGE).first()
    if stage is None or event.kind != "rework":
        return
    start_clock(
        case_id=event.case_id,
        kind=ClockKind.STAGE,
        subject=HANDLING_STAGE,
        limit=LimitToKeep(stage.limit_value, TimeUnit(stage.limit_unit), stage.standard, stage.stage),
        at=event.at,
        reason="rework",
    )


def stop_all_clocks(event: CaseFinished) -> None:
    """A finished case has no running clock; what ends with it has no verdict of its own."""
    stop_clocks(case_id=event.case_id, at=event.at, is_judged=False)


def _limit_of(limit: Limit, standard: str | None, event: WorkItemOpened) -> LimitToKeep | None:
    continues = limit.on_rework != "restart"
    if limit.standard and standard:
        stage = limit.stage or HANDLING_STAGE
        found = catalog.limit_of(standard, stage, event.at)
        if found and found.value is not None and found.unit is not None:
            return LimitToKeep(found.value, found.unit, standard, stage, continues)
    if limit.value is None or limit.unit is None:
        return None
    return LimitToKeep(limit.value, TimeUnit(limit.unit), "", limit.stage or "", continues)
