"""Sequence flows: both ends there, in one scope, allowed by the standard, conditions only where they are asked."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model, Word
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_ENDS: dict[str, Word] = {"sourceRef": ("source", "起点"), "targetRef": ("target", "终点")}
_ASKED = bpmn.ACTIVITIES | bpmn.GATEWAYS  # parallel and event-based ones ask nothing: see `flow.condition_ignored`


def flows(model: Model) -> Iterator[Problem]:
    """Looks at the designer's tree, so that what normalising can't place is found."""
    for process in model.drawn:
        nodes = {node.get("id"): node for node in bpmn.all_nodes(process) if node.get("id")}
        for flow in process.iter(bpmn.tag("sequenceFlow")):
            met = {}
            for end, word in _ENDS.items():
                reference = (flow.get(end) or "").strip()
                node = nodes.get(reference)
                if node is None:
                    yield problem("flow.dangling", flow, end=word, reference=reference)
                else:
                    met[end] = node
            if len(met) == len(_ENDS):
                yield from _between(flow, met["sourceRef"], met["targetRef"])


def _between(flow: etree._Element, source: etree._Element, target: etree._Element) -> Iterator[Problem]:
    if source.getparent() is not target.getparent():
        yield problem("flow.scope", flow)
    elif flow.getparent() is not source.getparent():
        yield problem("flow.moved", flow)
    where = _forbidden(source, target)
    if where:
        yield problem("flow.not_allowed", flow, where=where)
    if bpmn.condition_of(flow) and bpmn.kind(source) not in _ASKED:
        yield problem("flow.condition_place", flow, source=bpmn.words(source))


def _forbidden(source: etree._Element, target: etree._Element) -> Word | None:
    if bpmn.kind(source) == "endEvent":
        return "out of an end event", "从结束事件引出"
    if bpmn.kind(target) == "startEvent":
        return "into a start event", "连入开始事件"
    if bpmn.kind(target) == "boundaryEvent":
        return "into a boundary event", "连入边界事件"
    for node in (source, target):
        if bpmn.is_event_sub_process(node):
            return "to or from an event sub-process", "连接事件子流程"
        if bpmn.is_compensation(node):
            return "to or from a compensation activity", "连接补偿活动"
    if bpmn.is_compensation_boundary(source):
        return (
            "out of a compensation event; its handler is joined by an association",
            "从补偿事件引出；应以关联连接其处理活动",
        )
    return None
