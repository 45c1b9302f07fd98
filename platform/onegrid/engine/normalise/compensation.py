"""Compensation handlers: an association leads from the boundary event to the activity that undoes (BPMN 10.7)."""

from lxml import etree

from onegrid.engine import bpmn


def compensation_handlers(root: etree._Element) -> dict[str, str]:
    """By id of the compensation boundary event; associations are read in whichever direction they are drawn."""
    found: dict[str, str] = {}
    for process in bpmn.processes(root):
        nodes = {node.get("id"): node for node in bpmn.all_nodes(process)}
        ends = [
            (nodes.get(association.get("sourceRef")), nodes.get(association.get("targetRef")))
            for association in root.iter(bpmn.tag("association"))
        ]
        for one, other in [*ends, *((target, source) for source, target in ends)]:
            if one is None or other is None or not bpmn.is_compensation_boundary(one):
                continue
            if bpmn.is_compensation(other) and one.getparent() is other.getparent():
                found.setdefault(one.get("id") or "", other.get("id") or "")
    return found
