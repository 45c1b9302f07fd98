"""`+ - * / **` and negation over numbers, texts, dates, times and durations."""

import calendar
import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal

from onegrid.feel import far_arithmetic
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import FAR, lift
from onegrid.feel.numbers import CONTEXT, LIMIT, as_decimal, settle
from onegrid.feel.temporal import instant, since_midnight, time_offset
from onegrid.feel.values import (
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NUMBER,
    STRING,
    TEMPORAL,
    TIME,
    Value,
    YearsMonths,
    kind_of,
    months_duration,
)

_DAY = dt.timedelta(days=1)
_NUMBERS = frozenset({int, Decimal})
Operation = Callable[[Value, Value, Evaluation], Value]


def add(left: Value, right: Value, ev: Evaluation) -> Value:
    one, other = type(left), type(right)
    if one is int and other is int:
        total = left + right
        return total if -LIMIT < total < LIMIT else settle(total)
    if one in _NUMBERS and other in _NUMBERS:
        return _numbers(CONTEXT.add, left, right, ev)
    return _apply("+", _ADD, left, right, ev)


def subtract(left: Value, right: Value, ev: Evaluation) -> Value:
    if type(left) is int and type(right) is int:
        total = left - right
        return total if -LIMIT < total < LIMIT else settle(total)
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return _numbers(CONTEXT.subtract, left, right, ev)
    return _apply("-", _SUBTRACT, left, right, ev)


def multiply(left: Value, right: Value, ev: Evaluation) -> Value:
    if type(left) is int and type(right) is int:
        return settle(left * right)
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return _numbers(CONTEXT.multiply, left, right, ev)
    return _apply("*", _MULTIPLY, left, right, ev)


def divide(left: Value, right: Value, ev: Evaluation) -> Value:
    return _apply("/", _DIVIDE, left, right, ev)


def _numbers(
    operation: Callable[[Value, Value], Decimal], left: int | Decimal, right: int | Decimal, ev: Evaluation
) -> Value:
    try:
        return operation(left, right)
    except decimal.DecimalException:
        return ev.fail("feel.arithmetic")


def power(left: Value, right: Value, ev: Evaluation) -> Value:
    return _apply("**", _POWER, left, right, ev)


def negate(value: Value, ev: Evaluation) -> Value:
    """`-value`; null, with the reason, for what has no sign."""
    kind = kind_of(value)
    if kind == MONTHS:
        return YearsMonths(-value.total)
    if kind in (NUMBER, DAYS):
        return CONTEXT.minus(value) if isinstance(value, Decimal) else -value
    return ev.fail("feel.operands", operator="-", left="nothing", right=kind)


def _apply(operator: str, table: dict[tuple[str, str], Operation], left: Value, right: Value, ev: Evaluation) -> Value:
    kinds = (kind_of(left), kind_of(right))
    operation = table.get(kinds)
    if operation is None:
        return ev.fail("feel.operands", operator=operator, left=kinds[0], right=kinds[1])
    try:
        return _within(operator, kinds, operation, left, right, ev)
    except ZeroDivisionError:
        return ev.fail("feel.division-by-zero")
    except decimal.DecimalException:
        return ev.fail("feel.arithmetic")
    except (OverflowError, ValueError):
        return ev.fail("feel.temporal-range")


def _within(  # noqa: PLR0917 - the operands with what is known of them
    operator: str, kinds: tuple[str, str], operation: Operation, left: Value, right: Value, ev: Evaluation
) -> Value:
    """By Python's own dates and durations, and beyond them where those do not reach."""
    if type(left) not in FAR and type(right) not in FAR:
        try:
            return operation(left, right, ev)
        except (OverflowError, ValueError):
            if not TEMPORAL.intersection(kinds):
                raise
    if kinds == (DAYS, DAYS) and operator == "/":
        return operation(left, right, ev)
    return far_arithmetic.apply(operator, kinds, left, right, ev)


def _join(left: str, right: str, ev: Evaluation) -> str:
    ev.spend((len(left) + len(right)) // 8)
    return left + right


def _quotient(left: Value, right: Value, ev: Evaluation) -> Value:  # noqa: ARG001
    if right == 0:
        raise ZeroDivisionError
    if type(left) is int and type(right) is int and left % right == 0:
        return left // right
    return CONTEXT.divide(as_decimal(left), as_decimal(right))


def _to_power(base: Value, exponent: Value, ev: Evaluation) -> Value:  # noqa: ARG001
    if type(base) is int and type(exponent) is int and 0 <= exponent <= 128 and abs(base) < 10**17:
        return settle(base**exponent)
    if base == 0 and exponent < 0:
        raise ZeroDivisionError
    return CONTEXT.power(as_decimal(base), as_decimal(exponent))


def add_months(day: Value, months: int) -> Value:
    """The date that many months on, at its month's last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(year)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def _shift_moment(moment: dt.datetime, length: dt.timedelta, ev: Evaluation) -> dt.datetime:  # noqa: ARG001
    """Real time passes: across a change of clocks the wall time moves by more or less than the length."""
    if moment.tzinfo is None or isinstance(moment.tzinfo, dt.timezone):
        return moment + length
    return (moment.astimezone(dt.UTC) + length).astimezone(moment.tzinfo)


def _shift_time(clock: dt.time, length: dt.timedelta, ev: Evaluation) -> dt.time:  # noqa: ARG001
    inside = (since_midnight(clock) + length) % _DAY
    return (dt.datetime(1, 1, 1, tzinfo=clock.tzinfo) + inside).timetz()


def _shift_date(day: dt.date, length: dt.timedelta, ev: Evaluation) -> dt.date:  # noqa: ARG001
    """A date stands for its midnight: what is left of a day after the shift falls away."""
    return (dt.datetime.combine(day, dt.time()) + length).date()


def _between_moments(left: dt.datetime, right: dt.datetime, ev: Evaluation) -> Value:
    if (left.tzinfo is None) != (right.tzinfo is None):
        left, right = instant(left, ev), instant(right, ev)
        if left.tzinfo is None or right.tzinfo is None:
            return ev.fail("feel.operands", operator="-", left="date and time", right="local date and time")
    if left.tzinfo is not None:
        left, right = left.astimezone(dt.UTC), right.astimezone(dt.UTC)
    return left - right


def _between_times(left: dt.time, right: dt.time, ev: Evaluation) -> Value:
    one, other = time_offset(left, ev), time_offset(right, ev)
    if (one is None) != (other is None):
        return ev.fail("feel.operands", operator="-", left="time", right="local time")
    zero = dt.timedelta()
    return (since_midnight(left) - (one or zero)) - (since_midnight(right) - (other or zero))


def _midnight(day: dt.date, ev: Evaluation) -> dt.datetime:
    """A date among moments: its midnight in the evaluation's zone, in UTC where there is none (DMN 10.3.2.3.6)."""
    return dt.datetime.combine(day, dt.time(tzinfo=ev.zone or dt.UTC))


def _scale(length: Value, factor: Value, ev: Evaluation) -> Value:
    return far_arithmetic.apply("*", (DAYS, NUMBER), length, factor, ev)


def _share(length: Value, divisor: Value, ev: Evaluation) -> Value:
    return far_arithmetic.apply("/", (DAYS, NUMBER), length, divisor, ev)


def _months_of(total: Value) -> YearsMonths:
    """Whole months, cut towards zero."""
    return months_duration(int(total))


def _ratio(left: Value, right: Value, ev: Evaluation) -> Value:
    if isinstance(left, YearsMonths):
        return _quotient(left.total, right.total, ev)
    one, other = lift(left), lift(right)
    return _quotient(one.nanoseconds, other.nanoseconds, ev)


def _swap(operation: Operation) -> Operation:
    return lambda left, right, ev: operation(right, left, ev)


_ADD: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): lambda a, b, _: CONTEXT.add(a, b),
    (STRING, STRING): _join,
    (DATE_TIME, DAYS): _shift_moment,
    (DATE_TIME, MONTHS): lambda a, b, _: add_months(a, b.total),
    (DATE, DAYS): _shift_date,
    (DATE, MONTHS): lambda a, b, _: add_months(a, b.total),
    (TIME, DAYS): _shift_time,
    (DAYS, DAYS): lambda a, b, _: a + b,
    (MONTHS, MONTHS): lambda a, b, _: _months_of(a.total + b.total),
}
for _left, _right in ((DATE_TIME, DAYS), (DATE_TIME, MONTHS), (DATE, DAYS), (DATE, MONTHS), (TIME, DAYS)):
    _ADD[_right, _left] = _swap(_ADD[_left, _right])
_SUBTRACT: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): lambda a, b, _: CONTEXT.subtract(a, b),
    (DATE_TIME, DATE_TIME): _between_moments,
    (DATE, DATE): lambda a, b, _: a - b,
    (DATE_TIME, DATE): lambda a, b, ev: _between_moments(a, _midnight(b, ev), ev),
    (DATE, DATE_TIME): lambda a, b, ev: _between_moments(_midnight(a, ev), b, ev),
    (TIME, TIME): _between_times,
    (DATE_TIME, DAYS): lambda a, b, ev: _shift_moment(a, -b, ev),
    (DATE_TIME, MONTHS): lambda a, b, _: add_months(a, -b.total),
    (DATE, DAYS): lambda a, b, ev: _shift_date(a, -b, ev),
    (DATE, MONTHS): lambda a, b, _: add_months(a, -b.total),
    (TIME, DAYS): lambda a, b, ev: _shift_time(a, -b, ev),
    (DAYS, DAYS): lambda a, b, _: a - b,
    (MONTHS, MONTHS): lambda a, b, _: _months_of(a.total - b.total),
}
_MULTIPLY: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): lambda a, b, _: CONTEXT.multiply(a, b),
    (DAYS, NUMBER): _scale,
    (NUMBER, DAYS): _swap(_scale),
    (MONTHS, NUMBER): lambda a, b, _: _months_of(CONTEXT.multiply(a.total, b)),
    (NUMBER, MONTHS): lambda a, b, _: _months_of(CONTEXT.multiply(b.total, a)),
}
_DIVIDE: dict[tuple[str, str], Operation] = {
    (NUMBER, NUMBER): _quotient,
    (DAYS, NUMBER): _share,
    (MONTHS, NUMBER): lambda a, b, ev: _months_of(_quotient(a.total, b, ev)),
    (DAYS, DAYS): _ratio,
    (MONTHS, MONTHS): _ratio,
}
_POWER: dict[tuple[str, str], Operation] = {(NUMBER, NUMBER): _to_power}
