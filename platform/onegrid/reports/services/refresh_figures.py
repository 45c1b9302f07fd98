"""refresh_figures: what has changed since the last time is counted anew; facts and counts move in one statement."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from onegrid.common import clock
from onegrid.reports.facts import COLUMNS, FACTS
from onegrid.reports.indicators import COUNTERS
from onegrid.reports.models import CaseFact, Dimension, FigureRow, FigureState

CHUNK = 10_000
OVERLAP = dt.timedelta(minutes=2)
"""How far before the last reading the log is read again: an act writes its moment before it commits."""
COMPARE = dt.timedelta(minutes=5)
"""All cases are compared with their facts this often: whatever a reading of the log could ever miss is found."""

_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('reports.refresh_figures'))"
_TREE = "SELECT coalesce(md5(string_agg(id || path, ',' ORDER BY id)), '') FROM jurisdictions_unit"
# Each case asks for its own fact by key: a join is planned by what was known of the facts while there were none, and
# then reads all of them for each case.
_STALE = "c.log_seq IS DISTINCT FROM (SELECT f.log_seq FROM reports_casefact f WHERE f.case_id = c.id)"
_FALLEN_DUE = "SELECT case_id FROM reports_casefact WHERE verdict = 'pending' AND due_at < %s LIMIT %s"
_BY_LOG = f"""
SELECT c.id FROM cases_case c WHERE c.id IN (SELECT case_id FROM cases_eventrecord WHERE at > %s) AND {_STALE} LIMIT %s
"""  # noqa: S608 - constants of this file
_BY_COMPARISON = f"SELECT c.id FROM cases_case c WHERE c.id > %s AND {_STALE} ORDER BY c.id LIMIT %s"  # noqa: S608


@dataclass
class _Comparison:
    """Of all cases, over as many chunks as it takes: behind which it goes on, and the business time when it began."""

    after: int = 0
    began: dt.datetime | None = None


def _statement() -> str:
    columns, counts = ", ".join(COLUMNS), ", ".join(COUNTERS)
    zeros = ", ".join("0" for _ in COUNTERS)
    put = ", ".join(f"{one} = EXCLUDED.{one}" for one in COLUMNS[1:])
    sums = ", ".join(f"sum(CASE WHEN {one.sql('m')} THEN m.sign ELSE 0 END) AS {one.id}" for one in COUNTERS.values())
    added = ", ".join(f"{one} = reports_figurerow.{one} + EXCLUDED.{one}" for one in COUNTERS)
    values = ", ".join(f"('{one.value}', m.{one.value})" for one in Dimension)
    return f"""
WITH fresh AS MATERIALIZED ({FACTS}),
known AS MATERIALIZED (SELECT {columns} FROM reports_casefact WHERE case_id = ANY(%(ids)s)),
kept AS (
    INSERT INTO reports_casefact ({columns}) SELECT {columns} FROM fresh ON CONFLICT (case_id) DO UPDATE SET {put}
),
moved AS (SELECT -1 AS sign, {columns} FROM known UNION ALL SELECT 1, {columns} FROM fresh),
change AS (
    SELECT scope, d.dimension, m.day, m.sector, d.value, {sums}
    FROM moved m CROSS JOIN LATERAL unnest(m.scopes) AS scope
        CROSS JOIN LATERAL (VALUES {values}) AS d(dimension, value)
    GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO reports_figurerow (scope, dimension, day, sector, value, {counts})
SELECT scope, dimension, day, sector, value, {counts} FROM change WHERE ({counts}) <> ({zeros})
ON CONFLICT (scope, dimension, day, sector, value) DO UPDATE SET {added}
"""  # noqa: S608 - names of our own columns


_COUNT_ANEW = _statement()


def refresh_figures() -> int:
    """Bring facts and counts up to now; answers how many cases were counted anew.

    Each chunk is a transaction of its own that holds the one lock: killed in between, the next call goes on; called
    twice at once, one of them leaves. A case counted anew without a change changes nothing. The first call counts all.
    """
    done, comparison = 0, _Comparison()
    while (took := _chunk(comparison)) is not None:
        done += took
        if took < CHUNK:
            break
    return done


@transaction.atomic
def _chunk(comparison: _Comparison) -> int | None:
    """How many cases; None where somebody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not cursor.fetchone()[0]:
            return None
        state, _ = FigureState.objects.get_or_create(pk=1)
        cursor.execute(_TREE)
        if (tree := cursor.fetchone()[0]) != state.tree:
            CaseFact.objects.update(log_seq=-1)  # whose eyes a case is before has changed: all are counted anew
            state.tree, state.compared_at = tree, None
            comparison.after, comparison.began = 0, None
        now, real = clock.now(), clock.real_now()
        is_whole = state.compared_at is None or real - state.compared_at >= COMPARE
        if is_whole or state.read_to is None:
            cursor.execute(_BY_COMPARISON, (comparison.after, CHUNK))
            ids = {row[0] for row in cursor.fetchall()}
            comparison.began, comparison.after = comparison.began or now, max(ids, default=comparison.after)
        else:
            cursor.execute(_BY_LOG, (state.read_to - OVERLAP, CHUNK))
            ids = {row[0] for row in cursor.fetchall()}
        if len(ids) < CHUNK:
            cursor.execute(_FALLEN_DUE, (now, CHUNK - len(ids)))
            ids |= {row[0] for row in cursor.fetchall()}
        if ids:
            cursor.execute(_COUNT_ANEW, {"ids": sorted(ids), "zone": settings.TIME_ZONE, "now": now})
    if len(ids) < CHUNK:
        state.read_to = comparison.began or now
        if is_whole:
            state.compared_at = real
            FigureRow.objects.filter(registered=0).delete()
        state.as_of = state.read_to
    state.save()
    return len(ids)
