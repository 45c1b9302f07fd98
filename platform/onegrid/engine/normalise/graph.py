"""Adds nodes and flows to the copy, remembering for which element of the designer each stands."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise.identifiers import free


class Drawing:
    """The copied tree under work. `inserted` maps each added id to the designer's element that it stands for."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.taken = bpmn.ids_of(root)
        self.inserted: dict[str, str] = {}

    def add(self, scope: etree._Element, kind: str, wish: str, stands_for: str) -> etree._Element:
        """A new flow node or flow in a scope."""
        element = etree.SubElement(scope, bpmn.tag(kind))
        element.set("id", free(wish, self.taken))
        self.inserted[element.get("id") or ""] = stands_for
        return element

    def connect(self, scope: etree._Element, source: str, target: str, stands_for: str) -> etree._Element:
        """A new flow between two nodes of a scope."""
        flow = self.add(scope, "sequenceFlow", f"{source}__to__{target}", stands_for)
        flow.set("sourceRef", source)
        flow.set("targetRef", target)
        return flow


def rebuild_connections(root: etree._Element) -> None:
    """Write `incoming` and `outgoing` anew from the flows: tools leave them out or let them go stale."""
    for process in bpmn.processes(root):
        for scope in bpmn.scopes_of(process):
            nodes = {node.get("id"): node for node in bpmn.nodes_of(scope)}
            for node in nodes.values():
                for stale in [c for c in node.iterchildren() if bpmn.kind(c) in ("incoming", "outgoing")]:
                    node.remove(stale)
            last: dict[str | None, etree._Element] = {}
            for flow in bpmn.flows_of(scope):
                for role, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
                    met = nodes.get(flow.get(end))
                    if met is not None:
                        reference = etree.Element(bpmn.tag(role))
                        reference.text = flow.get("id") or ""
                        _insert(met, reference, last.get(flow.get(end)))
                        last[flow.get(end)] = reference


def _insert(node: etree._Element, reference: etree._Element, behind: etree._Element | None) -> None:
    """Behind the one before it: counting the children anew for each would take the square of their number."""
    if behind is not None:
        behind.addnext(reference)
        return
    before = ("documentation", "extensionElements")
    node.insert(sum(1 for child in node.iterchildren() if bpmn.kind(child) in before), reference)
