"""A real worker on a real broker, as the flow tests use it."""

import os
import signal
from pathlib import Path

import pytest
from django.db import connection, transaction

from onegrid.common.models import ClockOffset
from onegrid.config.celery import app
from onegrid.config.supervisor.process import Child, wait_until

pytestmark = pytest.mark.slow


def _done() -> int:
    answers = app.control.inspect(timeout=1).stats() or {}
    return sum(stats["total"].get("onegrid.cases.tasks.drain_outbox", 0) for stats in answers.values())


def test_a_task_sent_by_the_test_is_done_by_the_worker_process(celery_worker_process: Child) -> None:
    app.send_task("onegrid.cases.tasks.drain_outbox")
    assert wait_until(lambda: _done() == 1, seconds=20, pause=0.2)


def test_what_a_killed_pool_process_held_is_done_by_the_next_one(celery_worker_process: Child) -> None:
    # A task's first act is to read the clock's row; holding that table keeps the task in flight.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {ClockOffset._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        app.send_task("onegrid.cases.tasks.drain_outbox")

        def is_waiting() -> bool:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(cursor.fetchone()[0])

        assert wait_until(is_waiting, seconds=20, pause=0.1)
        main = celery_worker_process.pid
        for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
    assert wait_until(lambda: _done() == 2, seconds=20, pause=0.2), "accepted twice, done once"
    assert celery_worker_process.poll() is None
