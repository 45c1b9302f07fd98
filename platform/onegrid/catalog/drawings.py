"""A version's diagram as people look at it: the designer's own text, and which node leads to which."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from onegrid.catalog.draft import Draft, thaw
from onegrid.catalog.kept import Kept
from onegrid.catalog.models import WorkflowVersion
from onegrid.engine import bpmn
from onegrid.engine.layout import with_layout
from onegrid.engine.normalise import normalise
from onegrid.engine.problems import ModelError
from onegrid.engine.read import read

_ONE_WAY = frozenset({"exclusiveGateway", "eventBasedGateway", "complexGateway"})
_kept: Kept[tuple[str, str], "Drawing"] = Kept(128)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node. ways: all of its flows are taken, one of them, or some.

    around: the sub-process that it stands in. host: what a boundary event hangs on. calls: the process called.
    """

    id: str
    kind: str
    name: str
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    ways: str = "all"  # all | one | some
    around: str = ""
    host: str = ""
    calls: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`bpmn` is the designer's own text, laid out where it has no layout; `nodes`: of the process that runs."""

    process: str
    name: str
    bpmn: str
    nodes: Mapping[str, Node] = field(default_factory=dict)


def drawing_of(found: WorkflowVersion) -> Drawing:
    """Of the version's own process; versions never change, so it is kept."""
    process = found.process_id
    return _kept.get((process, found.checksum), lambda: drawing_from(Draft(files=thaw(found.sources)).bpmn, process))


def drawing_from(source: bytes, process_id: str) -> Drawing:
    """Of a file; ModelError where it can't be opened."""
    document = read(source)
    text = with_layout(document)
    process = next((one for one in bpmn.processes(document.root) if one.get("id") == process_id), None)
    if process is None:
        return Drawing(process_id, process_id, text)
    called = _calls(source, process_id)
    nodes = {node.id: node for scope in bpmn.scopes_of(process) for node in _nodes(scope, called)}
    return Drawing(process_id, bpmn.label(process) or process_id, text, nodes)


def called_from(drawings: Mapping[str, Drawing], process: str) -> list[str]:
    """The process and every one that it calls, directly or not, in the order in which they are met."""
    found = [process]
    for one in found:
        drawing = drawings.get(one)
        for node in drawing.nodes.values() if drawing is not None else ():
            if node.calls in drawings and node.calls not in found:
                found.append(node.calls)
    return found


def _calls(source: bytes, process_id: str) -> Mapping[str, str]:
    """What vendors' words say of calls; the standard's own attribute stands in the file."""
    try:
        return normalise(read(source), process_id).bindings
    except ModelError:
        return {}


def _nodes(scope: etree._Element, called: Mapping[str, str]) -> list[Node]:
    flows = [
        (Flow(flow.get("id") or "", flow.get("sourceRef") or "", flow.get("targetRef") or ""), bpmn.condition_of(flow))
        for flow in bpmn.flows_of(scope)
    ]
    around = "" if bpmn.kind(scope) == "process" else scope.get("id") or ""
    found = []
    for element in bpmn.nodes_of(scope):
        identifier, kind = element.get("id") or "", bpmn.kind(element)
        leaving = [(flow, condition) for flow, condition in flows if flow.source == identifier]
        found.append(
            Node(
                identifier,
                kind,
                bpmn.label(element),
                tuple(flow for flow, _ in flows if flow.target == identifier),
                tuple(flow for flow, _ in leaving),
                _ways(kind, is_open=any(condition for _, condition in leaving) or _may_end_its_scope(element)),
                around,
                element.get("attachedToRef") or "",
                _called(element, called) if kind == "callActivity" else "",
            )
        )
    return found


def _called(element: etree._Element, called: Mapping[str, str]) -> str:
    return called.get(element.get("id") or "") or (element.get("calledElement") or "").rpartition(":")[2]


def _ways(kind: str, *, is_open: bool) -> str:
    if kind in _ONE_WAY:
        return "one"
    return "some" if is_open or kind == "inclusiveGateway" else "all"


def _may_end_its_scope(element: etree._Element) -> bool:
    """An escalation that somebody outside catches and by which the scope is cancelled: nothing goes on behind it."""
    return (
        bpmn.kind(element) == "intermediateThrowEvent" and bpmn.named(element, "escalationEventDefinition") is not None
    )
