"""if, for, some, every, and filters."""

from collections.abc import Iterator, Mapping
from typing import Any

from onegrid.feel import syntax
from onegrid.feel.compiler.build import Build, Run, compiles, constant_of, is_constant
from onegrid.feel.evaluation import Evaluation, Layer
from onegrid.feel.far import FarDate, lift, settle
from onegrid.feel.numbers import whole_of
from onegrid.feel.values import DATE, LIST, NULL, NUMBER, RANGE, Range, Value, is_number, kind_of


@compiles(syntax.If)
def compile_if(build: Build, node: syntax.If) -> Run:
    condition, then, otherwise = build.run(node.condition), build.run(node.then), build.run(node.otherwise)
    position = node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        verdict = condition(scope, ev)
        if verdict is True:
            return then(scope, ev)
        if verdict is not False and verdict is not None:
            ev.fail("feel.not-boolean", position, kind=kind_of(verdict))
        return otherwise(scope, ev)

    return run


class Loop:
    """The iterators of a `for` or a quantified expression, one inside the other."""

    def __init__(self, build: Build, iterators: tuple[syntax.Iterator, ...]) -> None:
        self.steps: list[tuple[str, Run, Run | None]] = []
        for iterator in iterators:
            end = None if iterator.end is None else build.run(iterator.end)
            self.steps.append((iterator.name, build.run(iterator.domain), end))
            build = build.inside((iterator.name,))
        self.build = build

    def scopes(self, scope: Layer, ev: Evaluation, at: int = 0) -> Iterator[bool]:
        """Sets the names in the scope for each round; gives False, once, where a domain is none."""
        name, domain, end = self.steps[at]
        low = domain(scope, ev)
        values = members(low, ev) if end is None else span(low, end(scope, ev), ev)
        if values is None:
            yield False
            return
        last = at + 1 == len(self.steps)
        for value in values:
            ev.spend(1)
            scope[name] = value
            if last:
                yield True
            else:
                yield from self.scopes(scope, ev, at + 1)


def members(domain: Value, ev: Evaluation) -> Value:
    """An iterator: over a list, over a range's numbers or days, or over a single value; None for null."""
    kind = kind_of(domain)
    if kind == LIST:
        return iter(domain)
    if kind == RANGE:
        return _range_members(domain, ev)
    if kind == NULL:
        return ev.fail("feel.not-list", kind=kind)
    return iter((domain,))


def _range_members(domain: Range, ev: Evaluation) -> Value:
    if domain.excluded or domain.start is None or domain.end is None:
        return ev.fail("feel.iteration")
    values = span(domain.start, domain.end, ev)
    if values is None:
        return None
    return (
        value
        for value in values
        if (domain.start_included or value != domain.start) and (domain.end_included or value != domain.end)
    )


def span(low: Value, high: Value, ev: Evaluation) -> Value:
    """Whole numbers or days from one end to the other, up or down."""
    kinds = (kind_of(low), kind_of(high))
    if kinds == (NUMBER, NUMBER):
        first, last = whole_of(low), whole_of(high)
        if first is not None and last is not None:
            step = 1 if first <= last else -1
            return iter(range(first, last + step, step))
    if kinds == (DATE, DATE):
        return _days(low, high)
    return ev.fail("feel.iteration")


def _days(low: Value, high: Value) -> Iterator[Value]:
    first, last = lift(low).days, lift(high).days
    step = 1 if first <= last else -1
    return (settle(FarDate(day)) for day in range(first, last + step, step))


@compiles(syntax.For)
def compile_for(build: Build, node: syntax.For) -> Run:
    loop = Loop(build, node.iterators)
    body = loop.build.inside(("partial",)).run(node.body)
    keeps_partial = syntax.mentions(node.body, "partial")

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        results: list[Any] = []
        layer = Layer(scope, {})
        for valid in loop.scopes(layer, ev):
            if not valid:
                return None
            if keeps_partial:
                ev.spend(len(results) // 16)
                layer["partial"] = list(results)
            results.append(body(Layer(scope, layer), ev))
        return results

    return run


@compiles(syntax.Quantified)
def compile_quantified(build: Build, node: syntax.Quantified) -> Run:
    loop = Loop(build, node.iterators)
    condition, every, position = loop.build.run(node.condition), node.every, node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        verdict: bool | None = every
        unfit: str | None = None
        layer = Layer(scope, {})
        for valid in loop.scopes(layer, ev):
            answer = condition(layer, ev) if valid else None
            if answer is (not every):
                return not every
            if answer is not every:
                verdict = None
                if valid and unfit is None:
                    unfit = kind_of(answer)
        return verdict if unfit is None else ev.fail("feel.not-boolean", position, kind=unfit)

    return run


@compiles(syntax.Filter)
def compile_filter(build: Build, node: syntax.Filter) -> Run:
    base = build.run(node.base)
    condition = build.inside(("item",)).run(node.condition)
    if is_constant(condition) and is_number(constant_of(condition)):
        index = constant_of(condition)
        return lambda scope, ev: pick(as_list(base(scope, ev)), index, ev)
    return lambda scope, ev: filtered(as_list(base(scope, ev)), condition, scope, ev)


def as_list(value: Value) -> list[Value]:
    """A filter's source: a single value counts as a list of one, null as none."""
    kind = kind_of(value)
    if kind == LIST:
        return list(value) if type(value) is not list else value
    return [] if kind == NULL else [value]


def item_layer(scope: Mapping[str, Value], item: Value) -> Layer:
    """A filter's scope: `item`, and the entries of an item that is a context."""
    layer = Layer(scope, {"item": item})
    if isinstance(item, Mapping):
        layer.update(item)
    return layer


def filtered(items: list[Value], condition: Run, scope: Mapping[str, Value], ev: Evaluation) -> Value:
    """Items whose condition is true; where the condition is a number, the item at that place."""
    kept = []
    ev = ev if items else Evaluation(ev.now, ev.zone, ev.steps)  # of an empty list only the kind of filter is asked
    for item in items or [None]:
        ev.spend(1 + len(item) // 16 if type(item) is dict else 1)  # its entries are copied into the scope
        verdict = condition(item_layer(scope, item), ev)
        if verdict is True:
            kept.append(item)
        elif verdict is not False and verdict is not None:
            if is_number(verdict):
                return pick(items, verdict, ev)
            return ev.fail("feel.not-boolean", kind=kind_of(verdict))
    return kept if items else []


def pick(items: list[Value], index: Value, ev: Evaluation) -> Value:
    """The item at a place counted from 1, or from the end below 0."""
    at = whole_of(index)
    if at is None or at == 0 or abs(at) > len(items):
        return ev.fail("feel.index", index=index, size=len(items))
    return items[at - 1 if at > 0 else at]
