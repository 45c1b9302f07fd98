"""What events wait for and throw: messages, signals, timers, errors, as SpiffWorkflow's event definitions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from onegrid.engine import bpmn
from onegrid.engine.act import SUBSCRIPTION
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.elements.timer import TimerEvent
from onegrid.engine.expressions import Assignments, Expression, assignments
from onegrid.engine.problems import EngineError
from onegrid.engine.step import Subscription, Thrown
from onegrid.engine.task import CaseTask
from onegrid.engine.values import key_text

if TYPE_CHECKING:
    from onegrid.engine.scope import CaseWorkflow


class Announcement(EventDefinition):  # type: ignore[misc]
    """A message (one receiver, by name and key) or a signal (everyone, by name)."""

    def __init__(self, kind: str, name: str, key: Expression | None, payload: Assignments | None) -> None:
        super().__init__(name=name)
        self.kind, self.key, self.payload = kind, key, payload

    def arm(self, my_task: CaseTask) -> None:
        """Wait for it from now on."""
        internal = my_task.internal_data
        if self.key is not None:
            internal["k"] = self._key(my_task)
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
        """To those who wait in this case; outside goes what nobody here takes, and signals always."""
        case = my_task.workflow.top_workflow
        payload = self.payload.values(my_task) if self.payload is not None else {}
        key = self._key(my_task) if self.key is not None and self.kind == "message" else None
        taken = announce(case, self.kind, self.name, key, payload)
        if self.kind == "signal" or not taken:
            case.act.thrown.append(Thrown(self.kind, self.name, key, payload, my_task.task_spec.element))

    def _key(self, my_task: CaseTask) -> str:
        key = key_text(self.key.at(my_task)) if self.key is not None else None
        if key is None:
            raise EngineError(
                "message.no_key",
                f"the key of message {self.name!r} gives no value to match by",
                f"消息“{self.name}”的关联键没有给出可匹配的值",
            )
        return key


class ErrorEvent(EventDefinition):  # type: ignore[misc]
    """An error by code; None catches any."""

    def __init__(self, code: str | None) -> None:
        super().__init__(name=code)
        self.code = code


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
    found = bpmn.definitions_of(place.node)
    if place.kind in ("receiveTask", "sendTask"):
        return announcement_of(place, place.node, "message")
    if not found:
        return None
    if len(found) > 1:
        raise unsupported(place, "an event with several definitions", "含多个定义的事件")
    kind = bpmn.kind(found[0])
    if kind in ("messageEventDefinition", "signalEventDefinition"):
        return announcement_of(place, found[0], kind[:-15])
    if kind == "timerEventDefinition":
        return TimerEvent.read(place, found[0])
    if kind == "errorEventDefinition":
        reference = _reference(found[0], "errorRef")
        return ErrorEvent(place.file.names.get(reference) if reference else None)
    if kind == "terminateEventDefinition":
        return kind
    raise unsupported(place, f"a {kind[:-15]} event", f"{kind[:-15]} 事件")


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
