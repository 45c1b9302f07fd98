"""One process or sub-process from its elements: specs by the table, flows between them, frozen at the end."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.elements import BUILDERS
from onegrid.engine.elements.boundary import Boundary
from onegrid.engine.elements.complex_gateway import Complex
from onegrid.engine.elements.condition import ConditionalEvent
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import parts_of
from onegrid.engine.elements.event_sub_process import EventSubProcess, listener_of
from onegrid.engine.elements.exclusive_gateway import Condition, Exclusive
from onegrid.engine.elements.inclusive_gateway import Inclusive
from onegrid.engine.elements.multi_instance import build as build_multi
from onegrid.engine.elements.multiple import triggers_of
from onegrid.engine.elements.parallel_gateway import Parallel
from onegrid.engine.elements.place import File, Place, refusal, unsupported
from onegrid.engine.elements.simple import Start
from onegrid.engine.elements.standard_loop import build as build_loop
from onegrid.engine.elements.sub_process import SubProcess
from onegrid.engine.expressions import Expression
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.reachability import reach_of
from onegrid.engine.refusals import refusals
from onegrid.engine.specification import ScopeSpec
from onegrid.engine.step import Passed


class Passage(Element):
    """Stands for the second flow between two elements, so that a join can tell it from the first."""


def build_scope(element: etree._Element, scope: ScopeSpec, file: File, problems: list[Problem]) -> None:
    """Build every node and flow of a process or sub-process; what can't be run goes to `problems`."""
    designers: list[etree._Element] = []
    inserted: list[etree._Element] = []
    for node in bpmn.nodes_of(element):
        (inserted if node.get("id") in file.normalised.inserted else designers).append(node)
    nodes: dict[str, Element] = {}
    for node in (*designers, *inserted):
        place = Place(node, scope, file, node.get("id") or "")
        try:
            nodes[place.id] = _build_node(place)
        except ModelError as error:
            problems.extend(error.problems)
    if len(nodes) < len(designers) + len(inserted):
        return
    scope.nodes = list(nodes.values())
    for index, spec in enumerate(scope.nodes):
        spec.index = index
        instance = getattr(spec, "instance", None)
        if instance is not None:
            instance.index = -1 - index
            scope.instances[instance.index] = instance
        if not isinstance(spec, EventSubProcess):
            _listen(instance or spec, scope)
    _handle(element, nodes, scope)
    _attach(element, nodes, file)
    _enter(element, nodes, scope)
    defaults = {node.get("default") for node in (*designers, *inserted)} - {None}
    for flow in bpmn.flows_of(element):
        try:
            _connect(flow, nodes, scope, defaults)
        except ModelError as error:
            problems.extend(error.problems)
    _freeze(scope)


def _build_node(place: Place) -> Element:
    for refused in refusals(place.node, bpmn.definitions_of(place.node)):
        raise unsupported(place, *refused.what)
    builder = BUILDERS.get(place.kind)
    if builder is None:
        raise unsupported(place, f"a {place.kind}", place.kind)
    normalised = place.file.normalised
    loop = normalised.loops.get(place.id)
    if loop is not None:
        spec: Element = build_multi(place, builder(place.as_instance()), loop)
    elif bpmn.named(place.node, "standardLoopCharacteristics") is not None:
        spec = build_loop(place, builder(place.as_instance()))
    else:
        spec = builder(place)
    spec.element = normalised.inserted.get(place.id, place.id)
    if hasattr(spec, "instance"):
        spec.instance.element = spec.element
    if place.id not in normalised.inserted:
        milestone = normalised.milestones.get(place.id)
        spec.passed = Passed(
            place.id,
            place.scope.process_id,
            place.kind,
            bpmn.label(place.node),
            str(milestone) if milestone is not None else None,
        )
    return spec


def _attach(element: etree._Element, nodes: dict[str, Element], file: File) -> None:
    for node in element.iterchildren(bpmn.tag("boundaryEvent")):
        boundary, host = nodes[node.get("id") or ""], nodes.get(node.get("attachedToRef") or "")
        if host is None or not isinstance(boundary, Boundary):
            raise refusal(
                node,
                "boundary.no_host",
                "it hangs on nothing",
                "未附着在任何活动上",
                "attach it to an activity",
                "请将其附着到活动上",
            )
        if boundary.undoes:
            _undo_by(boundary, node, host, nodes, file)
        else:
            host.attached = (*host.attached, boundary)


def _undo_by(boundary: Boundary, node: etree._Element, host: Element, nodes: dict[str, Element], file: File) -> None:
    handler = nodes.get(file.normalised.handlers.get(boundary.name, ""))
    if handler is None:
        raise refusal(
            node,
            "compensation.no_handler",
            "no association leads to a compensation activity",
            "没有关联到补偿活动",
            "draw an association from it to an activity marked as compensation",
            "请从它画一条关联到标记为补偿的活动",
        )
    host.undone_by = (boundary, handler)


def log_completions(scopes: Sequence[ScopeSpec]) -> None:
    """Let the activities that can be undone remember their completions; called when all scopes are built."""
    named = {scope.name: scope for scope in scopes}
    undoable: set[str] = set()
    for scope in reversed(scopes):  # what is inside comes after what it is inside of
        for spec in scope.nodes:
            one: Any = getattr(spec, "instance", spec)
            inside = named.get(one.spec) if isinstance(one, SubProcess) else None
            if spec.undone_by is not None or (inside is not None and inside.name in undoable):
                one.logged_as = spec.index
                undoable.add(scope.name)
        if any(handler.undoes for handler in scope.handlers):
            undoable.add(scope.name)


def _listen(spec: Element, scope: ScopeSpec) -> None:
    """Place what waits for the single triggers of an event with several."""
    triggers = tuple(triggers_of(spec, spec.index, scope))
    if triggers:
        spec.event_definition.triggers = triggers
        scope.instances.update((trigger.index, trigger) for trigger in triggers)
    definition = getattr(spec, "event_definition", None)
    if any(isinstance(part, ConditionalEvent) for part in parts_of(definition)):
        scope.has_conditions = True


def _handle(element: etree._Element, nodes: dict[str, Element], scope: ScopeSpec) -> None:
    """Find the event sub-processes of a scope and place what listens for them."""
    for node in element.iterchildren(bpmn.tag("subProcess")):
        spec = nodes[node.get("id") or ""]
        if not isinstance(spec, EventSubProcess):
            continue
        scope.handlers = (*scope.handlers, spec)
        if spec.interrupting:
            scope.interrupts |= {spec.index}
        start = next(node.iterchildren(bpmn.tag("startEvent")))
        listener = listener_of(spec, start.get("id") or "")
        if listener is not None:
            listener.index = -1 - spec.index
            scope.instances[listener.index] = listener
            _listen(listener, scope)
            scope.listeners = (*scope.listeners, listener)


def _enter(element: etree._Element, nodes: dict[str, Element], scope: ScopeSpec) -> None:
    """Where tokens begin: the none start event; in a process also each other, if whoever starts it names it."""
    specs = [nodes[node.get("id") or ""] for node in element.iterchildren(bpmn.tag("startEvent"))]
    starts = [spec for spec in specs if isinstance(spec, Start)]
    none = [start for start in starts if not start.triggers]
    if scope.is_process:
        scope.starts = {start.name: start for start in starts}
        for start in starts:
            for message in start.messages:
                scope.message_starts[message] = (start,)
    scope.entries = tuple(none or (starts if scope.number == 0 and len(starts) == 1 else ()))
    if bpmn.is_event_sub_process(element):
        scope.entries = tuple(specs)
    if len(scope.entries) > 1:
        raise refusal(
            element,
            "scope.several_starts",
            "several start events say where it begins, and nothing says which is meant",
            "有多个开始事件,无法确定从哪一个开始",
            "keep one of them",
            "请只保留一个",
        )
    if not scope.entries and nodes and not (starts and scope.number == 0):
        raise refusal(
            element,
            "scope.no_start",
            "nothing says where it begins" if not starts else "it is called, but begins only on an event",
            "没有可用的开始事件" if not starts else "它被调用,但只能由事件启动",
            "draw a none start event",
            "请画一个无类型的开始事件",
        )


def _connect(flow: etree._Element, nodes: dict[str, Element], scope: ScopeSpec, defaults: set[str | None]) -> None:
    source, target = nodes.get(flow.get("sourceRef") or ""), nodes.get(flow.get("targetRef") or "")
    if source is None or target is None:
        raise refusal(
            flow,
            "flow.loose_end",
            "one of its ends is no element here",
            "一端未连接到本层元素",
            "connect both ends",
            "请连接两端",
        )
    joined = target
    if target.name in source._outputs and isinstance(target, (Parallel, Inclusive)):
        passage = Passage(scope, flow.get("id") or "")
        passage.index = len(scope.nodes)
        scope.nodes.append(passage)
        passage.connect(target)
        target = passage
    condition = bpmn.text_of(bpmn.named(flow, "conditionExpression"))
    is_default = flow.get("id") in defaults
    if isinstance(joined, Complex):
        joined.flows[target.index if target is not joined else source.index] = flow.get("id") or ""
    if isinstance(source, Inclusive):
        if is_default:
            source.default = target.name
            source._outputs.append(target.name)
            target._connect_notify(source)
        else:
            source.connect_if(Condition(Expression(condition, source.element)) if condition else None, target)
    elif isinstance(source, Exclusive):
        if condition and not is_default:
            source.connect_if(Condition(Expression(condition, source.element)), target)
        elif source.default_task_spec is None:
            source.connect(target)
        else:
            raise _undecided(flow)
    elif condition:
        raise refusal(
            flow,
            "flow.condition",
            "a condition stands only behind a gateway or task",
            "条件只能用于网关或任务之后的流",
            "take the condition away or put a gateway before it",
            "请去掉条件,或在其前加网关",
        )
    else:
        source.connect(target)


def _undecided(flow: etree._Element) -> ModelError:
    return refusal(
        flow,
        "gateway.unconditional",
        "it has no condition and is not the default flow",
        "没有条件,也不是默认流",
        "give it a condition or mark it as default",
        "请设置条件,或将其标为默认流",
    )


def _freeze(scope: ScopeSpec) -> None:
    for spec in scope.nodes:
        spec.freeze()
        if isinstance(spec, (Parallel, Inclusive)):
            spec.incoming = frozenset(scope.task_specs[name].index for name in spec._inputs)
    for instance in scope.instances.values():
        instance.freeze()
    scope.inclusive = tuple(spec for spec in scope.nodes if isinstance(spec, Inclusive) and len(spec.incoming) > 1)
    for gateway in scope.inclusive:
        gateway.reach = reach_of(gateway, scope)
