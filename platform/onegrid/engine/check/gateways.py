"""Gateways: a condition or the default on each way out of a question, events only behind an event-based one."""

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_ASKING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def gateways(model: Model) -> Iterator[Problem]:
    """Looks at the designer's tree. Whether a default is missing is said by `outcomes`, which knows the answers."""
    for process in model.drawn:
        leaving: dict[str, list[etree._Element]] = defaultdict(list)
        entering: dict[str, list[etree._Element]] = defaultdict(list)
        for flow in process.iter(bpmn.tag("sequenceFlow")):
            leaving[flow.get("sourceRef") or ""].append(flow)
            entering[flow.get("targetRef") or ""].append(flow)
        nodes = {node.get("id") or "": node for node in bpmn.all_nodes(process)}
        for identifier, node in nodes.items():
            kind, ways = bpmn.kind(node), leaving[identifier]
            yield from _default(node, ways)
            if kind == "complexGateway" and len(entering[identifier]) > 1 and not _activates(node):
                yield problem("gateway.no_activation", node)
            if kind in _ASKING:
                yield from _questions(node, ways)
            elif kind == "eventBasedGateway":
                targets = [nodes[to] for way in ways if (to := way.get("targetRef") or "") in nodes]
                yield from _events(node, targets, entering)
            if kind in bpmn.GATEWAYS and kind != "eventBasedGateway" and len(ways) == len(entering[identifier]) == 1:
                yield problem("gateway.pointless", node)


def _activates(node: etree._Element) -> bool:
    return bool(bpmn.text_of(bpmn.named(node, "activationCondition")))


def _default(node: etree._Element, ways: list[etree._Element]) -> Iterator[Problem]:
    default = node.get("default")
    if not default:
        return
    flow = next((way for way in ways if way.get("id") == default), None)
    if flow is None:
        yield problem("gateway.default_unknown", node, flow=default)
    elif bpmn.condition_of(flow):
        yield problem("flow.condition_on_default", flow)


def _questions(node: etree._Element, ways: list[etree._Element]) -> Iterator[Problem]:
    default = node.get("default")
    for way in ways:
        has_condition = bool(bpmn.condition_of(way))
        if len(ways) == 1:
            if has_condition and way.get("id") != default:
                yield problem("flow.condition_single", way)
            continue
        if not bpmn.label(way):
            yield problem("flow.unnamed", way, source=bpmn.words(node))


def _events(
    node: etree._Element, targets: list[etree._Element], entering: dict[str, list[etree._Element]]
) -> Iterator[Problem]:
    if len(targets) < 2:
        yield problem("gateway.event_single", node)
    for target in targets:
        if bpmn.kind(target) not in ("intermediateCatchEvent", "receiveTask"):
            yield problem("gateway.event_target", node, target=bpmn.words(target))
        elif len(entering[target.get("id") or ""]) > 1:
            yield problem("gateway.event_target_shared", node, target=bpmn.words(target))
