"""Several flows, or a condition, out of a task or event: the gateway that the standard means is drawn in.

BPMN 2.0.2, 13.3.1: each unconditional flow gets a token, each conditional one where its condition is true.
"""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise.graph import Drawing


def insert_implicit_splits(drawing: Drawing, process: etree._Element) -> None:
    """After this only gateways have more than one flow out or a condition on one."""
    for scope in list(bpmn.scopes_of(process)):
        leaving: dict[str, list[etree._Element]] = {}
        for flow in bpmn.flows_of(scope):
            leaving.setdefault(flow.get("sourceRef") or "", []).append(flow)
        for node in list(bpmn.nodes_of(scope)):
            kind, flows = bpmn.kind(node), leaving.get(node.get("id") or "", [])
            if kind in bpmn.GATEWAYS or kind == "endEvent" or not flows:
                continue
            conditional = any(bpmn.condition_of(flow) for flow in flows)
            if conditional or len(flows) > 1:
                _split(drawing, scope, node, flows, conditional=conditional)


def _split(
    drawing: Drawing,
    scope: etree._Element,
    node: etree._Element,
    flows: list[etree._Element],
    *,
    conditional: bool,
) -> None:
    identifier = node.get("id") or ""
    kind = "inclusiveGateway" if conditional else "parallelGateway"
    gateway = drawing.add(scope, kind, f"{identifier}__split", identifier)
    default = node.get("default")
    node.attrib.pop("default", "")
    if conditional and default:
        gateway.set("default", default)
    for flow in flows:
        flow.set("sourceRef", gateway.get("id") or "")
        condition = bpmn.named(flow, "conditionExpression")
        if conditional and condition is None and flow.get("id") != default:
            etree.SubElement(flow, bpmn.tag("conditionExpression")).text = "true"
    drawing.connect(scope, identifier, gateway.get("id") or "", identifier)
