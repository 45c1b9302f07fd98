"""Business time and real time (decision 22, docs/adr on the demo clock).

Business time is real time plus an offset that only a demo installation can move, and only forward. Each process holds
the offset; `refresh()` re-reads it at the start of every request and task, and once an act has its case's lock: who
waited for that, or for another system, must not write earlier than what happened meanwhile.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.conf import settings

_offset = dt.timedelta(0)
_is_past = False


def real_now() -> dt.datetime:
    """Real time, UTC: for leases, retries, tokens."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one place that may


def now() -> dt.datetime:
    """Business time, UTC: for everything that a person or a report reads."""
    return real_now() + _offset


def zone() -> ZoneInfo:
    """The city's zone: calendars, FEEL and pages (setting ONEGRID_ZONE)."""
    return ZoneInfo(settings.TIME_ZONE)


def offset() -> dt.timedelta:
    """How far business time is ahead of real time in this process."""
    return _offset


def refresh() -> None:
    """Re-read the offset; outside a demo installation there is none and nothing is read, and in a `past` it stands."""
    if not settings.ONEGRID_DEMO or _is_past:
        return
    from django.db import connection

    # By hand: it is asked at every request of a demo installation.
    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM common_clockoffset WHERE id = 1")
        row = cursor.fetchone()
    _set(dt.timedelta(seconds=row[0] if row else 0))


def move_forward(to: dt.datetime) -> dt.timedelta:
    """Set the shared offset so that business time is at least `to`; never moves it back. Returns the new offset."""
    from onegrid.common.models import ClockOffset

    if not settings.ONEGRID_DEMO:
        raise RuntimeError("the demo clock exists only with ONEGRID_DEMO")
    row, _created = ClockOffset.objects.select_for_update().get_or_create(pk=1)
    wanted = int((to - real_now()).total_seconds()) + 1 if to > now() else row.seconds
    if wanted > row.seconds:
        row.seconds = wanted
        row.save(update_fields=["seconds"])
    _set(dt.timedelta(seconds=row.seconds))
    return _offset


@contextmanager
def past() -> Iterator[Callable[[dt.datetime], None]]:
    """For this process alone business time is where the caller puts it, never going back, and afterwards as it was.

    Only for the days that a demo city is given before anybody works in it.
    """
    if not settings.ONEGRID_DEMO:
        raise RuntimeError("only a demo city has a past that is played")
    global _is_past
    before = _offset
    stands = False

    def stand_at(moment: dt.datetime) -> None:
        nonlocal stands
        if not stands or moment > now():
            _set(moment - real_now())
        stands = True

    _is_past = True
    try:
        yield stand_at
    finally:
        _is_past = False
        _set(before)


def _set(value: dt.timedelta) -> None:
    global _offset
    _offset = value
