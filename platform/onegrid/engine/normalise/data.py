"""Data objects are variables: whoever is drawn to one reads or writes the variable of its name (BPMN 2.0.2, 10.4).

All variables of a scope are seen by everything in it, so an association moves nothing, unless it renames or computes.
"""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.data_objects import variable_of

_PLACEHOLDER = "__targetRef_placeholder"  # what bpmn-js draws where a task has no input of its own


def only_draws(association: etree._Element) -> bool:
    """Whether nothing is lost by not reading a data association: it neither computes nor gives another name."""
    kinds = {bpmn.kind(child) for child in association.iterchildren()}
    if kinds & {"transformation", "assignment"}:
        return False
    ends = [_end(association, role) for role in ("sourceRef", "targetRef")]
    names = {_name(end) for end in ends if end is not None and bpmn.label(end) != _PLACEHOLDER}
    return len(names) < 2 and not any(end is not None and bpmn.kind(end) == "dataStoreReference" for end in ends)


def moves_nothing(owner: etree._Element) -> bool:
    """Whether an activity's declared inputs and outputs only name what it sees anyway."""
    if bpmn.kind(owner) in ("process", "callActivity", "businessRuleTask"):
        return False
    drawn = [
        child for child in owner.iterchildren() if bpmn.kind(child) in ("dataInputAssociation", "dataOutputAssociation")
    ]
    return all(only_draws(association) for association in drawn)


def _end(association: etree._Element, role: str) -> etree._Element | None:
    reference = bpmn.text_of(bpmn.named(association, role)).rpartition(":")[2]
    process = bpmn.process_of(association)
    found = () if process is None or not reference else process.iter(etree.Element)
    return next((element for element in found if element.get("id") == reference), None)


def _name(element: etree._Element) -> str:
    return variable_of(element) or bpmn.label(element)
