"""The nodes and flows of one scope of the normalised tree, indexed. No recursion: chains may be thousands long."""

from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from onegrid.engine import bpmn


class Ways:
    """Who leads where inside one process or sub-process. A host leads to its boundary events."""

    def __init__(self, scope: etree._Element) -> None:
        self.scope = scope
        self.nodes = {node.get("id") or "": node for node in bpmn.nodes_of(scope)}
        self.leaving: dict[str, list[etree._Element]] = defaultdict(list)
        self.entering: dict[str, list[etree._Element]] = defaultdict(list)
        for flow in bpmn.flows_of(scope):
            source, target = flow.get("sourceRef") or "", flow.get("targetRef") or ""
            if source in self.nodes and target in self.nodes:
                self.leaving[source].append(flow)
                self.entering[target].append(flow)
        self.attached: dict[str, list[str]] = defaultdict(list)
        for identifier, node in self.nodes.items():
            if bpmn.kind(node) == "boundaryEvent" and not bpmn.is_compensation_boundary(node):
                self.attached[node.get("attachedToRef") or ""].append(identifier)

    def starts(self) -> list[str]:
        """Ids of the start events."""
        return [identifier for identifier, node in self.nodes.items() if bpmn.kind(node) == "startEvent"]

    def after(self, identifier: str) -> list[str]:
        """Where a token at the node can be next."""
        targets = [flow.get("targetRef") or "" for flow in self.leaving[identifier]]
        return targets + self.attached[identifier]

    def before(self, identifier: str) -> list[str]:
        """Where a token at the node can come from."""
        sources = [flow.get("sourceRef") or "" for flow in self.entering[identifier]]
        node = self.nodes[identifier]
        host = node.get("attachedToRef") if bpmn.kind(node) == "boundaryEvent" else None
        return sources + ([host] if host in self.nodes and host is not None else [])

    def reachable(self, first: Iterable[str], *, backwards: bool = False, without: str | None = None) -> set[str]:
        """All nodes on any way from the first ones, these included; `without`: on no way through that node."""
        step = self.before if backwards else self.after
        seen, waiting = set(first), list(first)
        while waiting:
            for identifier in step(waiting.pop()):
                if identifier not in seen and identifier != without:
                    seen.add(identifier)
                    waiting.append(identifier)
        return seen
