"""Message flows between pools: what one pool throws is what the other waits for, by name and by key.

Most drawings name the flow and not the message; then the flow's name is the message's.
"""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise.identifiers import free
from onegrid.feel import FeelSyntaxError, compile_expression


def join_message_flows(root: etree._Element) -> frozenset[str]:
    """Give both ends of each flow the same message where one of them names none; ids of the elements that got one."""
    nodes = {node.get("id"): node for process in bpmn.processes(root) for node in bpmn.all_nodes(process)}
    taken = bpmn.ids_of(root)
    given: set[str] = set()
    for flow in root.iter(bpmn.tag("messageFlow")):
        ends = [nodes.get(_local(flow.get(end))) for end in ("sourceRef", "targetRef")]
        holders = [(node, holder) for node in ends if node is not None for holder in _holders(node)]
        known = [_local(named.get("messageRef")) for named in (flow, *(holder for _, holder in holders))]
        lacking = [(node, holder) for node, holder in holders if not holder.get("messageRef")]
        if not lacking:
            continue
        message = next(filter(None, known), "") or _message(root, flow, taken)
        for node, holder in lacking:
            holder.set("messageRef", message)
            given.add(node.get("id") or "")
    return frozenset(given)


def _message(root: etree._Element, flow: etree._Element, taken: set[str]) -> str:
    message = etree.Element(bpmn.tag("message"))
    identifier = free(f"{flow.get('id') or 'flow'}__message", taken)
    message.set("id", identifier)
    message.set("name", bpmn.label(flow) or flow.get("id") or identifier)
    root.insert(0, message)
    return identifier


def _holders(node: etree._Element) -> list[etree._Element]:
    """What carries the message of a node: the task itself, or the event's definition."""
    if bpmn.kind(node) in ("receiveTask", "sendTask"):
        return [node]
    return [found for found in bpmn.definitions_of(node) if bpmn.kind(found) == "messageEventDefinition"]


def correlation_keys(root: etree._Element) -> dict[str, str]:
    """Keys in FEEL by element, from the file's correlation: what throws reads its message, what waits its process.

    A retrieval expression says where in a message a property stands, a subscription where in the data of a process.
    """
    paths: dict[str, tuple[str, str]] = {}  # message -> property, where the message has it
    for prop in root.iter(bpmn.tag("correlationProperty")):
        for retrieval in prop.iterchildren(bpmn.tag("correlationPropertyRetrievalExpression")):
            text = _feel(bpmn.named(retrieval, "messagePath"))
            if text:
                paths.setdefault(_local(retrieval.get("messageRef")), (prop.get("id") or "", text))
    keys: dict[str, str] = {}
    for process in bpmn.processes(root):
        bound = dict(_bindings(process))
        for node in bpmn.all_nodes(process):
            for holder in _holders(node):
                found = paths.get(_local(holder.get("messageRef")))
                if found is None or _starts(node, process):
                    continue
                meant, in_message = found
                throws = bpmn.kind(node) in ("sendTask", "intermediateThrowEvent", "endEvent")
                keys[node.get("id") or ""] = in_message if throws else bound.get(meant, in_message)
    return keys


def is_read(subscription: etree._Element) -> bool:
    """Whether each of its bindings is FEEL."""
    bindings = list(subscription.iterchildren(bpmn.tag("correlationPropertyBinding")))
    return all(_feel(bpmn.named(binding, "dataPath")) for binding in bindings)


def _bindings(process: etree._Element) -> Iterator[tuple[str, str]]:
    for subscription in process.iterchildren(bpmn.tag("correlationSubscription")):
        for binding in subscription.iterchildren(bpmn.tag("correlationPropertyBinding")):
            text = _feel(bpmn.named(binding, "dataPath"))
            if text:
                yield _local(binding.get("correlationPropertyRef")), text


def _starts(node: etree._Element, process: etree._Element) -> bool:
    return bpmn.kind(node) == "startEvent" and node.getparent() is process


def _feel(element: etree._Element | None) -> str:
    """The text of an expression if it is FEEL; other languages are not guessed at."""
    text = bpmn.text_of(element).removeprefix("=").strip()
    try:
        compile_expression(text or "?")
    except FeelSyntaxError:
        return ""
    return text


def _local(reference: str | None) -> str:
    return (reference or "").strip().rpartition(":")[2]
