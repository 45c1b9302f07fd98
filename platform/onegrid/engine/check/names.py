"""Names and explanations: people meet tasks and questions by their names alone."""

from collections import Counter
from collections.abc import Iterator

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_QUESTIONS = frozenset({"exclusiveGateway", "inclusiveGateway"})


def names(model: Model) -> Iterator[Problem]:
    """Processes, activities and questions need one; events should have one; merges and parallel splits need none."""
    for process in model.drawn:
        ways = Counter(flow.get("sourceRef") for flow in process.iter(bpmn.tag("sequenceFlow")))
        if not bpmn.label(process):
            yield problem("element.unnamed", process)
        for node in bpmn.all_nodes(process):
            kind = bpmn.kind(node)
            if kind in bpmn.HUMAN and not bpmn.text_of(bpmn.named(node, "documentation")):
                yield problem("element.no_documentation", node)
            if bpmn.label(node):
                continue
            if kind in bpmn.ACTIVITIES or (kind in _QUESTIONS and ways[node.get("id")] > 1):
                yield problem("element.unnamed", node)
            elif kind in bpmn.EVENTS:
                yield problem("element.unnamed_event", node)
