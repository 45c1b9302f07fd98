"""Refuses, at the element and with words, what the engine does not run."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem
from onegrid.engine.refusals import refusals


def elements(model: Model) -> Iterator[Problem]:
    """Every flow node of the processes that are to run, at every level."""
    for process in model.drawn:
        for node in bpmn.all_nodes(process):
            for refusal in refusals(node, model.definitions(node)):
                yield problem("element.unsupported", node, what=refusal.what, instead=refusal.instead)
        for element in process.iterdescendants(etree.Element):
            if _is_stranger(element):
                yield problem("element.unknown", element)
    for child in model.root.iterchildren():
        if bpmn.kind(child) in ("choreography", "globalChoreographyTask", "conversation"):
            yield problem("drawing.kept", child)


def _is_stranger(element: etree._Element) -> bool:
    """A child of a scope in no list of BPMN's: another namespace, or a word that the standard does not have."""
    parent = element.getparent()
    if parent is None or bpmn.kind(parent) not in bpmn.SCOPES:
        return False
    kind = bpmn.kind(element)
    return kind not in _IN_SCOPES and kind not in bpmn.FLOW_NODES


_IN_SCOPES = frozenset(
    {
        "documentation", "extensionElements", "auditing", "monitoring", "ioSpecification", "ioBinding",
        "supportedInterfaceRef", "laneSet", "sequenceFlow", "dataObject", "dataObjectReference", "property",
        "dataStoreReference", "textAnnotation", "association", "group", "resourceRole", "performer",
        "humanPerformer", "potentialOwner", "correlationSubscription", "supports", "incoming", "outgoing",
        "dataInputAssociation", "dataOutputAssociation", "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics", "completionCondition",
    }
)  # fmt: skip
