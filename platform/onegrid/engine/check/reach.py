"""Every node can be reached, every way leads to an end, no loop runs without ever waiting."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.check.ways import Ways
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_WAITING = bpmn.HUMAN | {
    "serviceTask",
    "receiveTask",
    "sendTask",
    "callActivity",
    "subProcess",
    "transaction",
    "intermediateCatchEvent",
    "eventBasedGateway",
}


def reach(model: Model) -> Iterator[Problem]:
    """Scope by scope over the normalised tree; what normalising added is not named."""
    for process in model.running:
        for scope in bpmn.scopes_of(process):
            ways = Ways(scope)
            if not ways.nodes:
                yield problem("scope.empty", scope)
                continue
            yield from _starts(ways)
            yield from _reached(model, ways)


def _starts(ways: Ways) -> Iterator[Problem]:
    plain = [s for s in ways.starts() if not bpmn.definitions_of(ways.nodes[s])]
    if len(plain) > 1:
        yield problem("start.several_none", ways.scope, count=len(plain))


def _reached(model: Model, ways: Ways) -> Iterator[Problem]:
    def is_own(identifier: str) -> bool:
        node = ways.nodes[identifier]
        return identifier not in model.normalised.inserted and not _stands_apart(node)

    reached = ways.reachable(ways.starts())
    for identifier in filter(is_own, ways.nodes):
        if identifier not in reached:
            yield problem("flow.unreachable", ways.nodes[identifier])
    ends = [i for i, node in ways.nodes.items() if bpmn.kind(node) == "endEvent"]
    ending = ways.reachable(ends, backwards=True)
    for identifier in filter(is_own, ways.nodes):
        if identifier in ending or identifier not in reached:
            continue
        kinds = {bpmn.kind(ways.nodes[other]) for other in ways.reachable([identifier])}
        code = "flow.no_way_out" if kinds & _WAITING else "flow.endless"
        yield problem(code, ways.nodes[identifier])
        return  # the others of the same loop would only repeat it


def _stands_apart(node: etree._Element) -> bool:
    return bpmn.is_event_sub_process(node) or bpmn.is_compensation(node) or bpmn.is_compensation_boundary(node)
