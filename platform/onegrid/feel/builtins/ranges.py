"""Relations between points and ranges (Allen), DMN 1.3 table 78. A point stands for the range of itself alone."""

from collections.abc import Callable

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.comparison import includes as range_includes
from onegrid.feel.comparison import order
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.values import RANGE, Range, Value, kind_of

Relation = Callable[[Range, Range, Evaluation], bool | None]


def as_range(value: Value) -> Range:
    """A point as the range that holds it alone."""
    return value if kind_of(value) == RANGE else Range(value, value, True, True)


def _sign(ev: Evaluation, one: Value, other: Value) -> int | None:
    return order(one, other, ev)


def _before(a: Range, b: Range, ev: Evaluation) -> bool | None:
    sign = _sign(ev, a.end, b.start)
    return None if sign is None else sign < 0 or (sign == 0 and not (a.end_included and b.start_included))


def _meets(a: Range, b: Range, ev: Evaluation) -> bool | None:
    sign = _sign(ev, a.end, b.start)
    return None if sign is None else a.end_included and b.start_included and sign == 0


def _overlaps(a: Range, b: Range, ev: Evaluation) -> bool | None:
    one, other = _before(a, b, ev), _before(b, a, ev)
    return None if one is None or other is None else not one and not other


def _starts_not_after(a: Range, b: Range, ev: Evaluation) -> bool | None:
    """Whether all of b lies at or behind the start of a."""
    sign = _sign(ev, a.start, b.start)
    return None if sign is None else sign < 0 or (sign == 0 and (a.start_included or not b.start_included))


def _ends_not_before(a: Range, b: Range, ev: Evaluation) -> bool | None:
    sign = _sign(ev, a.end, b.end)
    return None if sign is None else sign > 0 or (sign == 0 and (a.end_included or not b.end_included))


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _includes(a: Range, b: Range, ev: Evaluation) -> bool | None:
    return _both(_starts_not_after(a, b, ev), _ends_not_before(a, b, ev))


def _overlaps_before(a: Range, b: Range, ev: Evaluation) -> bool | None:
    """a begins before b, reaches into it, and does not reach beyond it."""
    overlap = _overlaps(a, b, ev)
    begins, reaches = _starts_not_after(b, a, ev), _ends_not_before(b, a, ev)
    if overlap is None or begins is None or reaches is None:
        return None
    return overlap and not begins and reaches


def _overlaps_after(a: Range, b: Range, ev: Evaluation) -> bool | None:
    """a begins behind the start of b, inside it, and reaches its end or beyond."""
    overlap = _overlaps(a, b, ev)
    begins, reaches = _starts_not_after(a, b, ev), _ends_not_before(a, b, ev)
    if overlap is None or begins is None or reaches is None:
        return None
    return overlap and not begins and reaches


def _finishes(a: Range, b: Range, ev: Evaluation) -> bool | None:
    sign = _sign(ev, a.end, b.end)
    same_end = None if sign is None else sign == 0 and a.end_included == b.end_included
    return _both(same_end, _starts_not_after(b, a, ev))


def _starts(a: Range, b: Range, ev: Evaluation) -> bool | None:
    sign = _sign(ev, a.start, b.start)
    same_start = None if sign is None else sign == 0 and a.start_included == b.start_included
    return _both(same_start, _ends_not_before(b, a, ev))


def _coincides(a: Range, b: Range, ev: Evaluation) -> bool | None:
    low, high = _sign(ev, a.start, b.start), _sign(ev, a.end, b.end)
    if low is None or high is None:
        return None
    return low == high == 0 and (a.start_included, a.end_included) == (b.start_included, b.end_included)


def _enter(name: str, relation: Relation, first: str, second: str, *, swap: bool = False) -> None:
    def body(ev: Evaluation, one: Value, other: Value) -> bool | None:
        a, b = as_range(one), as_range(other)
        return relation(b, a, ev) if swap else relation(a, b, ev)

    names = {"r": "range", "p": "point"}
    kinds = {"r": "r", "p": "nsdtDpy"}
    for a in first:
        for b in second:
            one, other = names[a], names[b]
            if one == other:
                one, other = f"{one}1", f"{other}2"
            builtin(name, f"{one}:{kinds[a]}", f"{other}:{kinds[b]}")(body)


_enter("before", _before, "pr", "pr")
_enter("after", _before, "pr", "pr", swap=True)
_enter("meets", _meets, "r", "r")
_enter("met by", _meets, "r", "r", swap=True)
_enter("overlaps", _overlaps, "r", "r")
_enter("overlaps before", _overlaps_before, "r", "r")
_enter("overlaps after", _overlaps_after, "r", "r")
_enter("finishes", _finishes, "pr", "r")
_enter("finished by", _finishes, "r", "pr", swap=True)
_enter("includes", _includes, "r", "r")
_enter("during", _includes, "r", "r", swap=True)
_enter("starts", _starts, "pr", "r")
_enter("started by", _starts, "r", "pr", swap=True)
_enter("coincides", _coincides, "p", "p")
_enter("coincides", _coincides, "r", "r")


@builtin("includes", "range:r", "point:nsdtDpy")
def includes_point(ev: Evaluation, range_: Range, point: Value) -> bool | None:
    return range_includes(range_, point, ev)


@builtin("during", "point:nsdtDpy", "range:r")
def during_range(ev: Evaluation, point: Value, range_: Range) -> bool | None:
    return range_includes(range_, point, ev)
