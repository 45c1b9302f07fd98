"""Units and holders of posts as placing a task needs them: remembered as long as the epoch of rights stands."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from onegrid.common.errors import NotFound
from onegrid.jurisdictions import days, selectors
from onegrid.jurisdictions.models import Post, Unit

T = TypeVar("T")
_KEPT = 50_000
_kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
Holder = tuple[int, int, tuple[str, ...], tuple[str, ...]]  # person, post, sectors, grids


def unit_of(code: object, epoch: int) -> Unit | None:
    """The unit of a code; None where the value is no code of any."""
    if not isinstance(code, str) or not code:
        return None
    return _remembered(("unit", code), epoch, lambda: _unit(code))


def unit_above(unit_id: int, epoch: int) -> Unit | None:
    """The unit to which this one answers."""
    return _remembered(("above", unit_id), epoch, lambda: selectors.unit_above(unit_id))


def holders(role: str, unit_id: int, epoch: int, on: dt.date | None = None) -> tuple[Holder, ...]:
    """Everybody in the role at the unit today, in order of their posts."""
    day = on or days.today()
    return _remembered(("holders", role, unit_id, day), epoch, lambda: _holders(role, unit_id, day))


def forget() -> None:
    """Drop what this process remembers; correctness never needs it, tests do."""
    _kept.clear()


def _unit(code: str) -> Unit | None:
    try:
        return selectors.unit_by_code(code)
    except NotFound:
        return None


def _holders(role: str, unit_id: int, day: dt.date) -> tuple[Holder, ...]:
    posts = selectors.in_force(
        Post.objects.filter(unit_id=unit_id, role__slug=role, person__is_active=True), day
    ).order_by("id")
    rows = posts.values_list("person_id", "id", "sectors", "grids")
    return tuple((person, post, tuple(sectors), tuple(grids)) for person, post, sectors, grids in rows)


def _remembered(key: Hashable, epoch: int, read: Callable[[], T]) -> T:
    """Nothing is kept under epoch 0, which stands for "not known" (the system acts under it)."""
    if epoch:
        found = _kept.get(key)
        if found is not None and found[0] == epoch:
            kept: T = found[1]
            return kept
    value = read()
    if epoch:
        _kept[key] = (epoch, value)
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return value
