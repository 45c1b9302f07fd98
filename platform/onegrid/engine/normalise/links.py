"""Link events: each throw is joined by a flow to the catch of its name in the same scope (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise.graph import Drawing


def join_links(drawing: Drawing, process: etree._Element) -> None:
    """Several throws may lead to one catch. A throw without a catch is found by the check."""
    for scope in list(bpmn.scopes_of(process)):
        catches = {bpmn.link_of(node): node for node in _links(scope, "intermediateCatchEvent")}
        for throw in _links(scope, "intermediateThrowEvent"):
            catch = catches.get(bpmn.link_of(throw))
            if catch is not None:
                identifier = throw.get("id") or ""
                drawing.connect(scope, identifier, catch.get("id") or "", identifier)


def _links(scope: etree._Element, kind: str) -> list[etree._Element]:
    return [node for node in scope.iterchildren(bpmn.tag(kind)) if bpmn.link_of(node) is not None]
