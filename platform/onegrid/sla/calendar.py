"""The city's calendar from its table, kept in process memory until the edition changes."""

import datetime as dt
import threading
import time

from onegrid.common import clock
from onegrid.engine.definitions import TimeUnit
from onegrid.sla.arithmetic import DayKind, Deadline, Hours, WorkCalendar
from onegrid.sla.models import CalendarDay, CalendarEdition, OfficeHours

_DEFAULT_HOURS: Hours = ((dt.time(8), dt.time(12)), (dt.time(14), dt.time(18)))
_LOOK_AGAIN_SECONDS = 1.0
_lock = threading.Lock()
_kept: tuple[int, float, WorkCalendar] | None = None


def current() -> WorkCalendar:
    """The calendar as of the newest edition; looks for a newer one at most once a second."""
    global _kept
    with _lock:
        if _kept and time.monotonic() - _kept[1] < _LOOK_AGAIN_SECONDS:
            return _kept[2]
        number = CalendarEdition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        calendar = _kept[2] if _kept and _kept[0] == number else _read()
        _kept = (number, time.monotonic(), calendar)
        return calendar


def forget() -> None:
    """Drop what is kept; called by whoever changes the calendar in this process."""
    global _kept
    with _lock:
        _kept = None


def add(start: dt.datetime, value: int, unit: TimeUnit) -> Deadline:
    """When `value` units from `start` are used up, by today's calendar."""
    return current().add(start, value, unit)


def between(since: dt.datetime, until: dt.datetime, unit: TimeUnit) -> dt.timedelta:
    """Counted time between two moments, by today's calendar."""
    return current().between(since, until, unit)


def _read() -> WorkCalendar:
    days = {
        date: DayKind(is_working, is_provisional)
        for date, is_working, is_provisional in CalendarDay.objects.values_list("date", "is_working", "is_provisional")
    }
    editions: dict[dt.date, list[tuple[dt.time, dt.time]]] = {}
    for since, opens, closes in OfficeHours.objects.values_list("since", "opens", "closes"):
        editions.setdefault(since, []).append((opens, closes))
    ordered = sorted(editions, reverse=True)

    def day(date: dt.date) -> DayKind:
        # A date outside the table: weekends off, and said to be provisional (decision on unpublished years).
        return days.get(date) or DayKind(date.weekday() < 5, is_provisional=True)

    def hours(date: dt.date) -> Hours:
        since = next((one for one in ordered if one <= date), None)
        return tuple(editions[since]) if since else _DEFAULT_HOURS

    return WorkCalendar(clock.zone(), day, hours)
