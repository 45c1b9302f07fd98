"""The five units over the published calendar, without a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onegrid.engine.definitions import TimeUnit
from onegrid.sla.arithmetic import CalendarError, DayKind, WorkCalendar
from onegrid.sla.published_days import days_of

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = {d.date: DayKind(d.is_working, d.is_provisional) for d in days_of(2025, 2027)}
HOURS = ((dt.time(8), dt.time(12)), (dt.time(14), dt.time(18)))
CALENDAR = WorkCalendar(
    ZONE, lambda date: DAYS.get(date) or DayKind(date.weekday() < 5, is_provisional=True), lambda _date: HOURS
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        # 3 work days after 2026-09-30 end on Saturday 2026-10-10, a make-up working day.
        ("2026-09-30T15:00", 3, TimeUnit.WORK_DAY, "2026-10-10T15:00"),
        # Saturday 2026-02-14 is a working day, Monday 2026-02-16 is not.
        ("2026-02-13T10:00", 1, TimeUnit.WORK_DAY, "2026-02-14T10:00"),
        ("2026-02-14T10:00", 1, TimeUnit.WORK_DAY, "2026-02-24T10:00"),
        # Started on a day off: ends with the n-th working day after it.
        ("2026-02-16T10:00", 1, TimeUnit.WORK_DAY, "2026-02-25T00:00"),
        # Nights, weekends and holidays count for the urgent units and calendar days.
        ("2026-10-01T23:30", 2, TimeUnit.URGENT_HOUR, "2026-10-02T01:30"),
        ("2026-10-01T12:00", 2, TimeUnit.URGENT_DAY, "2026-10-03T12:00"),
        ("2026-10-01T12:00", 7, TimeUnit.NATURAL_DAY, "2026-10-08T12:00"),
        # Office hours only: over noon, over night, over a weekend, from a night.
        ("2026-11-23T11:00", 2, TimeUnit.WORK_HOUR, "2026-11-23T15:00"),
        ("2026-11-23T17:00", 4, TimeUnit.WORK_HOUR, "2026-11-24T11:00"),
        ("2026-11-20T17:30", 1, TimeUnit.WORK_HOUR, "2026-11-23T08:30"),
        ("2026-11-23T03:00", 8, TimeUnit.WORK_HOUR, "2026-11-23T18:00"),
        ("2026-02-14T17:00", 2, TimeUnit.WORK_HOUR, "2026-02-24T09:00"),
    ],
)
def test_vectors(start: str, value: int, unit: TimeUnit, expected: str) -> None:
    assert CALENDAR.add(at(start), value, unit).at == at(expected)


def test_a_limit_into_an_unpublished_year_is_provisional() -> None:
    inside = CALENDAR.add(at("2026-12-15T09:00"), 5, TimeUnit.WORK_DAY)
    across = CALENDAR.add(at("2026-12-15T09:00"), 15, TimeUnit.WORK_DAY)
    assert not inside.is_provisional
    assert across.is_provisional
    assert across.at == at("2027-01-06T09:00")


def test_continuous_units_are_never_provisional() -> None:
    assert not CALENDAR.add(at("2026-12-31T09:00"), 9, TimeUnit.NATURAL_DAY).is_provisional


def test_a_calendar_without_working_days_is_refused() -> None:
    never = WorkCalendar(ZONE, lambda _date: DayKind(False, False), lambda _date: HOURS)
    with pytest.raises(CalendarError):
        never.add(at("2026-01-01T00:00"), 1, TimeUnit.WORK_DAY)
    with pytest.raises(CalendarError):
        CALENDAR.add(at("2026-01-01T00:00"), -1, TimeUnit.WORK_DAY)


moments = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2027, 6, 1)).map(lambda d: d.replace(tzinfo=ZONE))  # noqa: DTZ001


@given(moments, st.integers(0, 60), st.sampled_from(list(TimeUnit)))
def test_what_is_added_is_what_is_measured(start: dt.datetime, value: int, unit: TimeUnit) -> None:
    end = CALENDAR.add(start, value, unit).at
    assert CALENDAR.between(start, end, unit) == CALENDAR.length(value, unit)


@given(moments, moments, moments, st.sampled_from(list(TimeUnit)))
def test_measures_add_up(a: dt.datetime, b: dt.datetime, c: dt.datetime, unit: TimeUnit) -> None:
    first, middle, last = sorted((a, b, c))
    whole = CALENDAR.between(first, last, unit)
    assert CALENDAR.between(first, middle, unit) + CALENDAR.between(middle, last, unit) == whole
