"""Catching: intermediate catch events and receive tasks."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import IntermediateCatchEvent, ReceiveTask

from onegrid.engine.elements.condition import ConditionalEvent
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import Announcement, LinkEvent, read_definition
from onegrid.engine.elements.multiple import Multiple
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.elements.simple import PassThrough
from onegrid.engine.elements.timer import TimerEvent, due
from onegrid.engine.expressions import assignments
from onegrid.engine.task import READY, WAITING, CaseTask

WAITED_FOR = (Announcement, TimerEvent, ConditionalEvent, Multiple)


class Catching(Element):
    """Arms its event when the token arrives, and runs when the event has occurred (BPMN 13.5.2).

    is_over_once_fired: not for what goes on listening beside its host or scope.
    """

    event_definition: Any
    is_over_once_fired = True

    def _update_hook(self, my_task: CaseTask) -> bool:
        """Waiting begins on arrival: what another branch throws in the same moment is heard."""
        for boundary in self.attached:
            boundary.arm_at(my_task)
        self._arm(my_task)
        return False

    def _arm(self, my_task: CaseTask) -> None:
        self.wait_for(my_task, self.event_definition)

    def wait_for(self, my_task: CaseTask, definition: Any) -> None:
        """Let a task of this event, or of one of its triggers, wait; for a moment that it had already as before."""
        my_task._set_state(WAITING)
        if "at" in my_task.internal_data:
            definition.wait(my_task, due(my_task))
        else:
            definition.arm(my_task)

    def _run_hook(self, my_task: CaseTask) -> bool:
        payload = my_task.internal_data["p"]
        self.assign(my_task, self.out, {**payload, "result": payload})
        return True

    def try_again(self, my_task: CaseTask) -> None:
        if "p" in my_task.internal_data:
            super().try_again(my_task)
        else:
            self._arm(my_task)

    def token_at(self, my_task: CaseTask) -> int | None:
        """Rivals wait for one token, which is still before their gateway."""
        return my_task.origin if "race" in my_task.internal_data else super().token_at(my_task)

    def skip(self, my_task: CaseTask) -> None:
        """It counts as having occurred."""
        win_race(my_task)
        super().skip(my_task)

    def fire(self, my_task: CaseTask, payload: Mapping[str, Any]) -> None:
        """The event has occurred."""
        my_task.workflow.top_workflow.act.end(my_task, "completed")
        win_race(my_task)
        set_off(my_task, payload)

    def stay_armed(self, my_task: CaseTask) -> None:
        """What has occurred may occur again: a repeating timer waits anew, a single one is done, others wait on."""
        definition = my_task.task_spec.event_definition
        if not isinstance(definition, TimerEvent):
            return
        following = definition.next_after(my_task)
        if following is not None:
            again = CaseTask(my_task.workflow, my_task.task_spec)
            again.holder, again.outcome = my_task.holder, my_task.outcome
            again.internal_data.update(following[1])
            again._set_state(WAITING)
            definition.wait(again, following[0])
        my_task.workflow.top_workflow.act.end(my_task, "completed")
        my_task.cancel()


def win_race(my_task: CaseTask) -> None:
    """Behind an event-based gateway the first takes all (BPMN 13.4.4)."""
    if my_task.internal_data.pop("race", None) is not None:
        gateway, my_task.holder = my_task.holder, None
        for loser in my_task.workflow.held_by(gateway or 0):
            loser.cancel()


def set_off(my_task: CaseTask, payload: Mapping[str, Any]) -> None:
    """Let the task run with what has occurred."""
    my_task.internal_data["p"] = dict(payload)
    my_task._set_state(READY)


class CatchEvent(Catching, IntermediateCatchEvent):  # type: ignore[misc]
    """`bpmn:intermediateCatchEvent`."""


class Receive(Catching, ReceiveTask):  # type: ignore[misc]
    """`bpmn:receiveTask`."""


def build(place: Place) -> Element:
    """A catch event or receive task. A link's flow has been drawn in, so that its token passes (BPMN 10.5.5)."""
    definition = read_definition(place)
    if isinstance(definition, LinkEvent):
        return PassThrough(place.scope, place.name)
    if not isinstance(definition, WAITED_FOR):
        raise unsupported(place, "catching this", "捕获该事件")
    kind = Receive if place.kind == "receiveTask" else CatchEvent
    spec: Catching = kind(place.scope, place.name, event_definition=definition)
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
