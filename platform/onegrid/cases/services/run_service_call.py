"""Make one outside call: lease, call without any transaction, hand on the answer."""

import hashlib
from datetime import datetime, timedelta

import structlog
from django.db import connection

from onegrid.cases.models import Outbox
from onegrid.cases.services.finish_service_call import fail_service_call, finish_service_call
from onegrid.catalog.selectors import runs_python
from onegrid.common import clock
from onegrid.connectors import registry
from onegrid.connectors.base import CallRequest, PermanentFailure, TransientFailure
from onegrid.engine.scripts import CONNECTOR as SCRIPTS

TIMEOUT = timedelta(seconds=20)
LEASE = TIMEOUT + timedelta(seconds=40)
SLOWEST = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


def run_service_call(*, outbox_id: int) -> None:
    """Sent at least once; the receiver sees the same key each time. A holder that died is followed after its lease."""
    row = _lease(outbox_id)
    if row is None:
        return
    try:
        _refuse_scripts_turned_off(row)
        connector = registry.get(row.connector)
        answer = connector.call(
            CallRequest(
                idempotency_key=row.key,
                operation=row.operation,
                parameters=row.parameters,
                timeout=TIMEOUT.total_seconds(),
            )
        )
    except PermanentFailure as failure:
        fail_service_call(outbox_id=row.pk, code=failure.code, message=str(failure))
    except TransientFailure as failure:
        _again_or_fail(row, failure.code, str(failure), wait=failure.retry_after)
    except Exception as failure:  # a connector's own fault must not lose the call
        _log.exception("connector_failed", outbox=row.pk, connector=row.connector)
        _again_or_fail(row, "connector.broken", f"{type(failure).__name__}: {failure}")
    else:
        finish_service_call(outbox_id=row.pk, result=answer.data)


def _refuse_scripts_turned_off(row: Outbox) -> None:
    """Asked at each try: what an administrator turns off stops at once (ADR 22)."""
    if row.connector == SCRIPTS and not runs_python(row.process):
        raise PermanentFailure(
            "script.python_off",
            f"Python scripts are off for the process {row.process!r}.",
            f"流程“{row.process}”未开启 Python 脚本。",
        )


def _again_or_fail(row: Outbox, code: str, message: str, wait: float | None = None) -> None:
    if row.attempts > row.retries:
        fail_service_call(outbox_id=row.pk, code=code, message=message)
        return
    asked = min(timedelta(seconds=wait or 0), SLOWEST)
    Outbox.objects.filter(pk=row.pk, state=Outbox.State.LEASED, attempts=row.attempts).update(
        state=Outbox.State.PENDING,
        lease=None,
        next_attempt_at=clock.real_now() + max(asked, backoff(row.attempts, row.key.bytes)),
        error_code=code,
        error=message[:2000],
    )


def backoff(attempt: int, salt: bytes) -> timedelta:
    """1, 2, 4 ... seconds up to ten minutes, each up to half as long again so that a crowd spreads out."""
    base = min(timedelta(seconds=2 ** min(attempt - 1, 12)), SLOWEST)
    spread = hashlib.blake2b(salt + bytes([attempt % 256]), digest_size=1).digest()[0] / 255
    return base * (1 + spread / 2)


def _lease(outbox_id: int) -> Outbox | None:
    """The row, if it is due and nobody living holds it; attempts are counted here, so that a crash counts too."""
    now = clock.real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_outbox SET state = 'leased', lease = %s, attempts = attempts + 1 WHERE id = %s AND ("
            " (state = 'pending' AND next_attempt_at <= %s) OR (state = 'leased' AND lease < %s)) RETURNING id",
            (now + LEASE, outbox_id, now, now),
        )
        found = cursor.fetchone()
    return Outbox.objects.get(pk=outbox_id) if found else None


def due_calls(limit: int, now: datetime) -> list[int]:
    """Ids of calls to make now: due ones, and those whose holder died."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_outbox WHERE state IN ('pending', 'leased') AND next_attempt_at <= %s"
            " AND (state = 'pending' OR lease < %s) ORDER BY next_attempt_at LIMIT %s",
            (now, now, limit),
        )
        return [row[0] for row in cursor.fetchall()]
