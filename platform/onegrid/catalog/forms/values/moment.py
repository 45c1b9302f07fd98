"""Dates, times of day, dates and times: ISO 8601 text in and out."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from onegrid.catalog.forms.checking import Question
from onegrid.common import clock

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[-+][0-9]{2}:?[0-9]{2}(:?[0-9]{2})?)?")
"""Weeks, days of the year and digits without signs between them are ISO too, but no picker writes them."""

_Moment = dt.date | dt.time | dt.datetime
_Read = Callable[[Any, str | None], _Moment | None]


def check(ask: Question, value: Any) -> Any:
    """The text in its fullest form."""
    subtype = ask.component.own.get("subtype", "date")
    format_ = ask.component.own.get("timeSerializingFormat")
    read: _Read = {"date": _date, "time": _time, "datetime": _date_time}[subtype]
    moment = read(value, format_)
    if moment is None:
        code = {"date": "not_date", "time": "not_time", "datetime": "not_date_time"}[subtype]
        return ask.refuse(code, example=_example(subtype, format_))
    if ask.component.own.get("disallowPassedDates") and _has_passed(moment, ask):
        return ask.refuse("in_the_past")
    for name, code, sign in (("minDate", "too_early", 1), ("maxDate", "too_late", -1)):
        limit = ask.component.validate.get(name)
        if limit is None:
            continue
        bound = _bound(limit, read, ask)
        if bound is not None and _order(moment, bound) * sign < 0:
            return ask.refuse(code, limit=bound.isoformat())
    return moment.isoformat()


def _date(value: Any, _format: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else None
    except ValueError:
        return None


def _time(value: Any, format_: str | None) -> dt.time | None:
    try:
        found = dt.time.fromisoformat(value) if isinstance(value, str) and _TIME.fullmatch(value) else None
    except ValueError:
        return None
    wants_offset = format_ in ("utc_offset", "utc_normalized")
    if found is None or (found.tzinfo is not None) is not wants_offset:
        return None
    return found


def _date_time(value: Any, format_: str | None) -> dt.datetime | None:
    try:
        day, sign, time = value.partition("T") if isinstance(value, str) else ("", "", "")
        is_plain = sign and _DATE.fullmatch(day) and _TIME.fullmatch(time)
        found = dt.datetime.fromisoformat(value) if is_plain else None
    except ValueError:
        return None
    if found is None or (found.tzinfo is None) is not (format_ == "no_timezone"):
        return None
    return found


def _has_passed(moment: _Moment, ask: Question) -> bool:
    if isinstance(moment, dt.datetime):
        return _aware(moment) < ask.now
    return isinstance(moment, dt.date) and moment < ask.today()


def _bound(limit: Any, read: _Read, ask: Question) -> _Moment | None:
    if isinstance(limit, str) and limit.startswith("="):
        limit = ask.feel(limit).value
        if isinstance(limit, (dt.date, dt.time)):
            return limit
    return read(limit, ask.component.own.get("timeSerializingFormat"))


def _order(a: _Moment, b: _Moment) -> int:
    """Negative, 0 or positive; 0 too where the two cannot be compared."""
    if isinstance(a, dt.datetime) and isinstance(b, dt.datetime):
        a, b = _aware(a), _aware(b)
    elif isinstance(a, dt.date) and isinstance(b, dt.date):
        a, b = _day(a), _day(b)
    elif not (isinstance(a, dt.time) and isinstance(b, dt.time)) or (a.tzinfo is None) is not (b.tzinfo is None):
        return 0
    return (a > b) - (a < b)  # type: ignore[operator]


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=clock.zone())


def _day(moment: dt.date) -> dt.date:
    return _aware(moment).astimezone(clock.zone()).date() if isinstance(moment, dt.datetime) else moment


def _example(subtype: str, format_: str | None) -> str:
    if subtype == "time":
        return "09:30+08:00" if format_ in ("utc_offset", "utc_normalized") else "09:30"
    return "2026-03-02T09:30:00" if format_ == "no_timezone" else "2026-03-02T09:30:00+08:00"
