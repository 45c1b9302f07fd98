"""Monthly partitions of the event log: made ahead, and filled from the default partition where rows came first."""

import datetime as dt

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from onegrid.common import clock


def make_log_partitions(*, months_ahead: int = 3) -> list[str]:
    """Names of the partitions made: every month that lies in the default one, and from this month on."""
    first = clock.now().astimezone(dt.UTC).date().replace(day=1)
    wanted = {_plus(first, months) for months in range(months_ahead + 1)}
    with transaction.atomic(), connection.cursor() as cursor:
        # One at a time: two beats by mistake must not make the same partition.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.make_log_partitions'))")
        cursor.execute(
            "SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM cases_eventrecord_default"
        )
        stray = {row[0] for row in cursor.fetchall()}
        months = sorted(wanted | stray)
        return [name for month in months if (name := _make(cursor, month, is_stray=month in stray))]


def _make(cursor: CursorWrapper, month: dt.date, *, is_stray: bool) -> str | None:
    name = f"cases_eventrecord_{month:%Y_%m}"
    run = cursor.execute
    run("SELECT to_regclass(%s)", (name,))
    if cursor.fetchone() != (None,):
        return None
    since, until = f"{month}T00:00:00+00:00", f"{_plus(month, 1)}T00:00:00+00:00"
    run(f"CREATE TABLE {name} (LIKE cases_eventrecord INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    if is_stray:
        # Rows only change their table; the trigger that refuses deletes is lifted for this move alone.
        run("LOCK TABLE cases_eventrecord IN ACCESS EXCLUSIVE MODE")
        run("ALTER TABLE cases_eventrecord_default DISABLE TRIGGER append_only")
        moved = "DELETE FROM cases_eventrecord_default WHERE at >= %s AND at < %s RETURNING *"
        run(f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved", (since, until))  # noqa: S608
        run("ALTER TABLE cases_eventrecord_default ENABLE TRIGGER append_only")
    run(f"ALTER TABLE cases_eventrecord ATTACH PARTITION {name} FOR VALUES FROM ('{since}') TO ('{until}')")
    return name


def _plus(month: dt.date, months: int) -> dt.date:
    index = month.year * 12 + month.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)
