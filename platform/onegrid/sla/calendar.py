"""Counting by the city's calendar as it is now."""

import datetime as dt

from onegrid.engine.definitions import TimeUnit
from onegrid.sla import rules
from onegrid.sla.arithmetic import Deadline, WorkCalendar


def current() -> WorkCalendar:
    """The calendar of the newest edition."""
    return rules.current().days


def forget() -> None:
    """Drop what this process keeps."""
    rules.forget()


def add(start: dt.datetime, value: int, unit: TimeUnit) -> Deadline:
    """When `value` units from `start` are used up, by today's calendar."""
    return current().add(start, value, unit)


def between(since: dt.datetime, until: dt.datetime, unit: TimeUnit) -> dt.timedelta:
    """Counted time between two moments, by today's calendar."""
    return current().between(since, until, unit)
