"""Celery: worker and beat. The broker only rings; every task looks up in PostgreSQL what is due.

Two beats by mistake are harmless, for each sweep claims its rows.
"""

import os
from datetime import timedelta
from typing import Any

from celery import Celery, signals

from onegrid.config.supervisor.lifeline import die_with_parent, say_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onegrid.config.settings.dev")

app = Celery("onegrid")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SWEEP = timedelta(seconds=3)
app.conf.beat_schedule = {
    # A tick that nobody took within its own period is worthless: the next one does the same work.
    "sweep_deadlines": {
        "task": "onegrid.sla.tasks.sweep_deadlines",
        "schedule": SWEEP,
        "options": {"expires": SWEEP.total_seconds()},
    },
    "drain_outbox": {
        "task": "onegrid.cases.tasks.drain_outbox",
        "schedule": SWEEP,
        "options": {"expires": SWEEP.total_seconds()},
    },
    "wipe_unbound_attachments": {
        "task": "onegrid.cases.tasks.wipe_unbound_attachments",
        "schedule": timedelta(hours=1),
        "options": {"expires": 3600},
    },
}


@signals.worker_process_init.connect(weak=False)
def _pool_process_started(**_: Any) -> None:
    die_with_parent()


@signals.task_prerun.connect(weak=False)
def _one_clock_per_task(**_: Any) -> None:
    from onegrid.common import clock

    clock.refresh()


@signals.beat_init.connect(weak=False)
def _beat_started(**_: Any) -> None:
    say_ready()
