"""Boundary events: interrupting or not; errors and cancels always interrupt (BPMN 13.5.3)."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent

from onegrid.engine.elements.catch_event import WAITED_FOR, Catching, set_off
from onegrid.engine.elements.event_definitions import (
    CompensateEvent,
    ErrorEvent,
    Raised,
    parts_of,
    raise_out,
    read_definition,
)
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.elements.timer import TimerEvent
from onegrid.engine.expressions import assignments
from onegrid.engine.task import WAITING, CaseTask


class Boundary(Catching, BoundaryEvent):  # type: ignore[misc]
    """Hangs on its host; when it fires, its token is on its own."""

    def arm_at(self, host: CaseTask) -> None:
        """The host has been entered."""
        if self.arms:
            task = self._beside(host)
            task.holder = host.id
            self._update(task)

    @property
    def arms(self) -> bool:
        return any(part.arms for part in parts_of(self.event_definition))

    @property
    def undoes(self) -> bool:
        """A compensation event waits for nothing: it says by which handler its host is undone."""
        return isinstance(self.event_definition, CompensateEvent)

    def _beside(self, host: CaseTask) -> CaseTask:
        task = CaseTask(host.workflow, self)
        task.outcome = host.outcome
        return task

    def token_at(self, my_task: CaseTask) -> int | None:
        """As long as it is armed the token is its host's."""
        return super().token_at(my_task) if my_task.holder is None else None

    def fire(self, my_task: CaseTask, payload: Mapping[str, Any]) -> None:
        """An interrupting event cancels its host; another goes on beside it, as often as it occurs."""
        host = my_task.workflow.task(my_task.holder or 0)
        if self.cancel_activity:
            self._leave(my_task)
            if host is not None:
                host.cancel()
            set_off(my_task, payload)
        elif isinstance(self.event_definition, TimerEvent):
            following = self.event_definition.next_after(my_task)
            if following is not None and host is not None:
                again = self._beside(host)
                again.holder = host.id
                again.internal_data.update(following[1])
                again._set_state(WAITING)
                self.event_definition.wait(again, following[0])
            self._leave(my_task)
            set_off(my_task, payload)
        else:
            handler = CaseTask(my_task.workflow, self)
            handler.outcome = my_task.outcome
            set_off(handler, payload)

    def _leave(self, my_task: CaseTask) -> None:
        my_task.workflow.top_workflow.act.end(my_task, "completed")
        my_task.holder = None

    def skip(self, my_task: CaseTask) -> None:
        """One that could not be armed is given up; its host goes on without it."""
        if my_task.holder is not None:
            my_task.cancel()
        else:
            super().skip(my_task)

    def catch(self, host: CaseTask, payload: Mapping[str, Any]) -> None:
        """What was raised inside the host goes out by this event."""
        task = self._beside(host)
        if self.cancel_activity:
            host.cancel()
        set_off(task, payload)


def raise_error(my_task: CaseTask, code: str | None, payload: Mapping[str, Any] | None = None) -> bool:
    """Throw an error out of the task: what encloses it and catches it innermost is cancelled (BPMN 10.5)."""
    return raise_out(my_task, ErrorEvent.caught_as, code, payload or {})


def build(place: Place) -> Boundary:
    """A boundary event; the compiler attaches it to its host."""
    definition = read_definition(place)
    interrupting = place.node.get("cancelActivity") not in ("false", "0")
    if not isinstance(definition, (*WAITED_FOR, Raised)):
        raise unsupported(place, "this event at a boundary", "边界上的该事件")
    if not interrupting and any(isinstance(part, ErrorEvent) for part in parts_of(definition)):
        raise place.refuse(
            "boundary.error_not_interrupting",
            "an error always interrupts",
            "错误边界事件总是中断的",
            "draw it as interrupting",
            "请改为中断型",
        )
    spec = Boundary(place.scope, place.name, event_definition=definition, cancel_activity=interrupting)
    spec.is_over_once_fired = interrupting
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
