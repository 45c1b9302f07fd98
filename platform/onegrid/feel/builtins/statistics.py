"""Functions over lists of numbers, and the smallest and largest of anything ordered."""

import decimal
from decimal import Decimal
from functools import reduce
from itertools import groupby

from onegrid.feel.arithmetic import add, divide, multiply
from onegrid.feel.builtins.registry import builtin
from onegrid.feel.comparison import order
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import CONTEXT, as_decimal
from onegrid.feel.values import DAYS, MONTHS, Value, is_number, kind_of


@builtin("count", "list:l")
def count(_ev: Evaluation, items: list[Value]) -> int:
    return len(items)


@builtin("min", "*list:a")
def minimum(ev: Evaluation, items: list[Value]) -> Value:
    return _extreme(ev, items, 1)


@builtin("max", "*list:a")
def maximum(ev: Evaluation, items: list[Value]) -> Value:
    return _extreme(ev, items, -1)


def _extreme(ev: Evaluation, items: list[Value], worse: int) -> Value:
    ev.spend(len(items))
    if not items:
        return _nothing_in(ev, "min" if worse > 0 else "max")
    best = items[0]
    if order(best, best, ev) is None:
        return None
    for item in items[1:]:
        sign = order(best, item, ev)
        if sign is None:
            return None
        if sign == worse:
            best = item
    return best


def _nothing_in(ev: Evaluation, function: str) -> Value:
    return ev.fail("feel.argument", function=function, what="empty list")


def _numbers(ev: Evaluation, items: list[Value], function: str) -> bool:
    ev.spend(len(items))
    for item in items:
        if not is_number(item):
            ev.fail("feel.not-number", kind=kind_of(item))
            return False
    if not items:
        _nothing_in(ev, function)
    return bool(items)


@builtin("sum", "*list:a")
def total(ev: Evaluation, items: list[Value]) -> Value:
    """The sum of numbers, or of durations of one kind; null for an empty list."""
    if items and kind_of(items[0]) in (DAYS, MONTHS) and len({kind_of(item) for item in items}) == 1:
        return reduce(lambda a, b: add(a, b, ev), items)
    return reduce(lambda a, b: add(a, b, ev), items) if _numbers(ev, items, "sum") else None


@builtin("mean", "*list:a")
def mean(ev: Evaluation, items: list[Value]) -> Value:
    summed = total(ev, items)
    return None if summed is None else divide(summed, len(items), ev)


@builtin("product", "*list:a")
def product(ev: Evaluation, items: list[Value]) -> Value:
    return reduce(lambda a, b: multiply(a, b, ev), items) if _numbers(ev, items, "product") else None


@builtin("median", "*list:a")
def median(ev: Evaluation, items: list[Value]) -> Value:
    if not _numbers(ev, items, "median"):
        return None
    ranked, half = sorted(items), len(items) // 2
    return ranked[half] if len(items) % 2 else divide(add(ranked[half - 1], ranked[half], ev), 2, ev)


@builtin("stddev", "*list:a")
def standard_deviation(ev: Evaluation, items: list[Value]) -> Value:
    """Of a sample: divided by one less than the count."""
    if not _numbers(ev, items, "stddev"):
        return None
    if len(items) < 2:
        return ev.fail("feel.argument", function="stddev", what="fewer than two numbers")
    middle = as_decimal(mean(ev, items))
    try:
        squares = (CONTEXT.power(CONTEXT.subtract(as_decimal(item), middle), Decimal(2)) for item in items)
        summed = reduce(CONTEXT.add, squares)
        return CONTEXT.sqrt(CONTEXT.divide(summed, Decimal(len(items) - 1)))
    except decimal.DecimalException:
        return ev.fail("feel.arithmetic")


@builtin("mode", "*list:a")
def mode(ev: Evaluation, items: list[Value]) -> Value:
    """The numbers that occur most often, from small to large."""
    if not items:
        return []
    if not _numbers(ev, items, "mode"):
        return None
    runs = [(one, sum(1 for _ in run)) for one, run in groupby(sorted(items))]
    most = max(times for _, times in runs)
    return [one for one, times in runs if times == most]


@builtin("all", "*list:a")
def all_true(ev: Evaluation, items: list[Value]) -> bool | None:
    return _verdict(ev, items, False)


@builtin("any", "*list:a")
def any_true(ev: Evaluation, items: list[Value]) -> bool | None:
    return _verdict(ev, items, True)


def _verdict(ev: Evaluation, items: list[Value], decisive: bool) -> bool | None:
    ev.spend(len(items))
    if any(item is decisive for item in items):
        return decisive
    for item in items:
        if item is not (not decisive):
            ev.fail("feel.not-boolean", kind=kind_of(item))
            return None
    return not decisive
