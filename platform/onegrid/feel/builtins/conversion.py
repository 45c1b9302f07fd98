"""Functions that make dates, times and durations out of texts and parts."""

import datetime as dt
from collections.abc import Callable

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import as_decimal, whole_of
from onegrid.feel.temporal import (
    offset_zone,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
    parse_zone,
)
from onegrid.feel.values import Value, YearsMonths


def _read(ev: Evaluation, text: str, parse: Callable[[str], Value], kind: str) -> Value:
    value = parse(text)
    return ev.fail("feel.temporal", text=text, kind=kind) if value is None else value


@builtin("date", "from:s")
def date_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_date, "date")


@builtin("date", "from:dD")
def date_of(_ev: Evaluation, value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


@builtin("date", "year:n", "month:n", "day:n")
def date_from_parts(ev: Evaluation, year: Value, month: Value, day: Value) -> Value:
    parts = [whole_of(part) for part in (year, month, day)]
    try:
        return dt.date(*parts)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return ev.fail("feel.temporal", text=f"{year}-{month}-{day}", kind="date")


@builtin("time", "from:s")
def time_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_time, "time")


@builtin("time", "from:tdD")
def time_of(_ev: Evaluation, value: Value) -> dt.time:
    if isinstance(value, dt.datetime):
        return value.timetz()
    return value if isinstance(value, dt.time) else dt.time(tzinfo=dt.UTC)


@builtin("time", "hour:n", "minute:n", "second:n", "offset:p?")
def time_from_parts(
    ev: Evaluation, hour: Value, minute: Value, second: Value, offset: dt.timedelta | None = None
) -> Value:
    seconds = as_decimal(second)
    try:
        zone = None if offset is None else offset_zone(int(offset.total_seconds()))
        whole = int(seconds)
        micro = int((seconds - whole).scaleb(6))
        return dt.time(whole_of(hour), whole_of(minute), whole, micro, tzinfo=zone)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return ev.fail("feel.temporal", text=f"{hour}:{minute}:{second}", kind="time")


@builtin("date and time", "from:s")
def date_time_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_date_time, "date and time")


@builtin("date and time", "from:D")
def date_time_of(_ev: Evaluation, value: dt.datetime) -> dt.datetime:
    return value


@builtin("date and time", "date:dD", "time:t")
def date_time_from_parts(_ev: Evaluation, date: dt.date, time: dt.time) -> dt.datetime:
    day = date.date() if isinstance(date, dt.datetime) else date
    return dt.datetime.combine(day, time)


@builtin("date and time", "date:dD", "timezone:s")
def date_time_in_zone(ev: Evaluation, date: Value, timezone: str) -> Value:
    """The moment seen in a named zone; without one of its own it is taken to stand in that zone."""
    try:
        zone = parse_zone(f"@{timezone}")
    except ValueError:
        return ev.fail("feel.temporal", text=timezone, kind="timezone")
    moment = date if isinstance(date, dt.datetime) else dt.datetime.combine(date, dt.time())
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


@builtin("duration", "from:s")
def duration_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_duration, "duration")


@builtin("duration", "from:py")
def duration_of(_ev: Evaluation, value: Value) -> Value:
    return value


@builtin("years and months duration", "from:dD", "to:dD")
def years_and_months(_ev: Evaluation, start: dt.date, end: dt.date) -> YearsMonths:
    """Whole months from one date to the other, cut towards zero."""
    if (end.year, end.month, end.day) < (start.year, start.month, start.day):
        return YearsMonths(-_whole_months(end, start))
    return YearsMonths(_whole_months(start, end))


def _whole_months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
