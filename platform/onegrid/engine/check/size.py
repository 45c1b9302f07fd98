"""Asked before every other rule: a model so large that looking at it would take seconds stays a drawing."""

from collections import Counter
from typing import Any

from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

MAX_NODES, MAX_FLOWS = limits.FILE_NODES, limits.FILE_FLOWS
_PROSE = frozenset({bpmn.tag("documentation"), bpmn.tag("text")})
_WRITTEN = etree.XPath("descendant-or-self::*/@*[starts-with(., '=') or contains(., '{')]")


def size(root: etree._Element) -> Problem | None:
    """What is too many of the file, at the largest process."""
    processes = list(bpmn.processes(root))
    nodes = [sum(1 for _ in bpmn.all_nodes(process)) for process in processes]
    flows = [sum(1 for _ in process.iter(bpmn.tag("sequenceFlow"))) for process in processes]
    lanes = [sum(1 for _ in process.iter(bpmn.tag("lane"))) for process in processes]
    for code, counts, limit in (
        ("process.too_many_nodes", nodes, MAX_NODES),
        ("process.too_many_flows", flows, MAX_FLOWS),
        ("process.too_many_lanes", lanes, limits.FILE_LANES),
    ):
        if sum(counts) > limit:
            largest = processes[counts.index(max(counts))]
            return problem(code, largest, count=sum(counts), limit=limit)
    filled = sum(1 for count in nodes if count)
    if filled > 1 and filled * sum(nodes) > limits.FILE_PROCESS_NODES:
        largest = processes[nodes.index(max(nodes))]
        parts = {"count": filled, "nodes": sum(nodes), "limit": limits.FILE_PROCESS_NODES}
        return problem("process.too_many_processes", largest, **parts)
    messages = list(root.iter(bpmn.tag("messageFlow")))
    if len(messages) > (most := limits.FILE_MESSAGE_FLOWS):
        return problem("process.too_many_message_flows", messages[most], count=len(messages), limit=most)
    return expressions(root)[1]


def expressions(root: etree._Element, left: int = limits.DELIVERY_EXPRESSIONS) -> tuple[int, Problem | None]:
    """How many characters its expressions have, and at which element they are more than may be left for them."""
    used, attributes = 0, Counter[etree._Element]()
    found: Any = _WRITTEN(root)  # not `values()`: lxml looks each of them up anew
    for value in found:
        attributes[value.getparent()] += len(value)
    for element in root.iter(etree.Element):
        if element.tag not in _PROSE and element.text and not element.text.isspace():
            used += len(element.text)
        used += attributes[element]
        if used > left:
            at = element
            while at.get("id") is None and (above := at.getparent()) is not None:
                at = above
            return used, problem("process.too_much_expression", at, limit=left)
    return used, None
