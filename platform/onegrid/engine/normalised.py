"""What normalising hands to checking and compiling: a cleaned tree, and what our extension says as data.

The tree is a private copy of `<bpmn:definitions>` in which
- every flow node and sequence flow has an id, unique in the file;
- links are joined, vendors' extensions are ours, drawings (data objects, stores, texts) stay untouched;
- `conditionExpression`, `completionCondition`, `loopCardinality` hold FEEL, without a leading `=`;
- `timeDate`, `timeDuration`, `timeCycle` hold an ISO 8601 literal, or FEEL after a leading `=`;
- `script` holds a FEEL context of assignments, `{a: 1, b: a + 1}`, with or without a leading `=`;
- every scope has a start event, every path ends in an end event, implicit splits are gateways (see `inserted`);
- a plain `task` is a `scriptTask` with the script `{}`: it has no defined work and passes on;
- references (`messageRef`, `signalRef`, `errorRef`, `calledElement`) stay as BPMN has them.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from lxml import etree

from onegrid.engine.definitions import CallDefinition, HumanTask, Mapping, ProcessDefinition
from onegrid.engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance characteristics of an activity, in FEEL. Either `collection` or `cardinality` is given.

    item: the variable that holds the item inside an instance.
    output_item: FEEL over the finished instance's data (a variable name will do); None collects nothing.
    output: the variable that receives the list of results, in the order of the input.
    completion: FEEL; also sees numberOfInstances, numberOfCompletedInstances, numberOfActiveInstances.
    """

    sequential: bool = False
    collection: str | None = None
    cardinality: str | None = None
    item: str | None = None
    output_item: str | None = None
    output: str | None = None
    completion: str | None = None


@dataclass(frozen=True, slots=True)
class Normalised:
    """One file made ready to compile. Mappings are keyed by element id; no entry means nothing is declared.

    human_tasks: user and manual tasks, with their `out` mappings inside.
    calls: service tasks, and send tasks that call a connector, with their `result` mappings inside.
    bindings: call activity -> process id called; business rule task -> decision id.
    inputs, outputs: `onegrid:in` / `onegrid:out` of every other element: call activity, business rule task,
        receive task, catching and throwing message or signal (inputs = payload thrown, outputs = payload
        taken: its keys are plain variables for FEEL there), start and end events.
    keys: correlation key in FEEL of an element that throws or catches a message.
    milestones: any flow node. outcomes: end events.
    loops: activities with multi-instance characteristics.
    inserted: elements that normalising added (they are not in the designer's file, so no history row names them),
        each with the designer's element that it stands for.
    undecided: gateways of which a way out does not say when it is taken -> the variable that holds the id of the flow
        to take; whoever rehearses gives it. None of these can be published.
    forms: drawn from fields that a task of another engine declares itself, by form id (docs/reference/forms.md).
    handlers: compensation boundary event -> the activity that undoes.
    by_message_flow: elements whose message is named by the message flow that they are an end of.
    lane_roles: lane -> the role that it declares; the tree has no lanes any more.
    processes: every `bpmn:process` of the file by id, also those that are only drawn.
    `result` is a name in `outputs` of a business rule task and in `result` of a call: what was answered, whole.
    """

    process_id: str
    tree: etree._Element
    human_tasks: MappingOf[str, HumanTask] = field(default_factory=dict)
    calls: MappingOf[str, CallDefinition] = field(default_factory=dict)
    bindings: MappingOf[str, str] = field(default_factory=dict)
    inputs: MappingOf[str, tuple[Mapping, ...]] = field(default_factory=dict)
    outputs: MappingOf[str, tuple[Mapping, ...]] = field(default_factory=dict)
    keys: MappingOf[str, str] = field(default_factory=dict)
    milestones: MappingOf[str, str] = field(default_factory=dict)
    outcomes: MappingOf[str, str] = field(default_factory=dict)
    loops: MappingOf[str, Loop] = field(default_factory=dict)
    inserted: MappingOf[str, str] = field(default_factory=dict)
    processes: MappingOf[str, ProcessDefinition] = field(default_factory=dict)
    undecided: MappingOf[str, str] = field(default_factory=dict)
    forms: MappingOf[str, MappingOf[str, object]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    handlers: MappingOf[str, str] = field(default_factory=dict)
    by_message_flow: frozenset[str] = frozenset()
    lane_roles: MappingOf[str, str] = field(default_factory=dict)
