"""Event definitions that stand once at the root and are referred to from events: copied into each event."""

from copy import deepcopy

from lxml import etree

from onegrid.engine import bpmn


def inline_event_definitions(root: etree._Element) -> None:
    """Replace `eventDefinitionRef` by the definition; one that names nothing stays for the check to find."""
    shared = {child.get("id"): child for child in root.iterchildren() if bpmn.kind(child).endswith("EventDefinition")}
    for reference in list(root.iter(bpmn.tag("eventDefinitionRef"))):
        found = shared.get(bpmn.text_of(reference).rpartition(":")[2])
        owner = reference.getparent()
        if found is not None and owner is not None:
            copy = deepcopy(found)
            copy.attrib.pop("id", "")
            copy.tail = None
            owner.replace(reference, copy)
