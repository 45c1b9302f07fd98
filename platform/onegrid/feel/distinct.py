"""Values each kept once, found by a mark: each is held against few others, however many there are."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from onegrid.feel.comparison import same
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import FAR, FarMoment, instant_of, lift, nanoseconds_of
from onegrid.feel.numbers import CONTEXT as CONTEXT_OF_NUMBERS
from onegrid.feel.numbers import as_decimal
from onegrid.feel.temporal import time_offset
from onegrid.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    FUNCTION,
    LIST,
    MONTHS,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    Range,
    Value,
    kind_of,
)

Mark = int | str | None
_SMALL = 2**60  # beyond, numbers can be chosen that share one hash, which makes a look into a dict a search
_LEVELS = 4  # levels of lists and contexts that a mark tells of


class Distinct:
    """A set of values by `same`, which Python's own equality is not."""

    __slots__ = ("_ev", "_marked")

    def __init__(self, ev: Evaluation) -> None:
        self._ev = ev
        self._marked: dict[tuple[str, Mark], list[Value]] = {}

    def add(self, value: Value) -> bool:
        """Whether it was not there before; paid by what it is held against."""
        alike = self._marked.setdefault(_mark(value, self._ev, _LEVELS), [])
        self._ev.spend(1 + len(alike))
        if any(same(value, other, self._ev) for other in alike):
            return False
        alike.append(value)
        return True


def _mark(value: Value, ev: Evaluation, levels: int) -> tuple[str, Mark]:
    """The same for values that are the same, and for few others."""
    kind = kind_of(value)
    mark = _MARKS.get(kind)
    return kind, None if mark is None else mark(value, ev, levels)


def _number(value: Value, _ev: Evaluation, _levels: int) -> Mark:
    if type(value) is int:
        return _whole(value)
    short = CONTEXT_OF_NUMBERS.normalize(as_decimal(value))
    return _whole(int(short)) if short.adjusted() < 34 and short == short.to_integral_value() else str(short)


def _whole(value: int) -> Mark:
    return value if -_SMALL < value < _SMALL else str(value)


def _string(value: str, ev: Evaluation, _levels: int) -> Mark:
    ev.spend(len(value) >> 12)
    return value


def _moment(value: Value, ev: Evaluation, _levels: int) -> Mark:
    far = lift(value)
    return _whole(instant_of(FarMoment(far.local, ev.zone) if far.tzinfo is None else far))


def _time(value: Value, ev: Evaluation, _levels: int) -> Mark:
    """One without zone is in the evaluation's, where the comparison of times puts it."""
    offset = time_offset(value, ev)
    if offset is None and ev.zone is not None:
        placed = replace(value, tzinfo=ev.zone) if type(value) in FAR else dt.time(tzinfo=ev.zone)
        offset = time_offset(placed, ev)
    return int(lift(value).since - nanoseconds_of(offset or dt.timedelta()))


def _list(value: Value, ev: Evaluation, levels: int) -> Mark:
    if not levels:
        return len(value)
    ev.spend(len(value))
    return repr([_mark(item, ev, levels - 1) for item in value])


def _context(value: Mapping[str, Value], ev: Evaluation, levels: int) -> Mark:
    if not levels:
        return len(value)
    ev.spend(len(value))
    return repr(sorted((name, _mark(item, ev, levels - 1)) for name, item in value.items()))


def _range(value: Range, ev: Evaluation, levels: int) -> Mark:
    ends = [_mark(end, ev, levels - 1) for end in (value.start, value.end)] if levels else []
    return repr((value.start_included, value.end_included, value.excluded, ends))


_MARKS: dict[str, Callable[[Value, Evaluation, int], Mark]] = {
    BOOLEAN: lambda value, _ev, _levels: value,
    NUMBER: _number,
    STRING: _string,
    DATE: lambda value, _ev, _levels: lift(value).days,
    TIME: _time,
    DATE_TIME: _moment,
    DAYS: lambda value, _ev, _levels: _whole(lift(value).nanoseconds),
    MONTHS: lambda value, _ev, _levels: value.total,
    LIST: _list,
    CONTEXT: _context,
    RANGE: _range,
    FUNCTION: lambda value, _ev, _levels: id(value),
}
