"""What undoes and what is undone find each other; only transactions are cancelled, and each cancel is caught."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def compensation(model: Model) -> Iterator[Problem]:
    """Looks at the normalised tree, whose event definitions stand in their events."""
    handlers = model.normalised.handlers
    used = set(handlers.values())
    for process in model.running:
        for node in bpmn.all_nodes(process):
            if bpmn.is_compensation_boundary(node) and node.get("id") not in handlers:
                yield problem("compensation.no_handler", node)
            if bpmn.is_compensation(node) and node.get("id") not in used:
                yield problem("compensation.handler_unused", node)
            for definition in bpmn.definitions_of(node):
                if bpmn.kind(definition) == "compensateEventDefinition":
                    yield from _activity(node, definition)
                elif bpmn.kind(definition) == "cancelEventDefinition":
                    yield from _cancel(node)


def _activity(node: etree._Element, definition: etree._Element) -> Iterator[Problem]:
    reference = (definition.get("activityRef") or "").rpartition(":")[2]
    if reference and not bpmn.knows_activity(node, reference):
        yield problem("compensation.activity_unknown", node, reference=reference)


def _cancel(node: etree._Element) -> Iterator[Problem]:
    if bpmn.kind(node) == "boundaryEvent":
        host = bpmn.host_of(node)
        if host is None or bpmn.kind(host) != "transaction":
            yield problem("cancel.place", node)
        return
    around = next((up for up in node.iterancestors() if bpmn.kind(up) == "transaction"), None)
    scope = None if around is None else around.getparent()
    if around is None or scope is None:
        yield problem("cancel.place", node)
    elif not any(
        bpmn.host_of(event) is around
        and any(bpmn.kind(d) == "cancelEventDefinition" for d in bpmn.definitions_of(event))
        for event in scope.iterchildren(bpmn.tag("boundaryEvent"))
    ):
        yield problem("cancel.uncaught", node, transaction=bpmn.words(around))
