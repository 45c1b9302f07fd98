"""The `onegrid:` namespace (docs/reference/bpmn-extension.md) read into the dataclasses of `definitions`."""

from dataclasses import dataclass, field

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.definitions import CallDefinition, HumanTask, Mapping, Milestone, ProcessDefinition
from onegrid.engine.extension import words
from onegrid.engine.extension.call import read_call
from onegrid.engine.extension.human_task import read_human_task
from onegrid.engine.extension.loop import read_loop
from onegrid.engine.extension.process import lane_roles_of, lanes_of, read_process
from onegrid.engine.extension.reader import Reader
from onegrid.engine.normalised import Loop
from onegrid.engine.problems import Problem


@dataclass(slots=True)
class Extension:
    """Everything that our namespace says in one file, by element id, and what is wrong with it."""

    processes: dict[str, ProcessDefinition] = field(default_factory=dict)
    human_tasks: dict[str, HumanTask] = field(default_factory=dict)
    calls: dict[str, CallDefinition] = field(default_factory=dict)
    bindings: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, tuple[Mapping, ...]] = field(default_factory=dict)
    outputs: dict[str, tuple[Mapping, ...]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    milestones: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    loops: dict[str, Loop] = field(default_factory=dict)
    lane_roles: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_extension(root: etree._Element) -> Extension:
    """Read every process of the file; nodes must have ids by now."""
    extension = Extension()
    extension.problems.extend(words.misused(root))
    for process in bpmn.processes(root):
        reader = Reader(process)
        definition = read_process(reader)
        extension.processes[definition.id] = definition
        extension.problems.extend(reader.problems)
        extension.lane_roles |= lane_roles_of(process)
        lanes = lanes_of(process)
        for node in bpmn.all_nodes(process):
            reader = Reader(node)
            _read_node(extension, reader, definition.id, lanes)
            extension.problems.extend(reader.problems)
    return extension


def _read_node(extension: Extension, reader: Reader, process: str, lanes: dict[str, tuple[str, str | None]]) -> None:
    node, kind = reader.owner, bpmn.kind(reader.owner)
    identifier = node.get("id") or ""
    if kind in bpmn.HUMAN:
        lane, role = lanes.get(identifier, (None, None))
        extension.human_tasks[identifier] = read_human_task(reader, process=process, lane=lane, role=role)
    elif outputs := reader.mappings(words.elements(node, "out"), "out"):
        extension.outputs[identifier] = outputs
    if kind in ("serviceTask", "sendTask"):
        call = read_call(reader, process=process)
        if call is None and not (kind == "sendTask" and node.get("messageRef")):
            reader.note("service.no_call")
            call = CallDefinition(identifier, process, bpmn.label(node), connector="")
        if call is not None:
            extension.calls[identifier] = call
    if inputs := reader.mappings(words.elements(node, "in"), "in"):
        extension.inputs[identifier] = inputs
    if kind in bpmn.ACTIVITIES and (loop := read_loop(reader)):
        extension.loops[identifier] = loop
    _read_scalars(extension, reader, kind, identifier)


def _read_scalars(extension: Extension, reader: Reader, kind: str, identifier: str) -> None:
    node = reader.owner
    binding = words.element(node, "binding")
    if kind == "callActivity":
        if called := (node.get("calledElement") or "").strip():
            extension.bindings[identifier] = called.rpartition(":")[2]
        if binding is not None:
            reader.choice(binding, "version", ("published",), "published")
    elif kind == "businessRuleTask" and (decision := words.value(binding, "decision")):
        extension.bindings[identifier] = decision
    if key := words.feel(words.value(words.element(node, "message"), "key")):
        extension.keys[identifier] = key
    if milestone := words.attribute(node, "milestone"):
        if milestone in {known.value for known in Milestone}:
            extension.milestones[identifier] = milestone
        else:
            known = ", ".join(Milestone)
            reader.note("extension.value", name="milestone", value=milestone, known=known)
    if kind == "endEvent" and (outcome := words.attribute(node, "outcome")):
        extension.outcomes[identifier] = outcome
