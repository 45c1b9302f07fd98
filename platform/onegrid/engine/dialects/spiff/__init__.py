"""SpiffWorkflow and spiff-arena: Python expressions and scripts, forms, instructions, service operators, messages."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.spiff.activities import read_activity
from onegrid.engine.dialects.spiff.expressions import read_flow, read_loop, read_script, read_times
from onegrid.engine.dialects.spiff.messages import read_messages
from onegrid.engine.dialects.vendors import SPIFF, family_of


def translate_spiff(root: etree._Element, gathered: Gathered) -> None:
    """Every process, where the file says anything in that namespace or was written by its modeler."""
    if not _is_spiff(root):
        return
    read_messages(root, gathered)
    for process in bpmn.processes(root):
        for element in list(process.iter(etree.Element)):
            kind = bpmn.kind(element)
            if kind == "sequenceFlow":
                read_flow(element, gathered)
            elif kind in bpmn.FLOW_NODES:
                read_activity(element, gathered)
                if kind == "scriptTask":
                    read_script(element, gathered)
                if kind in bpmn.ACTIVITIES:
                    read_loop(element, gathered)
                elif kind in bpmn.EVENTS:
                    read_times(element, gathered)


def _is_spiff(root: etree._Element) -> bool:
    """Its modeler declares the namespace in every file that it writes."""
    return any(family_of(namespace) == SPIFF for namespace in root.nsmap.values()) or any(
        family_of(etree.QName(element).namespace) == SPIFF for element in root.iter(etree.Element)
    )
