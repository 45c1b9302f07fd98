"""A moment has come at which the flow itself goes on (BPMN timers)."""

from django.db import transaction

from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case, Due
from onegrid.cases.services.apply_step import apply_step, context_of
from onegrid.cases.sheet import open_sheet
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.engine import run
from onegrid.jurisdictions.policy import SYSTEM


@transaction.atomic
def wake_case(*, case_id: int) -> Case | None:
    """Fires every timer due now. Nothing due (somebody was first, the path changed): nothing happens."""
    locked = lock_case(case_id)
    if locked is None:
        return None
    now = clock.now()
    fired, _ = Due.objects.filter(case_id=case_id, kind=Due.Kind.FLOW, at__lte=now).delete()
    if not fired or not locked.case.is_open:
        return locked.case
    sheet = open_sheet(locked, SYSTEM, now)
    step = run.wake(
        catalog.spec_of(locked.case.version_id),
        locked.case.engine_state,
        case=context_of(sheet),
        now=sheet.now,
        admit_fact=fact_guard(sheet.actor.epoch),
    )
    return apply_step(sheet=sheet, step=step, act={"kind": "timer.fired"})
