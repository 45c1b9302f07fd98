"""Celery's entries into sla: one tick, one service."""

from celery import shared_task

from onegrid.common import clock
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines
from onegrid.sla.services.recount_deadlines import recount_deadlines
from onegrid.sla.sweep_turn import turn_of


@shared_task(name="onegrid.sla.tasks.sweep_deadlines")
def sweep_deadlines() -> None:
    """Count anew what an old calendar counted, then fire what is due. Two schedulers by mistake are harmless."""
    with turn_of("sweep") as is_ours:
        if is_ours:
            clock.refresh()
            recount_deadlines()
            fire_due_deadlines()
