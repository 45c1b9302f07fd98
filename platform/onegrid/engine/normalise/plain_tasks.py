"""A task without a type has no defined work (BPMN 2.0.2, 13.3.3): it becomes an assignment of nothing and passes on."""

from lxml import etree

from onegrid.engine import bpmn


def type_plain_tasks(process: etree._Element) -> None:
    """Rename each `task` to a `scriptTask` with an empty script."""
    for task in list(process.iter(bpmn.tag("task"))):
        task.tag = bpmn.tag("scriptTask")
        etree.SubElement(task, bpmn.tag("script")).text = "{}"
