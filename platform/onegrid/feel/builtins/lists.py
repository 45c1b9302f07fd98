"""List functions. Positions count from 1, from the end below 0; no function changes its arguments."""

from collections.abc import Callable
from functools import cmp_to_key

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.comparison import order, same
from onegrid.feel.distinct import Distinct
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import whole_of
from onegrid.feel.values import LIST, Function, Value, kind_of

Items = list[Value]


@builtin("list contains", "list:l", "element:a")
def list_contains(ev: Evaluation, items: Items, element: Value) -> bool:
    ev.spend(len(items))
    return any(same(item, element, ev) for item in items)


def _place(ev: Evaluation, name: str, items: Items, position: Value, *, beyond: int = 0) -> Value:
    at = int(position)
    if at == 0 or abs(at) > len(items) + beyond:
        return ev.fail("feel.argument", function=name, what=f"position {position} of {len(items)}")
    return at - 1 if at > 0 else len(items) + at


@builtin("sublist", "list:l", "start position:n", "length:n?")
def sublist(ev: Evaluation, items: Items, start: Value, length: Value = None) -> Value:
    at = _place(ev, "sublist", items, start)
    if at is None:
        return None
    if length is None:
        return items[at:]
    size = int(length)
    if size < 0 or at + size > len(items):
        return ev.fail("feel.argument", function="sublist", what=f"length {length}")
    return items[at : at + size]


@builtin("append", "list:l", "**item:a")
def append(ev: Evaluation, items: Items, added: Items) -> Items:
    ev.spend(len(items))
    return [*items, *added]


@builtin("concatenate", "**list:a")
def concatenate(ev: Evaluation, lists: Items) -> Value:
    """A single value counts as a list of one; null is no list."""
    if any(piece is None for piece in lists):
        return ev.fail("feel.arguments", function="concatenate", given="null")
    joined: Items = []
    for piece in lists:
        ev.spend(len(piece) if kind_of(piece) == LIST else 1)
        joined.extend(piece if kind_of(piece) == LIST else [piece])
    return joined


@builtin("insert before", "list:l", "position:n", "newItem:a")
def insert_before(ev: Evaluation, items: Items, position: Value, new: Value) -> Items | None:
    at = _place(ev, "insert before", items, position)
    if at is None:
        return None
    ev.spend(len(items))
    return [*items[:at], new, *items[at:]]


@builtin("remove", "list:l", "position:n")
def remove(ev: Evaluation, items: Items, position: Value) -> Items | None:
    at = _place(ev, "remove", items, position)
    return None if at is None else items[:at] + items[at + 1 :]


@builtin("list replace", "list:l", "position:n", "newItem:a")
def replace_at(ev: Evaluation, items: Items, position: Value, new: Value) -> Items | None:
    at = _place(ev, "list replace", items, position)
    return None if at is None else [*items[:at], new, *items[at + 1 :]]


@builtin("list replace", "list:l", "match:f", "newItem:a")
def replace_where(ev: Evaluation, items: Items, match: Function, new: Value) -> Value:
    replaced = []
    for item in items:
        ev.spend(1)
        verdict = match.call(ev, item, new)
        if verdict is not True and verdict is not False:
            return ev.fail("feel.not-boolean", kind=kind_of(verdict))
        replaced.append(new if verdict else item)
    return replaced


@builtin("reverse", "list:l")
def reverse(_ev: Evaluation, items: Items) -> Items:
    return items[::-1]


@builtin("index of", "list:l", "match:a")
def index_of(ev: Evaluation, items: Items, match: Value) -> list[int]:
    ev.spend(len(items))
    return [at for at, item in enumerate(items, start=1) if same(item, match, ev)]


@builtin("distinct values", "list:l")
def distinct_values(ev: Evaluation, items: Items) -> Items:
    found = Distinct(ev)
    return [item for item in items if found.add(item)]


@builtin("union", "**list:a")
def union(ev: Evaluation, lists: Items) -> Value:
    joined = concatenate(ev, lists)
    return None if joined is None else distinct_values(ev, joined)


@builtin("flatten", "list:l")
def flatten(ev: Evaluation, items: Items) -> Items:
    flat: Items = []
    for item in items:
        ev.spend(1)
        flat.extend(flatten(ev, item) if kind_of(item) == LIST else [item])
    return flat


@builtin("sort", "list:l", "precedes:f?")
def sort(ev: Evaluation, items: Items, precedes: Function | None = None) -> Items | None:
    """Stable; by the function given, else from small to large."""
    failed = False

    def compare(one: Value, other: Value) -> int:
        nonlocal failed
        ev.spend(1)
        if precedes is None:
            sign = order(one, other, ev)
            failed = failed or sign is None
            return sign or 0
        return _by_function(precedes.call, one, other, ev)

    ranked = sorted(items, key=cmp_to_key(compare))
    return None if failed else ranked


def _by_function(precedes: Callable[..., Value], one: Value, other: Value, ev: Evaluation) -> int:
    if precedes(ev, one, other) is True:
        return -1
    return 1 if precedes(ev, other, one) is True else 0


@builtin("partition", "list:l", "size:n")
def partition(ev: Evaluation, items: Items, size: Value) -> Value:
    """Pieces of that many items, the last one shorter."""
    step = whole_of(size)
    if step is None or step < 1:
        return ev.fail("feel.argument", function="partition", what=f"size {size}")
    ev.spend(len(items))
    return [items[at : at + step] for at in range(0, len(items), step)]
