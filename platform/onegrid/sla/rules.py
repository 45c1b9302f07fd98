"""The city's rules of time (calendar and ladder) from their tables, kept in memory until the edition changes."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from onegrid.common import clock
from onegrid.sla.arithmetic import DayKind, Hours, WorkCalendar
from onegrid.sla.ladder import Ladder, read_ladder
from onegrid.sla.models import CalendarDay, CalendarEdition, EscalationStep, OfficeHours

_DEFAULT_HOURS: Hours = ((dt.time(8), dt.time(12)), (dt.time(14), dt.time(18)))
_LOOK_AGAIN_SECONDS = 1.0
_lock = threading.Lock()
_kept: tuple[float, "Rules"] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds at one edition. A clock keeps the edition that it was counted by, so none is ever counted by an old
    one for long, whichever process started it."""

    edition: int
    days: WorkCalendar
    ladder: Ladder


def current() -> Rules:
    """As of the newest edition; looks for a newer one at most once a second."""
    global _kept
    with _lock:
        if _kept and time.monotonic() - _kept[0] < _LOOK_AGAIN_SECONDS:
            return _kept[1]
        number = newest_edition()
        rules = _kept[1] if _kept and _kept[1].edition == number else _read(number)
        _kept = (time.monotonic(), rules)
        return rules


def newest_edition() -> int:
    """As the table has it now; 0 before anything was set."""
    return CalendarEdition.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def forget() -> None:
    """Drop what is kept; called after the commit of a change made in this process, and by tests."""
    global _kept
    with _lock:
        _kept = None


def _read(number: int) -> Rules:
    rows = EscalationStep.objects.values_list("percent", "tells", "marks")
    return Rules(number, WorkCalendar(clock.zone(), _days(), _hours()), read_ladder(rows))


def _days() -> Callable[[dt.date], DayKind]:
    rows = CalendarDay.objects.values_list("date", "is_working", "is_provisional")
    known = {date: DayKind(is_working, is_provisional) for date, is_working, is_provisional in rows}

    def day(date: dt.date) -> DayKind:
        # Outside the table: weekends off, and said to be provisional, never guessed in silence.
        return known.get(date) or DayKind(date.weekday() < 5, is_provisional=True)

    return day


def _hours() -> Callable[[dt.date], Hours]:
    editions: dict[dt.date, list[tuple[dt.time, dt.time]]] = {}
    for since, opens, closes in OfficeHours.objects.values_list("since", "opens", "closes"):
        editions.setdefault(since, []).append((opens, closes))
    newest_first = sorted(((since, _merged(spans)) for since, spans in editions.items()), reverse=True)

    def hours(date: dt.date) -> Hours:
        return next((spans for since, spans in newest_first if since <= date), _DEFAULT_HOURS)

    return hours


def _merged(spans: list[tuple[dt.time, dt.time]]) -> Hours:
    """In order and without overlap: no moment counts twice, however the rows were entered."""
    found: list[tuple[dt.time, dt.time]] = []
    for opens, closes in sorted(spans):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return tuple(found)
