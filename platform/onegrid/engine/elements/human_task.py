"""User and manual tasks: wait for a person."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.manual_task import ManualTask as ManualTaskMixin
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask as UserTaskMixin

from onegrid.engine import bpmn
from onegrid.engine.act import HUMAN
from onegrid.engine.definitions import HumanTask
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Expression, assignments
from onegrid.engine.step import OpenedTask
from onegrid.engine.task import READY, CaseTask


class Human(Element):
    """`definition` says who may act; `out` runs when somebody has completed it."""

    definition: HumanTask
    who: tuple[Expression | None, Expression | None, Expression | None] = (None, None, None)

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        act = my_task.workflow.top_workflow.act
        unit, area, person = (None if part is None else part.at(my_task) for part in self.who)
        super()._on_ready_hook(my_task)
        visit, instance, item = visit_of(my_task)
        act.begin(my_task, HUMAN, OpenedTask(my_task.id, self.definition, unit, area, person, visit, instance, item))

    def answer(self, my_task: CaseTask, answers: Mapping[str, Any], outcome: str | None) -> None:
        """A person has completed the task; the engine takes it from here."""
        workflow = my_task.workflow
        case = workflow.top_workflow
        case.act.end(my_task, "completed")
        my_task.data.update(answers)
        my_task.outcome = outcome
        my_task.internal_data["answered"] = True
        if self.multi is None:
            self._remember(my_task)
        case.queue.append(my_task)

    def _remember(self, my_task: CaseTask) -> None:
        """Keep the way back: only tasks passed while no other token was open can be returned to."""
        scope = my_task.workflow
        trail = scope.trail
        if self.index in trail:
            trail.remove(self.index)
        if all(task is my_task or task.is_beside(my_task) for task in scope.thaw_all()):
            trail.append(self.index)

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.assign(my_task, self.out)
        return True

    def try_again(self, my_task: CaseTask) -> None:
        """Its person is not asked twice: what failed comes after the answer, if there is one."""
        if "answered" in my_task.internal_data:
            my_task._set_state(READY)
            my_task.workflow.top_workflow.queue.append(my_task)
        else:
            self._update(my_task)


class UserTask(Human, UserTaskMixin):  # type: ignore[misc]
    """`bpmn:userTask`."""


class ManualTask(Human, ManualTaskMixin):  # type: ignore[misc]
    """`bpmn:manualTask`."""


def visit_of(my_task: CaseTask) -> tuple[int, int | None, Any]:
    """Which visit this is, and the nearest instance around the task with its item."""
    internal = my_task.internal_data
    if "i" in internal:
        return internal["r"], internal["i"], internal["v"]
    scope = my_task.workflow
    visit = scope.count_visit(f"{scope.spec.number}.{my_task.task_spec.index}")
    inside = scope
    while (host := inside.host) is not None:
        if "i" in host.internal_data:
            return visit, host.internal_data["i"], host.internal_data["v"]
        inside = host.workflow
    return visit, None, None


def build(place: Place) -> Human:
    """A user or manual task with what the extension declares of it."""
    kind = UserTask if place.kind == "userTask" else ManualTask
    spec: Human = kind(place.scope, place.name, manual=True)
    declared = place.file.normalised.human_tasks.get(place.id)
    spec.definition = declared or HumanTask(place.id, place.scope.process_id, bpmn.label(place.node))
    spec.out = assignments(spec.definition.out, place.id)
    who = spec.definition.assignment
    if who is not None:
        unit, area, person = (Expression(text, place.id) if text else None for text in (who.unit, who.area, who.person))
        spec.who = (unit, area, person)
    return spec
