"""Functions that make dates, times and durations out of texts and parts."""

import datetime as dt
from collections.abc import Callable

from onegrid.feel import far
from onegrid.feel.builtins.registry import builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import as_decimal, whole_of
from onegrid.feel.temporal import (
    make_date,
    offset_zone,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
    parse_zone,
)
from onegrid.feel.values import DATE_TIME, TIME, Value, YearsMonths, kind_of


def _read(ev: Evaluation, text: str, parse: Callable[[str], Value], kind: str) -> Value:
    value = parse(text)
    return ev.fail("feel.temporal", text=text, kind=kind) if value is None else value


@builtin("date", "from:s")
def date_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_date, "date")


@builtin("date", "from:dD")
def date_of(_ev: Evaluation, value: Value) -> Value:
    return far.date_of(value) if kind_of(value) == DATE_TIME else value


@builtin("date", "year:n", "month:n", "day:n")
def date_from_parts(ev: Evaluation, year: Value, month: Value, day: Value) -> Value:
    parts = [whole_of(part) for part in (year, month, day)]
    try:
        return make_date(*parts)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return ev.fail("feel.temporal", text=f"{year}-{month}-{day}", kind="date")


@builtin("time", "from:s")
def time_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_time, "time")


@builtin("time", "from:tdD")
def time_of(_ev: Evaluation, value: Value) -> Value:
    kind = kind_of(value)
    if kind == DATE_TIME:
        return far.time_of(value)
    return value if kind == TIME else dt.time(tzinfo=dt.UTC)


@builtin("time", "hour:n", "minute:n", "second:n", "offset:p?")
def time_from_parts(
    ev: Evaluation, hour: Value, minute: Value, second: Value, offset: dt.timedelta | None = None
) -> Value:
    seconds = as_decimal(second)
    try:
        zone = None if offset is None else offset_zone(int(offset.total_seconds()))
        whole = int(seconds)
        nano = int((seconds - whole).scaleb(9))
        clock = dt.time(whole_of(hour), whole_of(minute), whole, tzinfo=zone)  # type: ignore[arg-type]
        return far.settle(far.FineTime(far.lift(clock).since + nano, zone))
    except (TypeError, ValueError, OverflowError):
        return ev.fail("feel.temporal", text=f"{hour}:{minute}:{second}", kind="time")


@builtin("date and time", "from:s")
def date_time_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_date_time, "date and time")


@builtin("date and time", "from:D")
def date_time_of(_ev: Evaluation, value: Value) -> Value:
    return value


@builtin("date and time", "date:dD", "time:t")
def date_time_from_parts(_ev: Evaluation, date: Value, time: Value) -> Value:
    return far.combine(date, time)


@builtin("date and time", "date:dD", "timezone:s")
def date_time_in_zone(ev: Evaluation, date: Value, timezone: str) -> Value:
    """The moment seen in a named zone; without one of its own it is taken to stand in that zone."""
    try:
        zone = parse_zone(f"@{timezone}")
    except ValueError:
        return ev.fail("feel.temporal", text=timezone, kind="timezone")
    moment = date if kind_of(date) == DATE_TIME else far.combine(date, dt.time())
    return far.in_zone(moment, zone) if moment.tzinfo is None else far.at_instant(far.instant_of(moment), zone)


@builtin("duration", "from:s")
def duration_from_text(ev: Evaluation, text: str) -> Value:
    return _read(ev, text, parse_duration, "duration")


@builtin("duration", "from:py")
def duration_of(_ev: Evaluation, value: Value) -> Value:
    return value


@builtin("years and months duration", "from:dD", "to:dD")
def years_and_months(_ev: Evaluation, start: Value, end: Value) -> YearsMonths:
    """Whole months from one date to the other, cut towards zero."""
    if (end.year, end.month, end.day) < (start.year, start.month, start.day):
        return YearsMonths(-_whole_months(end, start))
    return YearsMonths(_whole_months(start, end))


def _whole_months(start: Value, end: Value) -> int:
    return int((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))
