"""Event sub-processes: handlers that stand in a scope and begin when their event occurs there (BPMN 13.5.4)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import EventSubprocess as EventSubProcessMixin

from onegrid.engine import bpmn
from onegrid.engine.elements.catch_event import WAITED_FOR, Catching, set_off
from onegrid.engine.elements.event_definitions import CompensateEvent, ErrorEvent, Raised, parts_of, read_definition
from onegrid.engine.elements.place import Place
from onegrid.engine.elements.sub_process import Inside
from onegrid.engine.scope import Scope
from onegrid.engine.task import CaseTask


class EventSubProcess(Inside, EventSubProcessMixin):  # type: ignore[misc]
    """The handler: its task stands in the scope that it serves, beside the flow or, if it interrupts, in its place."""

    event_definition: Any
    interrupting: bool
    handles = True

    @property
    def undoes(self) -> bool:
        """Whether it is the compensation handler of its sub-process (BPMN 13.5.5)."""
        return any(isinstance(part, CompensateEvent) for part in parts_of(self.event_definition))

    def begin_in(self, scope: Scope, payload: Mapping[str, Any]) -> None:
        """Its event has occurred. Once an interrupting one has begun, no other begins in this scope."""
        if self.interrupting:
            scope.take_all()
        set_off(CaseTask(scope, self), payload)

    def take_over(self, my_task: CaseTask) -> None:
        """An end event inside that declares an outcome declares it for the scope; one that interrupts always does."""
        super().take_over(my_task)
        scope = my_task.workflow
        declared = my_task.internal_data.pop("declared", None)
        if declared is not None:
            scope.declared = declared
        if declared is not None or self.interrupting:
            scope.outcome = my_task.outcome

    def scope_done(self, my_task: CaseTask, scope: Scope) -> None:
        if scope.declared is not None:
            my_task.internal_data["declared"] = scope.declared
        super().scope_done(my_task, scope)


class Listener(Catching):
    """Listens while the scope has a token of its own flow; known to people by the handler's start event."""

    listens = True
    handler: EventSubProcess

    def arm_in(self, scope: Scope) -> None:
        """The scope has begun."""
        self._update(CaseTask(scope, self))

    def skip(self, my_task: CaseTask) -> None:
        """One that could not be armed is given up; its scope goes on without it."""
        my_task.cancel()

    def fire(self, my_task: CaseTask, payload: Mapping[str, Any]) -> None:
        """Begin the handler; one that does not interrupt may begin again."""
        scope = my_task.workflow
        if self.handler.interrupting:
            scope.top_workflow.act.end(my_task, "completed")
        else:
            self.stay_armed(my_task)
        self.handler.begin_in(scope, payload)


def build(place: Place) -> EventSubProcess:
    """An event sub-process; what starts it is written at its one start event."""
    starts = list(place.node.iterchildren(bpmn.tag("startEvent")))
    start = replace(place, node=starts[0]) if len(starts) == 1 else None
    definition = read_definition(start) if start is not None else None
    if start is None or not isinstance(definition, (*WAITED_FOR, Raised)):
        raise place.refuse(
            "event_sub_process.start",
            "it needs exactly one start event, with an event",
            "需要且只能有一个带事件的开始事件",
            "draw one start event with a trigger in it",
            "请在其中画一个带触发的开始事件",
        )
    spec = EventSubProcess(place.scope, place.name, subworkflow_spec=f"{place.scope.process_id}/{place.id}")
    spec.event_definition = definition
    spec.interrupting = start.node.get("isInterrupting") not in ("false", "0")
    if not spec.interrupting and any(isinstance(part, ErrorEvent) for part in parts_of(definition)):
        raise start.refuse(
            "event_sub_process.error_not_interrupting",
            "an error always interrupts",
            "错误事件子流程总是中断的",
            "draw it as interrupting",
            "请改为中断型",
        )
    return spec


def listener_of(spec: EventSubProcess, start: str) -> Listener | None:
    """What listens for the handler; None where its event is raised by others, as an error is."""
    if not any(part.arms for part in parts_of(spec.event_definition)):
        return None
    listener = Listener(spec._wf_spec, f"{spec.name} [event]")
    listener.event_definition, listener.handler, listener.element = spec.event_definition, spec, start
    listener.is_over_once_fired = spec.interrupting
    return listener
