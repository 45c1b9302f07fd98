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
app.set_default()  # for every thread of the web process too, not only for the one that imports this
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _every(task: str, period: timedelta) -> dict[str, Any]:
    # A tick that nobody took within its own period is worthless: the next one does the same work.
    return {"task": task, "schedule": period, "options": {"expires": period.total_seconds()}}


SWEEP, FIGURES = timedelta(seconds=3), timedelta(seconds=5)
app.conf.beat_schedule = {
    "sweep_deadlines": _every("onegrid.sla.tasks.sweep_deadlines", SWEEP),
    "drain_outbox": _every("onegrid.cases.tasks.drain_outbox", SWEEP),
    "refresh_figures": _every("onegrid.reports.tasks.refresh_figures", FIGURES),
    "resume_imports": _every("onegrid.intake.tasks.resume_imports", timedelta(minutes=1)),
    "wipe_unbound_attachments": _every("onegrid.cases.tasks.wipe_unbound_attachments", timedelta(hours=1)),
    # A period counts from beat's start: hourly, or an installation that restarts every day would never have it.
    "make_log_partitions": _every("onegrid.cases.tasks.make_log_partitions", timedelta(hours=1)),
    "realign_township_centres": _every("onegrid.jurisdictions.tasks.realign_township_centres", timedelta(hours=1)),
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
