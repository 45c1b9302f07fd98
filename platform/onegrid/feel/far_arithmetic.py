"""`+ - * /` where a value, or the result, lies beyond Python's own dates, times and durations."""

import calendar
import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal

from onegrid.feel import far
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import DAY, FarDate, FarLength, FarMoment, FineTime
from onegrid.feel.temporal import time_offset
from onegrid.feel.values import DATE, DATE_TIME, DAYS, MONTHS, NUMBER, TIME, Value, YearsMonths

# The quotient of two lengths and a length times a number may have more digits than the 34 of FEEL on the way.
_WIDE = decimal.Context(prec=80, rounding=decimal.ROUND_HALF_EVEN, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
Operation = Callable[[Value, Value, Evaluation], Value]


def apply(operator: str, kinds: tuple[str, str], left: Value, right: Value, ev: Evaluation) -> Value:
    """The result; raises ValueError where it lies beyond the largest year, ZeroDivisionError as division does."""
    operation = _TABLE.get((operator, *kinds))
    if operation is None:
        raise ValueError(operator)
    return far.settle(operation(far.lift(left), far.lift(right), ev))


def _shift(moment: FarMoment, length: FarLength, ev: Evaluation) -> Value:  # noqa: ARG001
    if moment.tzinfo is None or isinstance(moment.tzinfo, dt.timezone):
        return FarMoment(moment.local + length.nanoseconds, moment.tzinfo)
    return far.at_instant(far.instant_of(moment) + length.nanoseconds, moment.tzinfo)


def shift_months(days: int, months: int) -> int:
    """The day that many months on, at its month's last day where the month is shorter."""
    start = FarDate(days)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(2000 + year % 400, month + 1)[1]
    return far.days_of(year, month + 1, min(start.day, last))


def _moment_months(moment: FarMoment, length: YearsMonths, ev: Evaluation) -> Value:  # noqa: ARG001
    days = shift_months(moment.day_count, length.total)
    return FarMoment(days * DAY + moment.since_midnight, moment.tzinfo)


def _between_moments(left: FarMoment, right: FarMoment, ev: Evaluation) -> Value:
    one, other = (moment if moment.tzinfo else FarMoment(moment.local, ev.zone) for moment in (left, right))
    if (one.tzinfo is None) != (other.tzinfo is None):
        return ev.fail("feel.operands", operator="-", left="date and time", right="local date and time")
    return FarLength(far.instant_of(one) - far.instant_of(other))


def _midnight(day: FarDate, ev: Evaluation) -> FarMoment:
    return FarMoment(day.days * DAY, ev.zone or dt.UTC)


def _between_times(left: FineTime, right: FineTime, ev: Evaluation) -> Value:
    one, other = time_offset(left, ev), time_offset(right, ev)
    if (one is None) != (other is None):
        return ev.fail("feel.operands", operator="-", left="time", right="local time")
    zero = dt.timedelta()
    apart = far.nanoseconds_of((other or zero) - (one or zero))
    return FarLength(left.since - right.since + apart)


def _scaled(length: FarLength, factor: Value, ev: Evaluation) -> Value:  # noqa: ARG001
    return _whole(_WIDE.multiply(Decimal(length.nanoseconds), Decimal(factor)))


def _shared(length: FarLength, divisor: Value, ev: Evaluation) -> Value:  # noqa: ARG001
    if divisor == 0:
        raise ZeroDivisionError
    return _whole(_WIDE.divide(Decimal(length.nanoseconds), Decimal(divisor)))


def _whole(nanoseconds: Decimal) -> FarLength:
    if abs(nanoseconds) > far.MAX_LENGTH:
        raise ValueError(nanoseconds)
    return FarLength(int(nanoseconds.to_integral_value(decimal.ROUND_HALF_EVEN, _WIDE)))


def _turned(operation: Operation) -> Operation:
    return lambda left, right, ev: operation(right, left, ev)


def _minus(operation: Operation) -> Operation:
    return lambda left, right, ev: operation(left, -right, ev)


_SHIFTS: dict[tuple[str, str], Operation] = {
    (DATE_TIME, DAYS): _shift,
    (DATE_TIME, MONTHS): _moment_months,
    (DATE, DAYS): lambda day, length, _: FarDate((day.days * DAY + length.nanoseconds) // DAY),
    (DATE, MONTHS): lambda day, length, _: FarDate(shift_months(day.days, length.total)),
    (TIME, DAYS): lambda clock, length, _: FineTime((clock.since + length.nanoseconds) % DAY, clock.tzinfo),
    (DAYS, DAYS): lambda one, other, _: FarLength(one.nanoseconds + other.nanoseconds),
}
_TABLE: dict[tuple[str, str, str], Operation] = {
    ("-", DATE_TIME, DATE_TIME): _between_moments,
    ("-", DATE, DATE): lambda left, right, _: FarLength((left.days - right.days) * DAY),
    ("-", DATE_TIME, DATE): lambda left, right, ev: _between_moments(left, _midnight(right, ev), ev),
    ("-", DATE, DATE_TIME): lambda left, right, ev: _between_moments(_midnight(left, ev), right, ev),
    ("-", TIME, TIME): _between_times,
    ("*", DAYS, NUMBER): _scaled,
    ("*", NUMBER, DAYS): _turned(_scaled),
    ("/", DAYS, NUMBER): _shared,
}
for (_kind, _length), _operation in _SHIFTS.items():
    _TABLE["+", _kind, _length] = _operation
    _TABLE["-", _kind, _length] = _minus(_operation)
    _TABLE.setdefault(("+", _length, _kind), _turned(_operation))
