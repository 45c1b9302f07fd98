"""Sub-processes and call activities: a scope inside a task."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity as CallActivityMixin
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from onegrid.engine.elements.compensation import close_reopened
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Assignments, assignments
from onegrid.engine.scope import Scope
from onegrid.engine.task import READY, CaseTask


class Inside(Element):
    """Opens its scope when it runs, and runs again when the scope has ended."""

    spec: str  # the name of the scope inside

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        if "ended" in my_task.internal_data:
            self.take_over(my_task)
            return True
        given = self.hand_over(my_task)  # may fail: then no scope must be left behind
        scope = my_task.workflow.top_workflow.create_subprocess(my_task, self.spec)
        scope.data.update(given)
        scope.begin(self.outcome_inside(my_task))
        return None

    def hand_over(self, my_task: CaseTask) -> Mapping[str, Any]:  # noqa: ARG002
        """Variables that the scope begins with, beside those that it shares."""
        return {}

    def take_over(self, my_task: CaseTask) -> None:
        """What the host keeps of the scope."""
        my_task.outcome = my_task.internal_data.pop("ended")

    def outcome_inside(self, my_task: CaseTask) -> str | None:
        return my_task.outcome

    def scope_done(self, my_task: CaseTask, scope: Scope) -> None:
        if "undo" in my_task.internal_data:
            close_reopened(my_task)
            return
        my_task.internal_data["ended"] = scope.outcome
        if scope.done and self.logged_as is not None:
            my_task.internal_data["done_inside"] = scope.done
        my_task._set_state(READY)

    def _on_cancel(self, my_task: CaseTask) -> None:
        my_task.workflow.top_workflow.drop_scope(my_task.id)
        super()._on_cancel(my_task)


class SubProcess(Inside, SubWorkflowTask):  # type: ignore[misc]
    """`bpmn:subProcess`: shares the variables of the process around it (BPMN 10.4)."""


class CallActivity(Inside, CallActivityMixin):  # type: ignore[misc]
    """`bpmn:callActivity`: only mapped values cross, both ways."""

    given: Assignments | None = None

    def hand_over(self, my_task: CaseTask) -> Mapping[str, Any]:
        return self.given.values(my_task) if self.given is not None else {}

    def outcome_inside(self, my_task: CaseTask) -> str | None:  # noqa: ARG002
        return None

    def scope_done(self, my_task: CaseTask, scope: Scope) -> None:
        my_task.internal_data["answer"] = scope.data
        super().scope_done(my_task, scope)
        if scope.declared is not None:  # whichever end was reached last
            my_task.internal_data["ended"] = scope.declared

    def take_over(self, my_task: CaseTask) -> None:
        internal = my_task.internal_data
        if self.out is not None:
            self.out.take(my_task, self.element, {**internal["answer"], "outcome": internal["ended"]})
        del internal["ended"], internal["answer"]


def build_sub_process(place: Place) -> SubProcess:
    """A sub-process; the compiler builds the scope under the name given here."""
    return SubProcess(place.scope, place.name, subworkflow_spec=f"{place.scope.process_id}/{place.id}")


def build_call_activity(place: Place) -> CallActivity:
    """A call activity with its mappings."""
    normalised = place.file.normalised
    called = normalised.bindings.get(place.id) or place.node.get("calledElement") or ""
    spec = CallActivity(place.scope, place.name, subworkflow_spec=called)
    spec.given = assignments(normalised.inputs.get(place.id, ()), place.id)
    spec.out = assignments(normalised.outputs.get(place.id, ()), place.id)
    return spec
