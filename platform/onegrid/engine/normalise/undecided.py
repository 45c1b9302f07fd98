"""Gateways whose ways out do not say when they are taken: a person chooses while rehearsing, publishing is refused.

The choice is data: the variable `way_of_<gateway>` holds the id of the flow to take. BPMN 2.0.2, 13.4.2 leaves a flow
without a condition out of an exclusive gateway undefined; engines take a single one among others as the default.
"""

import re
from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem
from onegrid.feel import FeelSyntaxError, compile_expression
from onegrid.feel.syntax import Literal

_ASKING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
_QUIET = frozenset({"parallelGateway", "eventBasedGateway"})


def decide(process: etree._Element, unsaid: set[str], undecided: dict[str, str]) -> Iterator[Problem]:
    """Give each way out of a question a condition. unsaid: flows whose condition FEEL can't say; told already.

    undecided: receives gateway id -> name of the variable that chooses.
    """
    for scope in bpmn.scopes_of(process):
        leaving: dict[str, list[etree._Element]] = {}
        for flow in bpmn.flows_of(scope):
            leaving.setdefault(flow.get("sourceRef") or "", []).append(flow)
        for node in bpmn.nodes_of(scope):
            flows = leaving.get(node.get("id") or "", [])
            if bpmn.kind(node) in _QUIET:
                yield from _unasked(node, flows)
            else:
                yield from _unreadable(flows, node.get("default"), unsaid)
                if bpmn.kind(node) in _ASKING and len(flows) > 1:
                    yield from _unconditional(node, flows, unsaid)
                _choose(node, flows, unsaid, undecided)


def _unasked(node: etree._Element, flows: list[etree._Element]) -> Iterator[Problem]:
    for flow in flows:
        condition = bpmn.named(flow, "conditionExpression")
        if condition is not None:
            if bpmn.text_of(condition):
                yield problem("flow.condition_ignored", flow, source=bpmn.words(node))
            flow.remove(condition)


def _unreadable(flows: list[etree._Element], default: str | None, unsaid: set[str]) -> Iterator[Problem]:
    what = ("the condition", "条件")
    for flow in flows:
        condition, identifier = bpmn.named(flow, "conditionExpression"), flow.get("id") or ""
        text = bpmn.text_of(condition).removeprefix("=").strip()
        if condition is None or not text or identifier == default or identifier in unsaid:
            continue
        language = condition.get("language") or ""
        if language and "feel" not in language.lower():
            yield problem("expression.language", flow, what=what, language=language)
        else:
            try:
                compiled = compile_expression(text)
            except FeelSyntaxError as fault:
                reason = (fault.message_en, fault.message_zh)
                yield problem("expression.syntax", flow, what=what, reason=reason, text=text)
            else:
                node = compiled.node
                if not isinstance(node, Literal) or isinstance(node.value, bool):
                    condition.attrib.pop("language", "")
                    continue
                yield problem("flow.condition_constant", flow, text=text)
        unsaid.add(identifier)


def _unconditional(node: etree._Element, flows: list[etree._Element], unsaid: set[str]) -> Iterator[Problem]:
    default = node.get("default")
    open_ways = [flow for flow in flows if not bpmn.condition_of(flow) and flow.get("id") not in (default, *unsaid)]
    if bpmn.kind(node) == "inclusiveGateway":
        for flow in open_ways:
            yield problem("flow.taken_always", flow, source=bpmn.words(node))
            _set(flow, "true")
    elif len(open_ways) == 1 and not default and len(flows) > 1 and not unsaid & {flow.get("id") for flow in flows}:
        yield problem("flow.taken_as_default", open_ways[0], source=bpmn.words(node))
        node.set("default", open_ways[0].get("id") or "")
    else:
        for flow in open_ways:
            yield problem("flow.unconditional", flow, source=bpmn.words(node))
            unsaid.add(flow.get("id") or "")


def _choose(node: etree._Element, flows: list[etree._Element], unsaid: set[str], undecided: dict[str, str]) -> None:
    identifier = node.get("id") or ""
    name = "way_of_" + re.sub(r"\W", "_", identifier)
    for flow in flows:
        if flow.get("id") in unsaid:
            undecided[identifier] = name
            _set(flow, f'{name} = "{flow.get("id")}"')


def _set(flow: etree._Element, text: str) -> None:
    condition = bpmn.named(flow, "conditionExpression")
    if condition is None:
        condition = etree.SubElement(flow, bpmn.tag("conditionExpression"))
    for child in list(condition):
        condition.remove(child)
    condition.attrib.pop("language", "")
    condition.text = text
