"""Functions over lists of numbers, and the smallest and largest of anything ordered."""

import decimal
from decimal import Decimal
from functools import reduce

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
        return None
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


def _numbers(ev: Evaluation, items: list[Value]) -> bool:
    ev.spend(len(items))
    for item in items:
        if not is_number(item):
            ev.fail("feel.not-number", kind=kind_of(item))
            return False
    return bool(items)


@builtin("sum", "*list:a")
def total(ev: Evaluation, items: list[Value]) -> Value:
    """The sum of numbers, or of durations of one kind; null for an empty list."""
    if items and kind_of(items[0]) in (DAYS, MONTHS) and len({kind_of(item) for item in items}) == 1:
        return reduce(lambda a, b: add(a, b, ev), items)
    return reduce(lambda a, b: add(a, b, ev), items) if _numbers(ev, items) else None


@builtin("mean", "*list:a")
def mean(ev: Evaluation, items: list[Value]) -> Value:
    summed = total(ev, items)
    return None if summed is None else divide(summed, len(items), ev)


@builtin("product", "*list:a")
def product(ev: Evaluation, items: list[Value]) -> Value:
    return reduce(lambda a, b: multiply(a, b, ev), items) if _numbers(ev, items) else None


@builtin("median", "*list:a")
def median(ev: Evaluation, items: list[Value]) -> Value:
    if not _numbers(ev, items):
        return None
    ranked, half = sorted(items), len(items) // 2
    return ranked[half] if len(items) % 2 else divide(add(ranked[half - 1], ranked[half], ev), 2, ev)


@builtin("stddev", "*list:a")
def standard_deviation(ev: Evaluation, items: list[Value]) -> Value:
    """Of a sample: divided by one less than the count."""
    if not _numbers(ev, items) or len(items) < 2:
        return None
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
    if not _numbers(ev, items):
        return None
    counts: dict[Value, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return sorted(item for item, times in counts.items() if times == most)


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
            return None if item is None else ev.fail("feel.not-boolean", kind=kind_of(item))
    return not decisive
