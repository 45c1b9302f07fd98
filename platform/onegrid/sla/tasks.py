"""Celery's entries into sla: one tick, one service."""

from celery import shared_task

from onegrid.common import clock
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines


@shared_task(name="onegrid.sla.tasks.sweep_deadlines")
def sweep_deadlines() -> None:
    """Fire what is due. Two schedulers by mistake are harmless: each row is leased once."""
    clock.refresh()
    fire_due_deadlines()
