"""Which flow nodes do not run, by kind, trigger and attributes: the one rule for the check and the compiler."""

from collections.abc import Iterator, Sequence

from lxml import etree

from onegrid.engine import bpmn, supported
from onegrid.engine.supported import Refusal


def refusals(node: etree._Element, definitions: Sequence[etree._Element]) -> Iterator[Refusal]:
    """Why the node does not run; `definitions` are its event definitions. Nothing for one that does."""
    kind = bpmn.kind(node)
    if kind not in supported.RUN:
        yield supported.KINDS.get(kind, supported.CHOREOGRAPHY)
        return
    if kind in bpmn.ACTIVITIES:
        yield from _activity(node)
    elif kind in supported.EVENTS:
        yield from _event(node, definitions)
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


def _event(node: etree._Element, definitions: Sequence[etree._Element]) -> Iterator[Refusal]:
    triggers = [bpmn.kind(found).removesuffix("EventDefinition") for found in definitions]
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
