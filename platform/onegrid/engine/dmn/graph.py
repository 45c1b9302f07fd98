"""The compiled requirement graph of a model and of those that it imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onegrid.engine.dmn.trace import TRACE, Trace
from onegrid.engine.problems import Problem
from onegrid.feel import Evaluation, Function, Layer, Value
from onegrid.feel.compiler import Run
from onegrid.feel.compiler.collections import closure
from onegrid.feel.types import Type, coerce


@dataclass(frozen=True, slots=True)
class Need:
    """A required element: its key, and the name or `import, name` under which the requirer knows it."""

    key: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One element of the graph."""

    key: str
    id: str
    name: str
    type: Type
    needs: tuple[Need, ...] = ()
    errors: tuple[Problem, ...] = field(default=(), kw_only=True)
    hides: frozenset[str] = field(default=frozenset(), kw_only=True)  # names of the caller that it must not see

    def leads_to(self) -> Iterator[str]:
        """The keys of what the element's value may rest on."""
        return (need.key for need in self.needs)


@dataclass(frozen=True, slots=True)
class CompiledInput(Compiled):
    pass


@dataclass(frozen=True, slots=True)
class CompiledDecision(Compiled):
    run: Run | None = None
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CompiledKnowledge(Compiled):
    takes: frozenset[str] = frozenset()
    parameters: tuple[str, ...] = ()
    types: tuple[Type, ...] = ()
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class CompiledService(Compiled):
    """`parameters` in the order of a call: input decisions, then input data."""

    parameters: tuple[Need, ...] = ()
    outputs: tuple[str, ...] = ()

    def leads_to(self) -> Iterator[str]:
        """Its outputs, with what they require, and its parameters."""
        yield from self.outputs
        yield from (need.key for need in self.parameters)


class Veil(dict[str, Value]):
    """A scope without some of its names."""

    __slots__ = ("below", "hidden")

    def __init__(self, below: Mapping[str, Value], hidden: frozenset[str]) -> None:
        super().__init__()
        self.below, self.hidden = below, hidden

    def __missing__(self, key: str) -> Value:
        if key in self.hidden:
            raise KeyError(key)
        return self.below[key]


Graph = Mapping[str, Compiled]


class Act:
    """One evaluation over the graph: every element is worked out once. `given` overrides elements by key."""

    def __init__(
        self, graph: Graph, inputs: Mapping[str, Value], ev: Evaluation, trace: Trace, given: dict[str, Value]
    ) -> None:
        self.graph, self.inputs, self.ev, self.trace = graph, inputs, ev, trace
        self.known = given
        self.below = Layer(inputs, {TRACE: trace})

    def value(self, key: str) -> Value:
        """The element's value: an input's, a decision's result, or a function to call."""
        if key not in self.known:
            self.known[key] = self._work_out(self.graph[key])
        return self.known[key]

    def _work_out(self, node: Compiled) -> Value:
        if isinstance(node, CompiledInput):
            return self._fit(self.inputs.get(node.name), node)
        if isinstance(node, CompiledKnowledge):
            return self._function(node)
        if isinstance(node, CompiledService):
            return self._service(node)
        if isinstance(node, CompiledDecision) and node.run is not None:
            return self._fit(node.run(self._scope(node), self.ev), node)
        return None

    def _fit(self, value: Value, node: Compiled) -> Value:
        fitted, fits = coerce(value, node.type, self.ev.spend)
        return fitted if fits else self.ev.fail("feel.type", type=str(node.type))

    def _scope(self, node: Compiled) -> Layer:
        layer = Layer(Veil(self.below, node.hides) if node.hides else self.below, {})
        for need in node.needs:
            place: dict[str, Value] = layer
            for step in need.path[:-1]:
                place = place.setdefault(step, {})
            place[need.path[-1]] = self.value(need.key)
        return layer

    def _function(self, node: CompiledKnowledge) -> Value:
        if node.run is None:
            return None
        scope = self._scope(node)
        function = closure(node.parameters, node.types, node.run, scope)
        scope[node.name] = function  # a knowledge model may call itself
        return function

    def call(self, node: CompiledKnowledge, given: Mapping[str, Value]) -> Value:
        """A knowledge model over arguments by name."""
        function = self.value(node.key)
        return None if function is None else function.by_name(self.ev, given)

    def _service(self, node: CompiledService) -> Value:
        names = tuple(need.path[-1] for need in node.parameters)

        def call(ev: Evaluation, *arguments: Value) -> Value:
            if len(arguments) != len(names):
                return ev.fail("feel.arguments", function=node.name, given=f"{len(arguments)} of {len(names)}")
            given: dict[str, Value] = {}
            for need, value in zip(node.parameters, arguments, strict=True):
                fitted, fits = coerce(value, self.graph[need.key].type, ev.spend)
                if not fits:
                    return ev.fail("feel.type", type=str(self.graph[need.key].type))
                given[need.key] = fitted
            ev.enter()
            try:
                return self.run_service(node, ev, given)
            finally:
                ev.depth -= 1

        def by_name(ev: Evaluation, given: Mapping[str, Value]) -> Value:
            if set(given) != set(names):
                return ev.fail("feel.arguments", function=node.name, given=", ".join(given))
            return call(ev, *(given[name] for name in names))

        return Function(node.name, names, call, by_name)

    def run_service(self, node: CompiledService, ev: Evaluation, given: dict[str, Value]) -> Value:
        """The outputs of a service: one decision's value, or a context of several."""
        act = Act(self.graph, {}, ev, self.trace, given)
        values = {self.graph[key].name: act.value(key) for key in node.outputs}
        result = next(iter(values.values())) if len(values) == 1 else values
        fitted, fits = coerce(result, node.type, ev.spend)
        return fitted if fits else ev.fail("feel.type", type=str(node.type))
