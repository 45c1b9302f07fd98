"""A moment has come at which the flow itself goes on (BPMN timers)."""

from datetime import datetime

from django.db import transaction

from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.held_acts import clear_held, counted
from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case, Due, Incident
from onegrid.cases.services.apply_step import apply_step, context_of
from onegrid.cases.sheet import open_sheet
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.engine import run
from onegrid.jurisdictions.policy import SYSTEM


def wake_case(*, case_id: int) -> Case | None:
    """Fires every timer due now. Nothing due (somebody was first, the path changed): nothing happens.

    What breaks is raised; after some failures the timers are held behind an incident (held_acts.py).
    """
    with counted(Incident.Held.DUE, lambda: _due(case_id, clock.now()), lambda: case_id):
        return _wake(case_id)


def _due(case_id: int, now: datetime) -> list[int]:
    rows = Due.objects.filter(case_id=case_id, kind=Due.Kind.FLOW, at__lte=now)
    return list(rows.order_by("at", "id").values_list("pk", flat=True))


@transaction.atomic
def _wake(case_id: int) -> Case | None:
    locked = lock_case(case_id)
    if locked is None:
        return None
    now = clock.now()
    fired = _due(case_id, now)
    Due.objects.filter(pk__in=fired).delete()
    if not fired or not locked.case.is_open:
        return locked.case
    clear_held(case_id, Incident.Held.DUE, fired)
    sheet = open_sheet(locked, SYSTEM, now)
    step = run.wake(
        catalog.spec_of(locked.case.version_id),
        locked.case.engine_state,
        case=context_of(sheet),
        now=sheet.now,
        admit_fact=fact_guard(sheet.actor.epoch),
    )
    return apply_step(sheet=sheet, step=step, act={"kind": "timer.fired"})
