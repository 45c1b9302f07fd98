"""Words of the extension that are read but change nothing: a designer's word is never ignored in silence."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.definitions import HumanTask
from onegrid.engine.extension import vocabulary, words
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_CARRYING = frozenset(f"{trigger}EventDefinition" for trigger in ("message", "signal", "escalation", "error"))
_OF_CASES = ("title", "number", "summary")


def idle_words(model: Model) -> Iterator[Problem]:
    """What the platform does not have yet is a warning; where going on would mislead, it can't be published."""
    for process in model.running:
        identifier = process.get("id") or ""
        if model.normalised.processes[identifier].kind != "case":
            for name in _OF_CASES:
                if words.attribute(process, name) is not None:
                    yield problem("process.only_case", process, name=name)
        for node in bpmn.all_nodes(process):
            task = model.normalised.human_tasks.get(node.get("id") or "")
            if task is not None:
                yield from _of_task(node, task)
            else:
                yield from _unthrown(model, node)


def _of_task(node: etree._Element, task: HumanTask) -> Iterator[Problem]:
    operations, assignment = task.operations, task.assignment
    if operations.return_mode == "straight":
        yield problem("human.return_straight", node)
    for name in operations.allowed:
        if name not in vocabulary.BUILT:
            yield problem("human.operation_later", node, name=name)
    for name in task.limit.pauses if task.limit else ():
        if name not in vocabulary.BUILT:
            yield problem("human.pause_later", node, name=name)
    for name, _text, _english in operations.labels:
        if name != "complete" and name not in operations.allowed:
            yield problem("human.label_idle", node, name=name)
    if operations.return_targets and "return_to" not in operations.allowed:
        yield problem("human.return_idle", node)
    if assignment is not None and assignment.person is not None and assignment.mode != "person":
        yield problem("human.person_idle", node)


def _unthrown(model: Model, node: etree._Element) -> Iterator[Problem]:
    """A payload or a key at an element that throws nothing: none and terminate events, tasks with a call."""
    kind, identifier = bpmn.kind(node), node.get("id") or ""
    if kind == "sendTask":
        throws = identifier not in model.normalised.calls
    elif kind in ("intermediateThrowEvent", "endEvent"):
        thrown = {bpmn.kind(found) for found in bpmn.definitions_of(node)}
        throws = bool(thrown & _CARRYING)
    else:
        return
    if throws:
        return
    if model.normalised.inputs.get(identifier):
        yield problem("event.no_payload", node, name="in")
    if identifier in model.normalised.keys:
        yield problem("event.no_payload", node, name="message")
