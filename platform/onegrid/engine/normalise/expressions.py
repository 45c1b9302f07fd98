"""Brings expressions to the form that the compiler reads: FEEL without `=`, except in timers."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.sandbox.vocabulary import is_python

_FEEL = ("conditionExpression", "completionCondition", "loopCardinality", "script")
_TIMES = ("timeDate", "timeDuration", "timeCycle")


def clean_expressions(process: etree._Element) -> None:
    """Trim, drop the leading `=` where only FEEL can stand, drop the condition of a default flow: it is not asked."""
    for element in process.iterdescendants(etree.Element):
        kind = bpmn.kind(element)
        if kind == "script" and _is_python(element):
            continue  # its lines and their indentation mean something
        if kind in _FEEL:
            element.text = bpmn.text_of(element).removeprefix("=").strip()
        elif kind in _TIMES:
            element.text = bpmn.text_of(element)
    defaults = {node.get("default") for node in bpmn.all_nodes(process)} - {None}
    for flow in process.iter(bpmn.tag("sequenceFlow")):
        condition = bpmn.named(flow, "conditionExpression")
        if condition is not None and (flow.get("id") in defaults or not condition.text):
            flow.remove(condition)


def _is_python(script: etree._Element) -> bool:
    task = script.getparent()
    return task is not None and is_python(task.get("scriptFormat"))
