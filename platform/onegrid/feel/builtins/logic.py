"""`not`, `is` and `assert`-like tests that belong to no other kind."""

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.comparison import same
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import lift
from onegrid.feel.temporal import time_offset
from onegrid.feel.values import DATE_TIME, TIME, Value, kind_of


@builtin("not", "negand:a")
def negation(ev: Evaluation, negand: Value) -> bool | None:
    if negand is True or negand is False:
        return not negand
    ev.fail("feel.not-boolean", kind=kind_of(negand))
    return None


@builtin("is", "value1:a", "value2:a?")
@builtin("is", "value2:a")
def is_same(ev: Evaluation, value1: Value, value2: Value = None) -> bool:
    """A value left out is null. The same element of the semantic domain: zones count, not only the instant."""
    kind = kind_of(value1)
    if kind != kind_of(value2):
        return False
    if kind in (TIME, DATE_TIME):
        one, other = lift(value1), lift(value2)
        shown = (one.since, other.since) if kind == TIME else (one.local, other.local)
        return bool(shown[0] == shown[1]) and _same_zone(value1, value2, ev)
    return value1 is value2 or same(value1, value2, ev)


def _same_zone(one: Value, other: Value, ev: Evaluation) -> bool:
    """Named zones agree by name, fixed offsets by offset; a name never agrees with an offset."""
    keys = getattr(one.tzinfo, "key", None), getattr(other.tzinfo, "key", None)
    if keys != (None, None):
        return keys[0] == keys[1]
    offsets = [x.utcoffset() if kind_of(x) == DATE_TIME else time_offset(x, ev) for x in (one, other)]
    return bool(offsets[0] == offsets[1])
