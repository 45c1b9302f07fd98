"""What stands after a dot: an entry of a context, a part of a date or duration, an end of a range."""

from collections.abc import Callable, Mapping

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import FAR, SECOND, lift
from onegrid.feel.numbers import CONTEXT as CONTEXT_OF_NUMBERS
from onegrid.feel.numbers import as_decimal
from onegrid.feel.temporal import time_offset
from onegrid.feel.values import (
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    LIST,
    MONTHS,
    NULL,
    RANGE,
    TIME,
    Value,
    kind_of,
)


def property_of(value: Value, name: str, ev: Evaluation, position: int | None = None) -> Value:
    """`value.name`; over a list, the list of what each item gives."""
    kind = kind_of(value)
    if kind == CONTEXT:
        return _entry(value, name, ev, position)
    if kind == LIST:
        ev.spend(len(value))
        return [property_of(item, name, ev, position) for item in value]
    reader = _READERS.get((kind, name))
    if reader is not None:
        return reader(value, ev)
    if kind != NULL:
        ev.fail("feel.no-property", position, kind=kind, name=name)
    return None


def _entry(value: Mapping[str, Value], name: str, ev: Evaluation, position: int | None) -> Value:
    try:
        return value[name]
    except KeyError:
        return ev.fail("feel.no-entry", position, name=name)


def _second(value: Value) -> Value:
    part = value.nanosecond if type(value) in FAR else value.microsecond * 1000
    return CONTEXT_OF_NUMBERS.add(value.second, as_decimal(part).scaleb(-9).normalize()) if part else value.second


def _offset(value: Value, ev: Evaluation) -> Value:
    return value.utcoffset() if kind_of(value) == DATE_TIME else time_offset(value, ev)


def _timezone(value: Value, _ev: Evaluation) -> Value:
    return getattr(value.tzinfo, "key", None)


def _length(value: Value) -> tuple[int, int, int, Value]:
    total = lift(value).nanoseconds
    sign = -1 if total < 0 else 1
    seconds, part = divmod(abs(total), SECOND)
    whole: Value = sign * (seconds % 60)
    if part:
        whole = CONTEXT_OF_NUMBERS.add(whole, sign * as_decimal(part).scaleb(-9).normalize())
    return sign * (seconds // 86_400), sign * (seconds // 3600 % 24), sign * (seconds // 60 % 60), whole


_Reader = Callable[[Value, Evaluation], Value]
_READERS: dict[tuple[str, str], _Reader] = {
    (DAYS, "days"): lambda v, _: _length(v)[0],
    (DAYS, "hours"): lambda v, _: _length(v)[1],
    (DAYS, "minutes"): lambda v, _: _length(v)[2],
    (DAYS, "seconds"): lambda v, _: _length(v)[3],
    (MONTHS, "years"): lambda v, _: v.years,
    (MONTHS, "months"): lambda v, _: v.months,
    (RANGE, "start"): lambda v, _: v.start,
    (RANGE, "end"): lambda v, _: v.end,
    (RANGE, "start included"): lambda v, _: v.start_included,
    (RANGE, "end included"): lambda v, _: v.end_included,
}
for _kind in (DATE, DATE_TIME):
    _READERS[_kind, "year"] = lambda v, _: v.year
    _READERS[_kind, "month"] = lambda v, _: v.month
    _READERS[_kind, "day"] = lambda v, _: v.day
    _READERS[_kind, "weekday"] = lambda v, _: v.isoweekday()
for _kind in (TIME, DATE_TIME):
    _READERS[_kind, "hour"] = lambda v, _: v.hour
    _READERS[_kind, "minute"] = lambda v, _: v.minute
    _READERS[_kind, "second"] = lambda v, _: _second(v)
    _READERS[_kind, "time offset"] = _offset
    _READERS[_kind, "timezone"] = _timezone
