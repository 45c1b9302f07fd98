"""Scopes drawn without a start event, and paths drawn without an end event: both are drawn in.

BPMN 2.0.2, 13.2 and 13.3.4: without a start event every node without a flow in begins; a path that leads
nowhere ends there.
"""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise.graph import Drawing


def insert_implicit_ends(drawing: Drawing, process: etree._Element) -> None:
    """After this every scope that has nodes has a start event, and only end events have no flow out."""
    for scope in list(bpmn.scopes_of(process)):
        nodes = [node for node in bpmn.nodes_of(scope) if not _stands_apart(node)]
        if not nodes:
            continue
        flows = list(bpmn.flows_of(scope))
        entered = {flow.get("targetRef") for flow in flows}
        left = {flow.get("sourceRef") for flow in flows}
        if not any(bpmn.kind(node) == "startEvent" for node in nodes):
            first = [
                node
                for node in nodes
                if node.get("id") not in entered and bpmn.kind(node) not in ("boundaryEvent", "endEvent")
            ]
            _begin(drawing, scope, first)
        for node in nodes:
            if node.get("id") not in left and bpmn.kind(node) != "endEvent":
                end = drawing.add(scope, "endEvent", f"{node.get('id')}__end", node.get("id") or "")
                drawing.connect(scope, node.get("id") or "", end.get("id") or "", node.get("id") or "")


def _begin(drawing: Drawing, scope: etree._Element, first: list[etree._Element]) -> None:
    if not first:
        return
    identifier = scope.get("id") or ""
    source = drawing.add(scope, "startEvent", f"{identifier}__start", identifier)
    if len(first) > 1:
        fork = drawing.add(scope, "parallelGateway", f"{identifier}__fork", identifier)
        drawing.connect(scope, source.get("id") or "", fork.get("id") or "", identifier)
        source = fork
    for node in first:
        drawing.connect(scope, source.get("id") or "", node.get("id") or "", identifier)


def _stands_apart(node: etree._Element) -> bool:
    """Event sub-processes and compensation are outside the normal flow."""
    return bpmn.is_event_sub_process(node) or bpmn.is_compensation(node) or bpmn.is_compensation_boundary(node)
