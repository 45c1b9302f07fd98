"""The words of BPMN 2.0 that reading, normalising and checking share: namespaces, kinds, and how to walk a tree."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ONEGRID = "urn:onegrid:bpmn:1"

SCOPES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"}
)
ACTIVITIES = TASKS | {"subProcess", "transaction", "adHocSubProcess", "callActivity"}
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS = frozenset(
    {
        "startEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "endEvent",
        "implicitThrowEvent",
    }
)
FLOW_NODES = (
    ACTIVITIES
    | GATEWAYS
    | EVENTS
    | {"choreographyTask", "callChoreography", "subChoreography", "callConversation", "event"}
)
HUMAN = frozenset({"userTask", "manualTask"})

KIND_WORDS = {
    "process": ("process", "流程"),
    "lane": ("lane", "泳道"),
    "sequenceFlow": ("sequence flow", "顺序流"),
    "task": ("task without a type", "未指定类型的任务"),
    "userTask": ("user task", "用户任务"),
    "manualTask": ("manual task", "手工任务"),
    "serviceTask": ("service task", "服务任务"),
    "scriptTask": ("script task", "脚本任务"),
    "businessRuleTask": ("business rule task", "业务规则任务"),
    "sendTask": ("send task", "发送任务"),
    "receiveTask": ("receive task", "接收任务"),
    "subProcess": ("sub-process", "子流程"),
    "transaction": ("transaction", "事务子流程"),
    "adHocSubProcess": ("ad-hoc sub-process", "临时子流程"),
    "callActivity": ("call activity", "调用活动"),
    "exclusiveGateway": ("exclusive gateway", "排他网关"),
    "parallelGateway": ("parallel gateway", "并行网关"),
    "inclusiveGateway": ("inclusive gateway", "包容网关"),
    "eventBasedGateway": ("event-based gateway", "事件网关"),
    "complexGateway": ("complex gateway", "复杂网关"),
    "startEvent": ("start event", "开始事件"),
    "intermediateCatchEvent": ("intermediate catch event", "中间捕获事件"),
    "intermediateThrowEvent": ("intermediate throw event", "中间抛出事件"),
    "boundaryEvent": ("boundary event", "边界事件"),
    "endEvent": ("end event", "结束事件"),
    "choreographyTask": ("choreography task", "编排任务"),
    "dataObject": ("data object", "数据对象"),
    "dataObjectReference": ("data object", "数据对象"),
    "dataStoreReference": ("data store", "数据存储"),
}


def tag(name: str) -> str:
    """The qualified tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


_NODE_TAGS = tuple(map(tag, sorted(FLOW_NODES)))
_SCOPE_TAGS = tuple(map(tag, sorted(SCOPES)))


def kind(element: etree._Element) -> str:
    """Local name of a BPMN element; empty for comments and other namespaces."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(qualified: object) -> str:
    """A comment's tag is a function."""
    is_ours = isinstance(qualified, str) and qualified.startswith(f"{{{BPMN}}}")
    return str(qualified)[len(BPMN) + 2 :] if is_ours else ""


def named(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that BPMN name."""
    return next(element.iterchildren(tag(name)), None)


def text_of(element: etree._Element | None) -> str:
    """All text inside, outer space cut; empty for no element."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()


def condition_of(flow: etree._Element) -> str:
    """The text of a flow's condition without its leading `=`; empty for none."""
    return text_of(named(flow, "conditionExpression")).removeprefix("=").strip()


def line_of(element: etree._Element) -> int | None:
    """The line of the file that the element begins in."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def ids_of(root: etree._Element) -> set[str]:
    """Every id of the file, whatever carries it."""
    return {identifier for element in root.iter(etree.Element) if (identifier := element.get("id"))}


def label(element: etree._Element) -> str:
    """The element's name on one line, empty if unnamed."""
    return " ".join((element.get("name") or "").split())


def processes(root: etree._Element) -> Iterator[etree._Element]:
    """Every `bpmn:process` of the file."""
    return root.iterchildren(tag("process"))


def nodes_of(scope: etree._Element) -> Iterator[etree._Element]:
    """Flow nodes that stand directly in a process or sub-process."""
    return scope.iterchildren(*_NODE_TAGS)


def flows_of(scope: etree._Element) -> Iterator[etree._Element]:
    """Sequence flows that stand directly in a process or sub-process."""
    return scope.iterchildren(tag("sequenceFlow"))


def scopes_of(process: etree._Element) -> Iterator[etree._Element]:
    """The process and every sub-process inside it, outer first."""
    return process.iter(*_SCOPE_TAGS)


def all_nodes(process: etree._Element) -> Iterator[etree._Element]:
    """Flow nodes at every level of a process."""
    return (element for element in process.iterdescendants(*_NODE_TAGS) if _is_node(element))


def is_event_sub_process(node: etree._Element) -> bool:
    """A handler that stands outside the normal flow and begins on its event (BPMN 10.3.5, 13.5.4)."""
    return (
        node.get("triggeredByEvent") in ("true", "1") and kind(node) in SCOPES
    )  # on anything else the word says nothing


def is_compensation(node: etree._Element) -> bool:
    """An activity that undoes another, outside the normal flow (BPMN 13.5.5)."""
    return node.get("isForCompensation") in ("true", "1")


def enabled(scope: etree._Element) -> list[str]:
    """Ids of what an ad-hoc sub-process offers: no flow leads to it (BPMN 13.3.5)."""
    entered = {flow.get("targetRef") for flow in flows_of(scope)}
    return [
        node.get("id") or ""
        for node in nodes_of(scope)
        if node.get("id") not in entered
        and kind(node) not in ("boundaryEvent", "endEvent")
        and not is_event_sub_process(node)
        and not is_compensation(node)
    ]


def is_compensation_boundary(node: etree._Element) -> bool:
    """The boundary event by which an activity has a compensation handler; no token ever leaves it by a flow."""
    return kind(node) == "boundaryEvent" and any(
        kind(found) == "compensateEventDefinition" for found in definitions_of(node)
    )


def _is_node(element: etree._Element) -> bool:
    parent = element.getparent()  # the event that a multi-instance activity throws is part of the activity
    return parent is None or kind(parent) != "complexBehaviorDefinition"


def thrown_by(multi: etree._Element) -> list[tuple[etree._Element | None, etree._Element | None]]:
    """What multi-instance characteristics throw: a condition, or none, and the event definition, None if it is lost."""
    behavior = multi.get("behavior", "All")
    if behavior in ("One", "None"):
        reference = (multi.get(f"{behavior.lower()}BehaviorEventRef") or "").rpartition(":")[2]
        root = multi.getroottree().getroot()
        return [
            (None, next((found for found in root.iterchildren() if reference and found.get("id") == reference), None))
        ]
    found = []
    for complex_one in multi.iterchildren(tag("complexBehaviorDefinition")) if behavior == "Complex" else ():
        event = named(complex_one, "event")
        definitions = definitions_of(event) if event is not None else []
        found.append((named(complex_one, "condition"), definitions[0] if len(definitions) == 1 else None))
    return found or [(None, None)] * (behavior != "All")


def definitions_of(event: etree._Element) -> list[etree._Element]:
    """Event definitions of an event, in order, also those outside BPMN's list."""
    return [child for child in event.iterchildren() if kind(child).endswith("EventDefinition")]


def host_of(boundary: etree._Element) -> etree._Element | None:
    """The node beside a boundary event that it is attached to."""
    scope, host = boundary.getparent(), boundary.get("attachedToRef")
    beside = () if scope is None else nodes_of(scope)
    return next((node for node in beside if node.get("id") == host), None)


def stands_in_transaction(node: etree._Element) -> bool:
    """Whether a transaction is around the node, in its own process."""
    return any(kind(around) == "transaction" for around in node.iterancestors())


def knows_activity(event: etree._Element, identifier: str) -> bool:
    """Whether an event may undo that activity: one of its scope, or of the scope that its handler serves (13.5.5)."""
    scope = event.getparent()
    while scope is not None:
        if any(node.get("id") == identifier and kind(node) in ACTIVITIES for node in nodes_of(scope)):
            return True
        scope = scope.getparent() if is_event_sub_process(scope) else None
    return False


def link_of(event: etree._Element) -> str | None:
    """The name of the link that an event is an end of, empty if it has none; None for other events."""
    for definition in definitions_of(event):
        if kind(definition) == "linkEventDefinition":
            return label(definition) or label(event)
    return None


def has_target(throw: etree._Element) -> bool:
    """Whether the other end of a link throw event stands in its scope."""
    scope, name = throw.getparent(), link_of(throw)
    catches = () if scope is None else scope.iterchildren(tag("intermediateCatchEvent"))
    return any(link_of(catch) == name for catch in catches)


def process_of(element: etree._Element) -> etree._Element | None:
    """The `bpmn:process` that the element stands in."""
    found: etree._Element | None = element
    while found is not None and kind(found) != "process":
        found = found.getparent()
    return found


def short(text: str) -> str:
    """A name as messages show it: some names are whole documents."""
    return text if len(text) <= 100 else f"{text[:99]}…"


def words(element: etree._Element) -> tuple[str, str]:
    """How messages name an element, English and Chinese: its kind, its name, and its id where it has one."""
    english, chinese = KIND_WORDS.get(kind(element), (kind(element) or "element", kind(element) or "元素"))
    name, identifier = short(label(element)), short(element.get("id") or "")
    suffix = f" ({identifier})" if identifier else ""
    if name:
        return f"{english} “{name}”{suffix}", f"{chinese}“{name}”{suffix}"
    return f"unnamed {english}{suffix}", f"未命名的{chinese}{suffix}"
