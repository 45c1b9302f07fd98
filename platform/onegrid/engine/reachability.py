"""Which incoming flows of an inclusive gateway a token elsewhere can still come in by (BPMN 13.4.3)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onegrid.engine.elements.element import Element
    from onegrid.engine.elements.inclusive_gateway import Inclusive
    from onegrid.engine.specification import ScopeSpec


def reach_of(gateway: "Inclusive", scope: "ScopeSpec") -> dict[int | None, frozenset[int]]:
    """By element index: the gateway's incoming flows reachable from there without passing the gateway itself.

    A token in an activity can also leave by the activity's boundary events.
    """
    before: dict[str, set[str]] = {}
    for spec in scope.nodes:
        for following in (*spec.outputs, *spec.attached):
            before.setdefault(following.name, set()).add(spec.name)
    found: dict[str, set[int]] = {}
    for origin in gateway.incoming:
        start = scope.nodes[origin]
        waiting, seen = [start.name], {start.name}
        while waiting:
            name = waiting.pop()
            found.setdefault(name, set()).add(origin)
            for earlier in before.get(name, ()):
                if earlier not in seen and earlier != gateway.name:
                    seen.add(earlier)
                    waiting.append(earlier)
    return {_index(scope, name): frozenset(flows) for name, flows in found.items()}


def _index(scope: "ScopeSpec", name: str) -> int:
    element: Element = scope.task_specs[name]
    return element.index
