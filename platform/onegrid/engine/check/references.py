"""What events and tasks refer to by id: messages, signals and errors of the file, and the hosts of boundary events."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model, Word
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_WORDS: dict[str, Word] = {
    "message": ("message", "消息"),
    "signal": ("signal", "信号"),
    "error": ("error", "错误"),
    "escalation": ("escalation", "升级"),
}
_AT_ONCE = frozenset({"task", "scriptTask", "businessRuleTask"})


def references(model: Model) -> Iterator[Problem]:
    """Looks at the designer's tree."""
    for process in model.drawn:
        nodes = {node.get("id"): node for node in bpmn.all_nodes(process)}
        caught: dict[tuple[str, str], etree._Element] = {}
        for node in bpmn.all_nodes(process):
            kind = bpmn.kind(node)
            for definition in model.definitions(node):
                trigger = bpmn.kind(definition).removesuffix("EventDefinition")
                if trigger in _WORDS:
                    yield from _reference(model, node, definition, trigger)
            for lost in node.iterchildren(bpmn.tag("eventDefinitionRef")):
                if model.shared(bpmn.text_of(lost)) is None:
                    what = ("event definition", "事件定义")
                    yield problem("reference.unknown", node, what=what, reference=bpmn.text_of(lost))
            if kind == "receiveTask" or (kind == "sendTask" and node.get("messageRef")):
                yield from _reference(model, node, node, "message")
            if kind == "boundaryEvent":
                yield from _host(node, nodes.get(node.get("attachedToRef")))
                yield from _caught_twice(model, node, caught)


def _reference(model: Model, node: etree._Element, holder: etree._Element, trigger: str) -> Iterator[Problem]:
    reference, word = (holder.get(f"{trigger}Ref") or "").strip(), _WORDS[trigger]
    if not reference:
        is_caught = bpmn.kind(node) in ("boundaryEvent", "startEvent")  # without a reference it catches any
        if trigger != "escalation" and not (trigger == "error" and is_caught):
            yield problem("reference.missing", node, what=word)
        return
    found = model.shared(reference)
    if found is None and trigger == "error":
        yield problem("reference.as_code", node, reference=reference)
    elif found is None or bpmn.kind(found) != trigger:
        yield problem("reference.unknown", node, what=word, reference=reference)
    elif trigger == "error":
        if not (found.get("errorCode") or "").strip():
            yield problem("error.no_code", node, reference=reference)
    elif trigger != "escalation" and not bpmn.label(found):
        yield problem("reference.unnamed", node, what=word, reference=reference)


def _host(node: etree._Element, host: etree._Element | None) -> Iterator[Problem]:
    if host is None or bpmn.kind(host) not in bpmn.ACTIVITIES or host.getparent() is not node.getparent():
        yield problem("boundary.host", node, reference=node.get("attachedToRef") or "")
    elif bpmn.kind(host) in _AT_ONCE:
        yield problem("boundary.never", node, host=bpmn.words(host))


def _caught_twice(
    model: Model, node: etree._Element, caught: dict[tuple[str, str], etree._Element]
) -> Iterator[Problem]:
    for definition in model.definitions(node):
        if bpmn.kind(definition) != "errorEventDefinition":
            continue
        error = model.shared(definition.get("errorRef") or "")
        code = "" if error is None else error.get("errorCode") or ""
        key = (node.get("attachedToRef") or "", code)
        if key in caught:
            yield problem("error.twice", node, other=bpmn.words(caught[key]))
        caught.setdefault(key, node)
