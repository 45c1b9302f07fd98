"""Events with several triggers: any one of them, or for parallel multiple all (BPMN 10.5.5).

The event's own token, or what stands armed beside its host, holds one task for each trigger that can be waited for.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from onegrid.engine.elements.element import Element, release
from onegrid.engine.specification import ScopeSpec
from onegrid.engine.task import CaseTask

STRIDE = 1_000_000  # apart from the indexes of elements and instances


class Multiple(EventDefinition):  # type: ignore[misc]
    """Several definitions at one event. `triggers` are the specs of those that are waited for, in their order."""

    arms = True
    code = None

    def __init__(self, parts: tuple[Any, ...], *, all_of_them: bool) -> None:
        super().__init__(name=None)
        self.parts, self.all_of_them = parts, all_of_them
        self.triggers: tuple[Trigger, ...] = ()

    def arm(self, my_task: CaseTask) -> None:
        """Wait for each trigger."""
        for trigger in self.triggers:
            trigger.arm_for(my_task)

    def throw(self, my_task: CaseTask) -> None:
        """Throw each."""
        throw_all(self.parts, my_task)


def throw_all(parts: Iterable[Any], my_task: CaseTask) -> None:
    """In their order, as long as the thrower has not been interrupted by one; none where one cannot be thrown."""
    for part, filled in [(part, part.filled(my_task)) for part in parts]:
        if my_task.is_live:
            part.send(my_task, filled)


class Trigger(Element):
    """One of several triggers; `whole` is the event."""

    listens = True
    event_definition: Any
    whole: Any

    def arm_for(self, whole: CaseTask) -> None:
        """Begin to wait beside the event's own task."""
        task = CaseTask(whole.workflow, self)
        task.holder, task.outcome = whole.id, whole.outcome
        self._update(task)

    def _update_hook(self, my_task: CaseTask) -> bool:
        self.whole.wait_for(my_task, self.event_definition)
        return False

    def try_again(self, my_task: CaseTask) -> None:
        self._update(my_task)

    def skip(self, my_task: CaseTask) -> None:
        """A trigger that could not be armed is given up; the others go on waiting. With the last the event is over."""
        whole = my_task.workflow.task(my_task.holder or 0)
        my_task.cancel()
        if whole is None or self._are_awaited(whole):
            return
        if "so_far" in whole.internal_data:
            self._fire_whole(whole)
        else:
            self.whole.skip(whole)

    def fire(self, my_task: CaseTask, payload: Mapping[str, Any]) -> None:
        """This trigger has occurred."""
        whole = my_task.workflow.task(my_task.holder or 0)
        if whole is None:
            return
        definition: Multiple = self.whole.event_definition
        if definition.all_of_them:
            self._one_more(my_task, whole, payload)
            return
        if self.whole.is_over_once_fired:
            my_task.workflow.top_workflow.act.end(my_task, "completed")
            release(whole)
        else:
            self.whole.stay_armed(my_task)
        self.whole.fire(whole, payload)

    def _one_more(self, my_task: CaseTask, whole: CaseTask, payload: Mapping[str, Any]) -> None:
        my_task.workflow.top_workflow.act.end(my_task, "completed")
        my_task.cancel()
        known = whole.internal_data.get("so_far", {})
        whole.internal_data["so_far"] = {**known, **payload}
        if not self._are_awaited(whole):
            self._fire_whole(whole)

    def _are_awaited(self, whole: CaseTask) -> bool:
        triggers = self.whole.event_definition.triggers
        return any(held.task_spec in triggers for held in whole.workflow.held_by(whole.id))

    def _fire_whole(self, whole: CaseTask) -> None:
        if not self.whole.is_over_once_fired:
            self.whole.event_definition.arm(whole)
        self.whole.fire(whole, whole.internal_data.pop("so_far"))


def triggers_of(spec: Element, index: int, scope: ScopeSpec) -> Iterator[Trigger]:
    """The specs of what an event with several triggers waits for, each with an index of its own."""
    definition = getattr(spec, "event_definition", None)
    if not isinstance(definition, Multiple):
        return
    for number, part in enumerate(definition.parts):
        if part.arms:
            trigger = Trigger(scope, f"{spec.name} [trigger {number}]")
            trigger.event_definition, trigger.whole, trigger.element = part, spec, spec.element
            trigger.index = index - STRIDE * (number + 1)
            yield trigger
    spec.holds = True
