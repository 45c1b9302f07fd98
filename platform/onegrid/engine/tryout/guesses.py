"""Values that let a process move: for each name that its expressions ask for and nothing in it writes, what would do.

They come from the expressions themselves: `days > 3` suggests 4, 3 and 2.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from onegrid.engine import bpmn
from onegrid.engine.normalised import Normalised
from onegrid.feel import Expression, FeelSyntaxError, compile_expression, free_paths
from onegrid.feel.builtins import BUILTINS
from onegrid.feel.syntax import Call, Comparison, ContextLiteral, In, ListLiteral, Literal, Name, Node, Path, children

_LIST = ["a", "b"]


class Guesses:
    """`values[name]`: candidates in the order in which they are tried; `start`: what a case begins with."""

    def __init__(self, models: Iterable[Normalised]) -> None:
        self.values: dict[tuple[str, ...], list[Any]] = {}
        self.conditions: dict[str, list[tuple[str, Expression]]] = {}
        self.start: dict[str, Any] = {}
        written: set[str] = set()
        for model in models:
            written |= _written(model)
            self._conditions(model)
            self._loops(model)
            self._timers(model)
            self._keys(model)
            self._hidden(model)
        self.values = {path: found for path, found in self.values.items() if path[0] not in written}
        self.start = {name: found for name, found in self.start.items() if name not in written}

    def answers(self, visit: int) -> dict[str, Any]:
        """What a person fills in at the visit of that number, counted from 0: other values each time."""
        data: dict[str, Any] = {}
        for path, found in self.values.items():
            put(data, path, found[visit % len(found)])
        return data

    def _conditions(self, model: Normalised) -> None:
        for flow in model.tree.iter(bpmn.tag("sequenceFlow")):
            compiled = _compiled(bpmn.condition_of(flow))
            if compiled is None:
                continue
            self.conditions.setdefault(flow.get("sourceRef") or "", []).append((flow.get("id") or "", compiled))
            self._learn(compiled)

    def _learn(self, compiled: Expression) -> None:
        for path in sorted(free_paths(compiled)):
            if path[0] not in ("case", "outcome"):
                self.values.setdefault(path, [])
        for path, value in _compared(compiled.node):
            for guess in _around(value):
                known = self.values.setdefault(path, [])
                if guess not in known and path[0] not in ("case", "outcome"):
                    known.append(guess)
        for path in list(self.values):
            if path[0] in ("case", "outcome"):
                del self.values[path]
            elif not self.values[path]:
                self.values[path] = [True, False]

    def _loops(self, model: Normalised) -> None:
        for loop in model.loops.values():
            for text, value in ((loop.collection, _LIST), (loop.cardinality, 2)):
                compiled = _compiled(text or "")
                for path in () if compiled is None else free_paths(compiled):
                    if path[0] != "case":
                        put(self.start, path, value)

    def _keys(self, model: Normalised) -> None:
        for text in model.keys.values():
            compiled = _compiled(text)
            for path in () if compiled is None else free_paths(compiled):
                if path[0] not in ("case", "outcome"):
                    put(self.start, path, "key")

    def _hidden(self, model: Normalised) -> None:
        """A variable with the name of a built-in function: left out it would be that function, which is no value."""
        mapped = [mapping.source for group in model.outputs.values() for mapping in group]
        mapped += [mapping.source for group in model.inputs.values() for mapping in group]
        mapped += [text for call in model.calls.values() for _, text in call.parameters]
        mapped += [mapping.source for call in model.calls.values() for mapping in call.result]
        mapped += [mapping.source for task in model.human_tasks.values() for mapping in task.out]
        mapped += [bpmn.text_of(script) for script in model.tree.iter(bpmn.tag("script"))]
        for compiled in filter(None, map(_compiled, mapped)):
            for name in _functions_as_values(compiled.node):
                self.start.setdefault(name, "x")

    def _timers(self, model: Normalised) -> None:
        for definition in model.tree.iter(bpmn.tag("timerEventDefinition")):
            for time in definition.iterchildren():
                text = bpmn.text_of(time)
                compiled = _compiled(text[1:]) if text.startswith("=") else None
                value = "2026-03-03T09:00:00+08:00" if bpmn.kind(time) == "timeDate" else "PT1H"
                value = "R2/PT1H" if bpmn.kind(time) == "timeCycle" else value
                for path in () if compiled is None else free_paths(compiled):
                    if path[0] != "case":
                        put(self.start, path, value)


def put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a member, making the contexts on the way."""
    for name in path[:-1]:
        inner = data.get(name)
        if not isinstance(inner, dict):
            inner = data[name] = {}
        data = inner
    if not isinstance(data.get(path[-1]), dict):
        data[path[-1]] = value


def _compiled(text: str) -> Expression | None:
    try:
        return compile_expression(text) if text else None
    except FeelSyntaxError:
        return None


def _written(model: Normalised) -> set[str]:
    """Variables that scripts, mappings and loops write."""
    names: set[str] = set()
    mapped: Iterable[Mapping[str, Iterable[Any]]] = (model.outputs,)
    for group in mapped:
        names |= {mapping.target for mappings in group.values() for mapping in mappings}
    for loop in model.loops.values():
        names |= {name for name in (loop.item, loop.output, "loopCounter") if name}
    for script in model.tree.iter(bpmn.tag("script")):
        compiled = _compiled(bpmn.text_of(script))
        if compiled is not None and isinstance(compiled.node, ContextLiteral):
            names |= {name for name, _ in compiled.node.entries}
    return names


def _functions_as_values(node: Node) -> Iterator[str]:
    waiting: list[Node] = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Name) and found.name in BUILTINS:
            yield found.name
        inner = found.arguments if isinstance(found, Call) else children(found)
        waiting.extend(inner)


def _compared(node: Node) -> Iterator[tuple[tuple[str, ...], Any]]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        waiting.extend(children(found))
        if isinstance(found, Comparison):
            for one, other in ((found.left, found.right), (found.right, found.left)):
                path = _path(one)
                if path and isinstance(other, Literal):
                    yield path, other.value
        elif isinstance(found, In) and (path := _path(found.value)):
            for test in found.tests:
                yield from ((path, each.value) for each in children(test) if isinstance(each, Literal))
        elif isinstance(found, Call) and len(found.arguments) == 2:
            known, path = found.arguments[0], _path(found.arguments[1])
            if path and isinstance(known, ListLiteral):
                yield from ((path, item.value) for item in known.items if isinstance(item, Literal))


def _path(node: Node) -> tuple[str, ...] | None:
    names: list[str] = []
    while isinstance(node, Path):
        names.insert(0, node.name)
        node = node.base
    return (node.name, *names) if isinstance(node, Name) else None


def _around(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [value, not value]
    if isinstance(value, int | float | Decimal):
        return [value + 1, value, value - 1]
    if isinstance(value, str):
        return [value]
    return ["x"] if value is None else [value]
