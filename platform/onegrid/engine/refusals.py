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
    if bpmn.is_event_sub_process(node) and not _is_handler(node):
        yield supported.HANDLER_SHAPE
    multi = bpmn.named(node, "multiInstanceLoopCharacteristics")
    if multi is not None and not all(_is_thrown(found) for _, found in bpmn.thrown_by(multi)):
        yield supported.MULTI_EVENTS
    if any(node.get(name, "1") != "1" for name in ("startQuantity", "completionQuantity")):
        yield supported.QUANTITY


def _event(node: etree._Element, definitions: Sequence[etree._Element]) -> Iterator[Refusal]:
    triggers = [bpmn.kind(found).removesuffix("EventDefinition") for found in definitions]
    allowed, parent = supported.EVENTS[bpmn.kind(node)], node.getparent()
    if bpmn.kind(node) == "startEvent" and parent is not None and bpmn.kind(parent) != "process":
        allowed = supported.HANDLER_STARTS if bpmn.is_event_sub_process(parent) else supported.INNER_STARTS
    refused = [trigger for trigger in triggers or [""] if trigger not in allowed]
    if refused:
        yield _trigger_refused(node, refused[0])
    elif len(triggers) > 1:
        yield from _several(node, triggers, allowed)
    if "error" in triggers and "false" in (node.get("cancelActivity"), node.get("isInterrupting")):
        yield supported.SOFT_ERROR


def _several(node: etree._Element, triggers: Sequence[str], allowed: frozenset[str]) -> Iterator[Refusal]:
    is_end = bpmn.kind(node) == "endEvent"
    if supported.ALONE & set(triggers) or (is_end and len(supported.LAST & set(triggers)) > 1):
        yield supported.MULTIPLE
    elif node.get("parallelMultiple") in ("true", "1"):
        if allowed is supported.STARTS:
            yield supported.COLLECTING
        elif not supported.WAITED_FOR.issuperset(triggers):
            yield supported.MULTIPLE


def _is_thrown(definition: etree._Element | None) -> bool:
    return definition is not None and bpmn.kind(definition).removesuffix("EventDefinition") in supported.ANNOUNCED


def _is_handler(node: etree._Element) -> bool:
    starts = sum(1 for child in node.iterchildren(bpmn.tag("startEvent")))
    loops = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
    return starts == 1 and all(bpmn.named(node, loop) is None for loop in loops)


def _trigger_refused(node: etree._Element, trigger: str) -> Refusal:
    english, chinese = supported.TRIGGERS.get(trigger, (trigger, trigger))
    place = bpmn.KIND_WORDS[bpmn.kind(node)]
    what = (f"{english} as {place[0]}", f"作为{place[1]}的{chinese}")
    return Refusal(what, supported.TRIGGER_INSTEAD.get(trigger, supported.TRIGGER_INSTEAD[""]))
