"""Equality and order of values: three-valued, null with a reason where kinds do not meet."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import FAR, lift, nanoseconds_of
from onegrid.feel.temporal import instant, since_midnight, time_offset
from onegrid.feel.values import (
    CONTEXT,
    DATE,
    DATE_TIME,
    FOREIGN,
    FUNCTION,
    LIST,
    RANGE,
    STRING,
    TIME,
    Range,
    Value,
    kind_of,
)

_ORDERED = frozenset(
    {"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"}
)


def equal(left: Value, right: Value, ev: Evaluation) -> bool | None:
    """`left = right`; null only equals null; different kinds give null."""
    if left is None or right is None:
        return left is right
    kind, other = kind_of(left), kind_of(right)
    if kind != other or kind == FOREIGN:
        ev.fail("feel.not-comparable", left=kind, right=other)
        return None
    if kind == LIST:
        return _equal_lists(left, right, ev)
    if kind == CONTEXT:
        return _equal_contexts(left, right, ev)
    if kind == RANGE:
        return _equal_ranges(left, right, ev)
    if kind == FUNCTION:
        return left is right
    if kind in (TIME, DATE_TIME):
        pair = comparable(left, right, ev)
        return None if pair is None else bool(pair[0] == pair[1])
    if kind == STRING and len(left) == len(right) > 4096:
        ev.spend(len(left) >> 12)
    return bool(left == right)


def _equal_lists(left: list[Value], right: list[Value], ev: Evaluation) -> bool | None:
    if len(left) != len(right):
        return False
    ev.spend(len(left))
    return _all(equal(one, other, ev) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: Mapping[str, Value], right: Mapping[str, Value], ev: Evaluation) -> bool | None:
    if len(left) != len(right):
        return False
    ev.spend(len(left))
    if left.keys() != right.keys():
        return False
    return _all(equal(left[name], right[name], ev) for name in left)


def _equal_ranges(left: Range, right: Range, ev: Evaluation) -> bool | None:
    if (left.start_included, left.end_included, left.excluded) != (
        right.start_included,
        right.end_included,
        right.excluded,
    ):
        return False
    return _all(equal(a, b, ev) for a, b in ((left.start, right.start), (left.end, right.end)))


def _all(answers: object) -> bool | None:
    verdict: bool | None = True
    for answer in answers:  # type: ignore[attr-defined]
        if answer is False:
            return False
        if answer is None:
            verdict = None
    return verdict


def same(left: Value, right: Value, ev: Evaluation) -> bool:
    """Equality as list functions need it: true or false, different kinds being simply different."""
    if kind_of(left) != kind_of(right):
        return False
    return equal(left, right, ev) is True


def comparable(left: Value, right: Value, ev: Evaluation) -> tuple[Value, Value] | None:
    """The two as Python values that `<` orders; None, with the reason, where they have no order."""
    kind, other = kind_of(left), kind_of(right)
    if kind != other or kind not in _ORDERED:
        ev.fail("feel.not-comparable", left=kind, right=other)
        return None
    if type(left) in FAR or type(right) in FAR:
        return _comparable_far(lift(left), lift(right), kind, ev)
    if kind == DATE_TIME and (left.tzinfo is None) != (right.tzinfo is None):
        left, right = instant(left, ev), instant(right, ev)
        if left.tzinfo is None or right.tzinfo is None:
            ev.fail("feel.not-comparable", left="local date and time", right="zoned date and time")
            return None
    if kind == TIME:
        return _comparable_times(left, right, ev)
    if kind == STRING and len(left) > 4096:
        ev.spend(len(left) >> 12)
    return left, right


def _comparable_far(left: Value, right: Value, kind: str, ev: Evaluation) -> tuple[Value, Value] | None:
    if kind == DATE:
        return left.days, right.days
    if kind not in (TIME, DATE_TIME):
        return left.nanoseconds, right.nanoseconds
    offsets = []
    for one in (left, right):
        placed = replace(one, tzinfo=ev.zone) if one.tzinfo is None else one
        offsets.append(placed.utcoffset() if kind == DATE_TIME else time_offset(placed, ev))
    if (offsets[0] is None) != (offsets[1] is None):
        ev.fail("feel.not-comparable", left=f"local {kind}", right=f"zoned {kind}")
        return None
    clocks = (one.local if kind == DATE_TIME else one.since for one in (left, right))
    first, second = (clock - nanoseconds_of(off or dt.timedelta()) for clock, off in zip(clocks, offsets, strict=True))
    return first, second


def _comparable_times(left: dt.time, right: dt.time, ev: Evaluation) -> tuple[dt.timedelta, dt.timedelta] | None:
    one, other = time_offset(left, ev), time_offset(right, ev)
    if (one is None) != (other is None):
        if ev.zone is None:
            ev.fail("feel.not-comparable", left="local time", right="zoned time")
            return None
        here = time_offset(dt.time(tzinfo=ev.zone), ev)
        one, other = (here if one is None else one), (here if other is None else other)
    zero = dt.timedelta()
    return since_midnight(left) - (one or zero), since_midnight(right) - (other or zero)


def order(left: Value, right: Value, ev: Evaluation) -> int | None:
    """-1, 0 or 1; None where the two have no order."""
    pair = comparable(left, right, ev)
    if pair is None:
        return None
    return -1 if pair[0] < pair[1] else int(pair[0] > pair[1])


def includes(range_: Range, value: Value, ev: Evaluation) -> bool | None:
    """Whether the range holds the value."""
    if range_.excluded:
        verdict = equal(value, range_.start, ev)
        return None if verdict is None else not verdict
    if range_.start is None and range_.end is None:
        ev.fail("feel.range")
        return None
    low = True if range_.start is None else _beyond(range_.start, value, range_.start_included, ev)
    if low is False:
        return False
    high = True if range_.end is None else _beyond(value, range_.end, range_.end_included, ev)
    return None if low is None and high is not False else high


def _beyond(low: Value, high: Value, included: bool, ev: Evaluation) -> bool | None:
    sign = order(low, high, ev)
    if sign is None:
        return None
    return sign < 0 or (included and sign == 0)
