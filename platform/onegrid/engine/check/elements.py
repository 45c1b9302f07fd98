"""Refuses, at the element and with words, what the engine does not run."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check import supported
from onegrid.engine.check.model import Model
from onegrid.engine.check.supported import Refusal
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def elements(model: Model) -> Iterator[Problem]:
    """Every flow node of the processes that are to run, at every level."""
    for process in model.drawn:
        for node in bpmn.all_nodes(process):
            for refusal in _refusals(model, node):
                yield problem("element.unsupported", node, what=refusal.what, instead=refusal.instead)
        for element in process.iterdescendants(etree.Element):
            if _is_stranger(element):
                yield problem("element.unknown", element)
    for child in model.root.iterchildren():
        if bpmn.kind(child) in ("choreography", "globalChoreographyTask", "conversation"):
            yield problem("drawing.kept", child)


def _refusals(model: Model, node: etree._Element) -> Iterator[Refusal]:
    kind = bpmn.kind(node)
    if kind not in supported.RUN:
        yield supported.KINDS.get(kind, supported.CHOREOGRAPHY)
        return
    if kind in bpmn.ACTIVITIES:
        yield from _activity(node)
    elif kind in supported.EVENTS:
        yield from _event(model, node)
    if node.get("instantiate") in ("true", "1") or node.get("eventGatewayType") == "Parallel":
        yield supported.INSTANTIATING


def _activity(node: etree._Element) -> Iterator[Refusal]:
    if node.get("triggeredByEvent") in ("true", "1"):
        yield supported.EVENT_SUB_PROCESS
    if node.get("isForCompensation") in ("true", "1"):
        yield supported.COMPENSATION
    if bpmn.named(node, "standardLoopCharacteristics") is not None:
        yield supported.STANDARD_LOOP
    multi = bpmn.named(node, "multiInstanceLoopCharacteristics")
    if multi is not None and multi.get("behavior", "All") != "All":
        yield supported.MULTI_EVENTS
    if any(node.get(name, "1") != "1" for name in ("startQuantity", "completionQuantity")):
        yield supported.QUANTITY


def _event(model: Model, node: etree._Element) -> Iterator[Refusal]:
    triggers = [bpmn.kind(found).removesuffix("EventDefinition") for found in model.definitions(node)]
    if len(triggers) > 1 or node.get("parallelMultiple") in ("true", "1"):
        yield supported.MULTIPLE
        return
    trigger = triggers[0] if triggers else ""
    allowed = supported.EVENTS[bpmn.kind(node)]
    parent = node.getparent()
    if bpmn.kind(node) == "startEvent" and parent is not None and bpmn.kind(parent) != "process":
        if parent.get("triggeredByEvent") in ("true", "1"):
            return  # the whole event sub-process is refused
        allowed = supported.INNER_STARTS
    if trigger not in allowed:
        yield _trigger_refused(node, trigger)
    elif trigger == "error" and node.get("cancelActivity") in ("false", "0"):
        yield supported.SOFT_ERROR


def _trigger_refused(node: etree._Element, trigger: str) -> Refusal:
    english, chinese = supported.TRIGGERS.get(trigger, (trigger, trigger))
    place = bpmn.KIND_WORDS[bpmn.kind(node)]
    what = (f"{english} as {place[0]}", f"作为{place[1]}的{chinese}")
    return Refusal(what, supported.TRIGGER_INSTEAD.get(trigger, supported.TRIGGER_INSTEAD[""]))


def _is_stranger(element: etree._Element) -> bool:
    """A child of a scope in no list of BPMN's: another namespace, or a word that the standard does not have."""
    parent = element.getparent()
    if parent is None or bpmn.kind(parent) not in bpmn.SCOPES:
        return False
    kind = bpmn.kind(element)
    return kind not in _IN_SCOPES and kind not in bpmn.FLOW_NODES


_IN_SCOPES = frozenset(
    {
        "documentation", "extensionElements", "auditing", "monitoring", "ioSpecification", "ioBinding",
        "supportedInterfaceRef", "laneSet", "sequenceFlow", "dataObject", "dataObjectReference", "property",
        "dataStoreReference", "textAnnotation", "association", "group", "resourceRole", "performer",
        "humanPerformer", "potentialOwner", "correlationSubscription", "supports", "incoming", "outgoing",
        "dataInputAssociation", "dataOutputAssociation", "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics", "completionCondition",
    }
)  # fmt: skip
