"""Correlation and payload of messages: the key that the retrieval expression reads, the payload thrown and taken."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.values import own_name
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import translated
from onegrid.engine.dialects.python import python_to_feel
from onegrid.engine.dialects.vendors import SPIFF
from onegrid.engine.dialects.words import Words


def read_messages(root: etree._Element, gathered: Gathered) -> None:
    """`messagePayload` and `messageVariable` of each message, at the events that throw and catch it."""
    keys = _keys(root)
    for message in list(root.iterchildren(bpmn.tag("message"))):
        words = Words(message, SPIFF, gathered.problems)
        payload = [bpmn.text_of(each) for each in words.take_elements("messagePayload")]
        variable = [bpmn.text_of(each) for each in words.take_elements("messageVariable")]
        for node, throws in _users(root, message.get("id") or ""):
            said = Words(node, SPIFF, gathered.problems)
            key = keys.get(message.get("id") or "")
            if key and not said.has_own("message") and bpmn.kind(node) != "startEvent":
                feel = translated(said, ("the key", "关联键"), key, python_to_feel)
                if feel:
                    said.put("message", key=feel)
            if throws and payload and payload[0] and not said.has_own("in"):
                feel = translated(said, ("the payload", "负载"), payload[0], python_to_feel)
                if feel:
                    said.put("in", from_=feel, to=(variable[0] if variable and variable[0] else "payload"))
            elif not throws and variable and (name := own_name(said, variable[0])) and not said.has_own("out"):
                said.put("out", from_=name, to=name)


def _keys(root: etree._Element) -> dict[str, str]:
    """Message id -> the expression of the first correlation property that reads it (BPMN 2.0.2, 8.3.2)."""
    found: dict[str, str] = {}
    for expression in root.iter(bpmn.tag("correlationPropertyRetrievalExpression")):
        text = bpmn.text_of(next(iter(expression.iterchildren(etree.Element)), None))
        if text:
            found.setdefault(expression.get("messageRef") or "", text)
    return found


def _users(root: etree._Element, message: str) -> list[tuple[etree._Element, bool]]:
    throwing = ("intermediateThrowEvent", "endEvent", "sendTask")
    found = []
    for process in bpmn.processes(root):
        for node in bpmn.all_nodes(process):
            holders = [node, *bpmn.definitions_of(node)]
            if message and any(holder.get("messageRef") == message for holder in holders):
                found.append((node, bpmn.kind(node) in throwing))
    return found
