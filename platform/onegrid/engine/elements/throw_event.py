"""Throwing: intermediate throw events and send tasks with a message (BPMN 13.5.2)."""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import IntermediateThrowEvent, SendTask

from onegrid.engine import bpmn
from onegrid.engine.elements import service_task
from onegrid.engine.elements.compensation import Undoing, undo
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import (
    Announcement,
    CompensateEvent,
    EscalationEvent,
    LinkEvent,
    parts_of,
    read_definition,
)
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.elements.simple import PassThrough
from onegrid.engine.task import CaseTask


class Throwing(Element):
    """Throws when it runs and goes on at once."""

    event_definition: Any

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.event_definition.throw(my_task)
        if not my_task.is_live and self.passed is not None:  # it has interrupted its own scope
            self.tell(my_task, self.passed)
        return True


class ThrowEvent(Throwing, IntermediateThrowEvent):  # type: ignore[misc]
    """`bpmn:intermediateThrowEvent` with messages, signals, escalations."""


class CompensationThrow(Undoing, Element, IntermediateThrowEvent):  # type: ignore[misc]
    """`bpmn:intermediateThrowEvent` that undoes what it names, and goes on then (BPMN 13.5.5)."""

    event_definition: CompensateEvent

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        if "over" in my_task.internal_data or not undo(my_task, self.event_definition):
            return True
        return None

    def _on_cancel(self, my_task: CaseTask) -> None:
        self.drop_handlers(my_task)
        super()._on_cancel(my_task)


class Send(Throwing, SendTask):  # type: ignore[misc]
    """`bpmn:sendTask` with a message."""


def build(place: Place) -> Element:
    """A throw event; one without a definition, or with a link, is a point that the token passes."""
    definition = read_definition(place)
    if isinstance(definition, LinkEvent) and not bpmn.has_target(place.node):
        raise place.refuse(
            "link.no_target",
            "there is no link catch event of its name beside it",
            "同一层没有同名的链接捕获事件",
            "draw the intermediate catch event with the same link name in the same scope",
            "请在同一层画出链接名称相同的中间捕获事件",
        )
    if definition is None or isinstance(definition, LinkEvent):
        return PassThrough(place.scope, place.name)
    if isinstance(definition, CompensateEvent):
        spec = CompensationThrow(place.scope, place.name, event_definition=definition)
        spec.holds = True
        return spec
    if not all(isinstance(part, (Announcement, EscalationEvent)) for part in parts_of(definition)):
        raise unsupported(place, "throwing this", "抛出该事件")
    return ThrowEvent(place.scope, place.name, event_definition=definition)


def build_send(place: Place) -> Element:
    """A send task calls a connector where it declares one, else it throws its message."""
    if place.id in place.file.normalised.calls:
        return service_task.build(place)
    definition = read_definition(place)
    return Send(place.scope, place.name, event_definition=definition)
