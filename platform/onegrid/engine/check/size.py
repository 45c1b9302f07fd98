"""Asked before every other rule: a model so large that looking at it would take seconds stays a drawing."""

from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

MAX_NODES, MAX_FLOWS = limits.FILE_NODES, limits.FILE_FLOWS


def size(root: etree._Element) -> Problem | None:
    """What is too many of the file, at the largest process."""
    processes = list(bpmn.processes(root))
    nodes = [sum(1 for _ in bpmn.all_nodes(process)) for process in processes]
    flows = [sum(1 for _ in process.iter(bpmn.tag("sequenceFlow"))) for process in processes]
    for code, counts, limit in (
        ("process.too_many_nodes", nodes, MAX_NODES),
        ("process.too_many_flows", flows, MAX_FLOWS),
    ):
        if sum(counts) > limit:
            largest = processes[counts.index(max(counts))]
            return problem(code, largest, count=sum(counts), limit=limit)
    filled = sum(1 for count in nodes if count)
    if filled > 1 and filled * sum(nodes) > limits.FILE_PROCESS_NODES:
        largest = processes[nodes.index(max(nodes))]
        parts = {"count": filled, "nodes": sum(nodes), "limit": limits.FILE_PROCESS_NODES}
        return problem("process.too_many_processes", largest, **parts)
    return None
