"""What a column of cells can tell apart: one sample for each value written, and one for each stretch between them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

from onegrid.feel import BudgetExceeded, Evaluation, UnaryTests, Value, YearsMonths, kind_of, syntax
from onegrid.feel.comparison import order
from onegrid.feel.compiler import Build
from onegrid.feel.far import DAY, FAR, FineTime, lift, settle
from onegrid.feel.free import free_paths_in
from onegrid.feel.values import BOOLEAN, DATE, DATE_TIME, DAYS, MONTHS, NUMBER, RANGE, STRING, TIME

_ORDERED = frozenset({NUMBER, DATE, TIME, DATE_TIME, DAYS, MONTHS})
_UNSETTLED = frozenset({"now", "today"})
_CONSTANTS = (syntax.Literal, syntax.Temporal, syntax.Negation, syntax.Arithmetic, syntax.Call, syntax.RangeLiteral)
_OTHER = "其他/other"
_QUICK = 1_000


def written_values(tests: UnaryTests, effort: Evaluation) -> list[Value] | None:
    """The values and ends of ranges that a cell writes out; None where it rests on anything else, or takes long."""
    found: list[Value] = []
    for node in tests.node.tests:
        for part in [node.end] if isinstance(node, syntax.UnaryRange) else _items(node):
            values = _constant(part, effort)
            if values is None:
                return None
            found.extend(values)
    return found


def quick_value(value: Callable[[Evaluation], Value], effort: Evaluation) -> tuple[Value] | None:
    """What is written out as an expression, wrapped; None where it is too much to work out only in order to look."""
    ev = Evaluation(steps=_QUICK)
    try:
        return (value(ev),)
    except BudgetExceeded:
        return None
    finally:
        effort.spend(1 + _QUICK - ev.steps)


def _items(node: syntax.Node) -> Iterator[syntax.Node]:
    if isinstance(node, syntax.ListLiteral):
        for item in node.items:
            yield from _items(item)
    else:
        yield node


def _constant(node: syntax.Node, effort: Evaluation) -> list[Value] | None:
    if not isinstance(node, _CONSTANTS) or any(True for _ in free_paths_in(node)) or _is_unsettled(node):
        return None
    written = quick_value(lambda ev: Build().run(node)({}, ev), effort)
    if written is None:
        return None
    value = written[0]
    ends = [value.start, value.end] if kind_of(value) == RANGE else [value]
    known = _ORDERED | {STRING, BOOLEAN}
    return ends if all(kind_of(end) in known and type(end) not in FAR for end in ends) else None


def _is_unsettled(node: syntax.Node) -> bool:
    is_moment = isinstance(node, syntax.Name) and node.name in _UNSETTLED | {"?"}
    return is_moment or any(_is_unsettled(child) for child in syntax.children(node))


def samples_of(values: Iterable[Value]) -> list[Value] | None:
    """One sample for everything that tests over these values can tell apart; None where they have no common order."""
    by_kind: dict[str, list[Value]] = {}
    for value in values:
        by_kind.setdefault(kind_of(value), []).append(value)
    found: list[Value] = []
    for kind, members in by_kind.items():
        if kind == BOOLEAN:
            found += [True, False]
        elif kind == STRING:
            found += [*dict.fromkeys(members), _other(members)]
        else:
            stretches = _along(kind, members)
            if stretches is None:
                return None
            found += stretches
    return found


def _other(texts: list[str]) -> str:
    other = _OTHER
    while other in texts:
        other += "*"
    return other


def _along(kind: str, members: list[Value]) -> list[Value] | None:
    ev = Evaluation()
    if any(order(members[0], member, ev) is None for member in members):
        return None
    cuts: list[Value] = []
    for member in sorted(members, key=cmp_to_key(lambda a, b: order(a, b, ev) or 0)):
        if not cuts or order(cuts[-1], member, ev) != 0:
            cuts.append(member)
    found = [below] if (below := _beyond(kind, cuts[0], -1)) is not None else []
    for low, high in pairwise(cuts):
        found.append(low)
        middle = _between(kind, low, high)
        if middle is not None:
            found.append(middle)
    found.append(cuts[-1])
    above = _beyond(kind, cuts[-1], 1)
    return found if above is None else [*found, above]


def _between(kind: str, low: Any, high: Any) -> Value | None:
    """A value between the two; None where nothing lies between, as with neighbouring days."""
    if kind == NUMBER:
        middle = (Decimal(low) + Decimal(high)) / 2
        whole = int(middle.to_integral_value(ROUND_FLOOR))
        return whole if low < whole < high else middle
    if kind == DATE:
        return low + dt.timedelta(days=1) if (high - low).days > 1 else None
    if kind == MONTHS:
        return YearsMonths(low.total + 1) if high.total - low.total > 1 else None
    if kind == TIME:
        one, other = lift(low), lift(high)
        return settle(FineTime((one.since + other.since) // 2, one.tzinfo)) if other.since - one.since > 1000 else None
    return low + (high - low) / 2 if high - low > dt.timedelta(microseconds=1) else None


def _beyond(kind: str, value: Any, sign: int) -> Value | None:
    """A value on the far side; None where there is none."""
    try:
        if kind == NUMBER:
            return value + sign
        if kind == MONTHS:
            return YearsMonths(value.total + sign)
        if kind == TIME:
            since = lift(value).since + sign * 1000
            return settle(FineTime(since, value.tzinfo)) if 0 <= since < DAY else None
        return value + dt.timedelta(days=sign)
    except OverflowError:
        return None
