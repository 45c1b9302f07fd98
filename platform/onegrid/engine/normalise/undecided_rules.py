"""Business rule tasks that name no decision wait for an answer like a service task, until one is chosen."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.extension import words
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def stand_in_for_decisions(root: etree._Element) -> Iterator[Problem]:
    """Make each a service task, which is told; publishing it is refused."""
    for process in bpmn.processes(root):
        for task in list(process.iter(bpmn.tag("businessRuleTask"))):
            if words.value(words.element(task, "binding"), "decision"):
                continue
            yield problem("rule.no_decision", task)
            task.tag = bpmn.tag("serviceTask")
            for own in ("binding", "in", "out"):
                for found in words.elements(task, own):
                    parent = found.getparent()
                    if parent is not None:
                        parent.remove(found)
            etree.SubElement(_extensions(task), words.own("call"))


def _extensions(task: etree._Element) -> etree._Element:
    found = bpmn.named(task, "extensionElements")
    if found is None:
        found = etree.Element(bpmn.tag("extensionElements"))
        task.insert(0, found)
    return found
