"""Links lead somewhere, conditions and loops say what they wait for, escalations have a thrower."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def events(model: Model) -> Iterator[Problem]:
    """Looks at the designer's tree."""
    for process in model.drawn:
        for scope in bpmn.scopes_of(process):
            yield from _links(scope)
        for node in bpmn.all_nodes(process):
            for definition in model.definitions(node):
                kind = bpmn.kind(definition)
                if kind == "conditionalEventDefinition" and not bpmn.text_of(bpmn.named(definition, "condition")):
                    yield problem("condition.empty", node)
                elif kind == "escalationEventDefinition" and bpmn.kind(node) == "boundaryEvent":
                    yield from _thrower(node)
            loop = bpmn.named(node, "standardLoopCharacteristics")
            if loop is not None and not _ends(loop):
                yield problem("loop.endless", node)


def _links(scope: etree._Element) -> Iterator[Problem]:
    catches: dict[str, etree._Element] = {}
    thrown = {bpmn.link_of(throw) for throw in scope.iterchildren(bpmn.tag("intermediateThrowEvent"))}
    for catch in scope.iterchildren(bpmn.tag("intermediateCatchEvent")):
        name = bpmn.link_of(catch)
        if name is None:
            continue
        if name in catches:
            yield problem("link.twice", catch, other=bpmn.words(catches[name]))
        elif name not in thrown:
            yield problem("link.no_source", catch)
        catches.setdefault(name, catch)
    for throw in scope.iterchildren(bpmn.tag("intermediateThrowEvent")):
        if bpmn.link_of(throw) is not None and not bpmn.has_target(throw):
            yield problem("link.no_target", throw)


def _thrower(boundary: etree._Element) -> Iterator[Problem]:
    scope = boundary.getparent()
    for host in () if scope is None else bpmn.nodes_of(scope):
        if host.get("id") == boundary.get("attachedToRef") and bpmn.kind(host) in bpmn.TASKS:
            yield problem("boundary.nothing_escalates", boundary, host=bpmn.words(host))


def _ends(loop: etree._Element) -> bool:
    maximum = (loop.get("loopMaximum") or "").strip()
    return maximum.isdecimal() or bool(not maximum and bpmn.text_of(bpmn.named(loop, "loopCondition")))
