"""Messages find their case by a key; a send task either calls a connector or throws a message."""

from collections.abc import Iterator

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def messages(model: Model) -> Iterator[Problem]:
    """Looks at the normalised tree, whose event definitions stand in their events."""
    said = model.normalised
    for process in model.running:
        for node in bpmn.all_nodes(process):
            kind, identifier = bpmn.kind(node), node.get("id") or ""
            has_message = kind == "receiveTask" or any(
                bpmn.kind(found) == "messageEventDefinition" for found in bpmn.definitions_of(node)
            )
            if kind == "sendTask":
                if identifier in said.calls and node.get("messageRef"):
                    yield problem("send.both", node)
                has_message = bool(node.get("messageRef")) and identifier not in said.calls
            if not has_message:
                continue
            parent = node.getparent()
            if kind == "startEvent" and parent is process:
                if identifier in said.keys:
                    yield problem("message.start_key", node)
            elif identifier not in said.keys:
                yield problem("message.no_key", node)
