"""What events wait for and throw: messages, signals, timers, errors and so on, as SpiffWorkflow's event definitions."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from onegrid.engine import bpmn
from onegrid.engine.act import SUBSCRIPTION
from onegrid.engine.elements.condition import ConditionalEvent
from onegrid.engine.elements.multiple import Multiple
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.elements.timer import TimerEvent
from onegrid.engine.expressions import Assignments, Expression, assignments
from onegrid.engine.problems import EngineError
from onegrid.engine.step import Subscription, Thrown
from onegrid.engine.task import CaseTask
from onegrid.engine.values import key_text

if TYPE_CHECKING:
    from onegrid.engine.scope import CaseWorkflow


Filled = tuple[Mapping[str, Any], str | None]  # payload and key of what is thrown


class Announcement(EventDefinition):  # type: ignore[misc]
    """A message (one receiver, by name and key) or a signal (everyone, by name)."""

    arms = True
    code = None

    def __init__(self, kind: str, name: str, key: Expression | None, payload: Assignments | None) -> None:
        super().__init__(name=name)
        self.kind, self.key, self.payload = kind, key, payload

    def arm(self, my_task: CaseTask) -> None:
        """Wait for it from now on."""
        internal = my_task.internal_data
        key = self._key(my_task)
        if key is not None:
            internal["k"] = key
        element = my_task.task_spec.element
        my_task.workflow.top_workflow.act.begin(
            my_task, SUBSCRIPTION, Subscription(my_task.id, self.kind, self.name, internal.get("k"), element)
        )

    def hears(self, my_task: CaseTask, kind: str, name: str, key: str | None) -> bool:
        """Whether the waiting task takes that announcement. A waiting message without a key takes any."""
        if my_task.wait != SUBSCRIPTION or kind != self.kind or name != self.name:
            return False
        return kind == "signal" or my_task.internal_data.get("k", key) == key

    def throw(self, my_task: CaseTask) -> None:
        """Work it out and send it."""
        self.send(my_task, self.filled(my_task))

    def filled(self, my_task: CaseTask) -> Filled:
        """Its payload and key, worked out apart: a fault here leaves nothing that another try would repeat."""
        payload = self.payload.values(my_task) if self.payload is not None else {}
        return payload, self._key(my_task)

    def send(self, my_task: CaseTask, filled: Filled) -> None:
        """To those who wait in this case; outside goes what nobody here takes, and signals always."""
        case = my_task.workflow.top_workflow
        payload, key = filled
        taken = announce(case, self.kind, self.name, key, payload)
        if self.kind == "signal" or not taken:
            case.act.thrown.append(Thrown(self.kind, self.name, key, payload, my_task.task_spec.element))

    def _key(self, my_task: CaseTask) -> str | None:
        if self.key is None or self.kind == "signal":  # a signal may stand at one event with a message that has one
            return None
        key = key_text(self.key.at(my_task))
        if key is None:
            raise EngineError(
                "message.no_key",
                f"the key of message {self.name!r} gives no value to match by",
                f"消息“{self.name}”的关联键没有给出可匹配的值",
            )
        return key


class Raised(EventDefinition):  # type: ignore[misc]
    """What goes outwards from scope to scope until something catches it; a catcher without a code takes any."""

    arms = False
    caught_as = ""

    def __init__(self, code: str | None, payload: Assignments | None = None) -> None:
        super().__init__(name=code)
        self.code, self.payload = code, payload

    def throw(self, my_task: CaseTask) -> None:
        """Out of the task, with its payload; what nothing catches is the subclass's to judge."""
        raise NotImplementedError


class ErrorEvent(Raised):
    """An error by code: it always interrupts (BPMN 10.5.5)."""

    caught_as = "error"


class EscalationEvent(Raised):
    """An escalation by code: who throws it goes on if it can; one that nobody catches has no effect (BPMN 10.5.5)."""

    caught_as = "escalation"

    def throw(self, my_task: CaseTask) -> None:
        self.send(my_task, self.filled(my_task))

    def filled(self, my_task: CaseTask) -> Filled:
        """As an announcement's; it has no key."""
        return self.payload.values(my_task) if self.payload is not None else {}, None

    def send(self, my_task: CaseTask, filled: Filled) -> None:
        """Outwards, with what was worked out."""
        raise_out(my_task, self.caught_as, self.code, filled[0])


class TerminateEvent(EventDefinition):  # type: ignore[misc]
    """Ends its scope with every token in it (BPMN 13.5.6)."""

    arms = False


class LinkEvent(EventDefinition):  # type: ignore[misc]
    """One end of a jump inside one level; its flow has been drawn in (BPMN 10.5.5)."""

    arms = False


class CancelEvent(Raised):
    """A transaction is cancelled (BPMN 13.3.4)."""

    caught_as = "cancel"


class CompensateEvent(Raised):
    """Work is undone: `activity` is its id, None for all of the scope (BPMN 13.5.5)."""

    caught_as = "compensate"
    activity: str | None = None
    waits = True


def raise_out(my_task: CaseTask, kind: str, code: str | None, payload: Mapping[str, Any]) -> bool:
    """Outwards from the task: the innermost boundary event or event sub-process that catches it takes it (BPMN 10.5).

    At each level one that names the code goes before one that takes any. False: nothing caught it.
    """
    host: CaseTask | None = my_task
    while host is not None:
        inside = host  # an instance stands inside its whole, whose boundary events are the activity's
        if host.task_spec.multi is not None and host.holder is not None:
            inside = host.workflow.task(host.holder) or host
        boundary = _catching(inside.task_spec.attached, kind, code)
        if boundary is not None:
            boundary.catch(inside, payload)
            return True
        scope = host.workflow
        handlers = () if scope.is_interrupted() else scope.spec.handlers
        handler = _catching([one for one in handlers if one is not host.task_spec], kind, code)
        if handler is not None:
            handler.begin_in(scope, payload)
            return True
        host = scope.host
    return False


def raise_from(host: CaseTask, kind: str) -> bool:
    """Out of this very activity, by its own boundary event. False: it has none."""
    if host.task_spec.multi is not None and host.holder is not None:
        host = host.workflow.task(host.holder) or host
    boundary = _catching(host.task_spec.attached, kind, None)
    if boundary is not None:
        boundary.catch(host, {})
    return boundary is not None


def _catching(candidates: Iterable[Any], kind: str, code: str | None) -> Any:
    caught = [
        (candidate, part.code)
        for candidate in candidates
        for part in parts_of(candidate.event_definition)
        if isinstance(part, Raised) and part.caught_as == kind
    ]
    for wanted in (code, None):
        for candidate, known in caught:
            if known == wanted:
                return candidate
    return None


def announce(case: "CaseWorkflow", kind: str, name: str, key: str | None, payload: Mapping[str, Any]) -> bool:
    """Give it to those who wait: a signal to all, a message to the one that has waited longest."""
    waiting = [
        task
        for scope in case.thaw_scopes()
        for task in scope.thaw_all()
        if task.wait == SUBSCRIPTION and task.task_spec.event_definition.hears(task, kind, name, key)
    ]
    waiting.sort(key=lambda task: task.id)
    taken = False
    for task in waiting[:1] if kind == "message" else waiting:
        if task.wait == SUBSCRIPTION:  # an earlier receiver may have taken this one away
            task.task_spec.fire(task, payload)
            taken = True
    return taken


def read_definition(place: Place) -> Any:
    """The event definition of a node; None for a none event."""
    if place.kind in ("receiveTask", "sendTask"):
        return announcement_of(place, place.node, "message")
    found = tuple(_definition(place, node) for node in bpmn.definitions_of(place.node))
    if len(found) > 1:
        return Multiple(found, all_of_them=place.node.get("parallelMultiple") in ("true", "1"))
    return found[0] if found else None


def definition_at(place: Place, node: etree._Element) -> Any:
    """A definition that stands outside of its event."""
    return _definition(place, node)


def _definition(place: Place, node: etree._Element) -> Any:
    kind = bpmn.kind(node)
    if kind in ("messageEventDefinition", "signalEventDefinition"):
        return announcement_of(place, node, kind[:-15])
    if kind == "timerEventDefinition":
        return TimerEvent.read(place, node)
    if kind == "conditionalEventDefinition":
        return ConditionalEvent.read(place, node)
    if kind in ("errorEventDefinition", "escalationEventDefinition"):
        reference = _reference(node, f"{kind[:-15]}Ref")
        payload = assignments(place.file.normalised.inputs.get(place.id, ()), place.id)
        raised = ErrorEvent if kind == "errorEventDefinition" else EscalationEvent
        return raised(place.file.names.get(reference) if reference else None, payload)
    if kind == "cancelEventDefinition":
        host = bpmn.host_of(place.node)
        is_caught = place.kind == "boundaryEvent"
        if (
            (host is None or bpmn.kind(host) != "transaction")
            if is_caught
            else not bpmn.stands_in_transaction(place.node)
        ):
            raise place.refuse(
                "cancel.place",
                "only a transaction can be cancelled",
                "只有事务子流程可以取消",
                "end a path inside a transaction with it, or catch it at a transaction's boundary",
                "请用于结束事务内的路径,或在事务的边界上捕获",
            )
        return CancelEvent(None)
    if kind == "compensateEventDefinition":
        compensation = CompensateEvent(None)
        compensation.activity = _reference(node, "activityRef") or None
        if compensation.activity is not None and not bpmn.knows_activity(place.node, compensation.activity):
            raise place.refuse(
                "compensation.activity_unknown",
                f"there is no activity {compensation.activity!r} that it could undo",
                f"没有可由它补偿的活动“{compensation.activity}”",
                "name an activity of the same scope, or none to undo all of it",
                "请指定同一层的活动,或不指定以补偿整层",
            )
        compensation.waits = node.get("waitForCompletion") not in ("false", "0")
        return compensation
    if kind in ("terminateEventDefinition", "linkEventDefinition"):
        return TerminateEvent() if kind == "terminateEventDefinition" else LinkEvent()
    raise unsupported(place, f"a {kind[:-15]} event", f"{kind[:-15]} 事件")


def parts_of(definition: Any) -> tuple[Any, ...]:
    """The definitions of an event, one or several."""
    return definition.parts if isinstance(definition, Multiple) else (definition,)


def _reference(node: etree._Element, attribute: str) -> str:
    return (node.get(attribute) or "").rpartition(":")[2]


def announcement_of(place: Place, node: etree._Element, kind: str) -> Announcement:
    """The message or signal that a node refers to; one without a name is refused."""
    reference = _reference(node, f"{kind}Ref")
    name = place.file.names.get(reference)
    if not name:
        raise place.refuse(
            f"{kind}.unnamed",
            f"it names no {kind}",
            "未指定消息" if kind == "message" else "未指定信号",
            f"set {kind}Ref to a {kind} with a name",
            "请引用一个有名称的消息" if kind == "message" else "请引用一个有名称的信号",
        )
    normalised = place.file.normalised
    key = normalised.keys.get(place.id)
    payload = assignments(normalised.inputs.get(place.id, ()), place.id)
    return Announcement(kind, name, Expression(key, place.id) if key else None, payload)
