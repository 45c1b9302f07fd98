"""Flows that a tool wrote beside the scope of their two ends: moved to where the ends stand (told as `flow.moved`)."""

from lxml import etree

from onegrid.engine import bpmn


def move_misplaced_flows(process: etree._Element) -> None:
    """BPMN 2.0.2, 10.3.2: a sequence flow stands in the container of its source and target."""
    nodes = {node.get("id"): node for node in bpmn.all_nodes(process)}
    for flow in list(process.iter(bpmn.tag("sequenceFlow"))):
        source, target = nodes.get(flow.get("sourceRef")), nodes.get(flow.get("targetRef"))
        if source is None or target is None:
            continue
        scope = source.getparent()
        if scope is not None and scope is target.getparent() and scope is not flow.getparent():
            scope.append(flow)
