"""A sub-process without content completes at once (BPMN 2.0.2, 13.3.4): it becomes a task that passes on.

Tools draw collapsed sub-processes so whose content stands elsewhere, or nowhere yet.
"""

from lxml import etree

from onegrid.engine import bpmn


def pass_empty_scopes(process: etree._Element) -> list[etree._Element]:
    """Those found, now plain tasks; an event sub-process is left for the check."""
    found = [
        scope
        for scope in process.iterdescendants(bpmn.tag("subProcess"))
        if next(bpmn.nodes_of(scope), None) is None and not bpmn.is_event_sub_process(scope)
    ]
    for scope in found:
        scope.tag = bpmn.tag("task")
    return found
